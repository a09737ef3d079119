import Foundation

@testable import MachineCode

/// A row of a line program as other readers print it.
struct OracleRow: Equatable {
  var address: UInt64
  var line: UInt64
  /// The program's file register, a file name or a path: what the reader tells.
  var file: String
  var ends: Bool
}

extension OracleRow: CustomStringConvertible {
  var description: String {
    "0x\(String(address, radix: 16)) \(file):\(line)\(ends ? " end" : "")"
  }
}

enum LineProgramOracle {
  /// Rows with file registers, from `llvm-dwarfdump --debug-line`.
  static func dwarfdump(_ folder: ObjectFileFolder) throws -> [OracleRow] {
    try ObjectFileTool.llvmDwarfdump.run(["--debug-line", "sample"], in: folder.url)
      .utf8.split(separator: UInt8(ascii: "\n"))
      .compactMap { line in
        guard line.starts(with: "0x".utf8) else { return nil }
        let fields = line.split(separator: UInt8(ascii: " ")).map { Substring($0) }
        guard fields.count >= 7, let address = UInt64(fields[0].dropFirst(2), radix: 16),
          let number = UInt64(fields[1])
        else {
          return nil
        }
        let ends = fields[7...].contains("end_sequence")
        return OracleRow(
          address: address, line: ends ? 0 : number, file: ends ? "" : String(fields[3]),
          ends: ends)
      }
  }

  /// Rows with file names, without folders, from `readelf --debug-dump=decodedline`.
  static func readelf(_ folder: ObjectFileFolder) throws -> [OracleRow] {
    try ObjectFileTool.readelf.run(["-W", "--debug-dump=decodedline", "sample"], in: folder.url)
      .split(separator: "\n")
      .compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count >= 3, fields[1] == "-" || UInt64(fields[1]) != nil else { return nil }
        let digits = fields[2].hasPrefix("0x") ? fields[2].dropFirst(2) : fields[2]
        guard let address = UInt64(digits, radix: 16) else { return nil }
        let ends = fields[1] == "-"
        return OracleRow(
          address: address, line: UInt64(fields[1]) ?? 0, file: ends ? "" : String(fields[0]),
          ends: ends)
      }
  }

  /// Rows with full paths from Go's package debug/dwarf, units in the order of their line programs.
  static func go(_ folder: ObjectFileFolder) throws -> [OracleRow] {
    let program = try goProgram.get()
    let output = Process()
    output.executableURL = program.url.appendingPathComponent("lines")
    output.arguments = [folder.path("sample")]
    let pipe = Pipe()
    output.standardOutput = pipe
    try output.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    output.waitUntilExit()
    guard output.terminationStatus == 0 else {
      throw ObjectFileToolError(description: "Go's debug/dwarf does not read the sample")
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count == 4, let address = UInt64(fields[0], radix: 16),
        let number = UInt64(fields[1])
      else {
        return nil
      }
      let ends = fields[2] == "true"
      return OracleRow(
        address: address, line: ends ? 0 : number, file: ends ? "" : String(fields[3]), ends: ends)
    }
  }

  private static let goProgram = Result {
    let folder = try ObjectFileFolder()
    try folder.write("module lines\n\ngo 1.21\n", to: "go.mod")
    try folder.write(goSource, to: "main.go")
    try ObjectFileTool.go.run(
      ["build", "-o", "lines"], in: folder.url,
      environment: ["GOTOOLCHAIN": "local", "GOPROXY": "off", "GOWORK": "off"])
    return folder
  }

  private static let goSource = """
    package main

    import (
    	"bufio"
    	"debug/dwarf"
    	"debug/elf"
    	"fmt"
    	"io"
    	"os"
    	"path"
    	"sort"
    )

    func check(err error) {
    	if err != nil {
    		fmt.Fprintln(os.Stderr, err)
    		os.Exit(1)
    	}
    }

    func main() {
    	file, err := elf.Open(os.Args[1])
    	check(err)
    	data, err := file.DWARF()
    	check(err)
    	var units []*dwarf.Entry
    	for r := data.Reader(); ; r.SkipChildren() {
    		entry, err := r.Next()
    		check(err)
    		if entry == nil {
    			break
    		}
    		if entry.Tag == dwarf.TagCompileUnit && entry.AttrField(dwarf.AttrStmtList) != nil {
    			units = append(units, entry)
    		}
    	}
    	sort.SliceStable(units, func(i, j int) bool {
    		return units[i].Val(dwarf.AttrStmtList).(int64) < units[j].Val(dwarf.AttrStmtList).(int64)
    	})
    	out := bufio.NewWriter(os.Stdout)
    	for _, unit := range units {
    		directory, _ := unit.Val(dwarf.AttrCompDir).(string)
    		lines, err := data.LineReader(unit)
    		check(err)
    		for {
    			var row dwarf.LineEntry
    			err := lines.Next(&row)
    			if err == io.EOF {
    				break
    			}
    			check(err)
    			name := ""
    			if row.File != nil {
    				name = row.File.Name
    			}
    			// Since DWARF 5 the package leaves directories as they are in the table.
    			if name != "" && !path.IsAbs(name) {
    				name = path.Join(directory, name)
    			}
    			fmt.Fprintf(out, "%x %d %v %s\\n", row.Address, row.Line, row.EndSequence, name)
    		}
    	}
    	check(out.Flush())
    }

    """
}
