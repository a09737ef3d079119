import Foundation
import MachineCode
import TestSupport
import Testing

/// The functions of Go programs are those of the pclntab that Go's linker wrote, as Go's own
/// debug/gosym reads it.
@Suite struct InputGoTests {
  static let dumper = """
    package main

    import (
    	"debug/elf"
    	"debug/gosym"
    	"fmt"
    	"os"
    )

    func main() {
    	file, err := elf.Open(os.Args[1])
    	if err != nil {
    		panic(err)
    	}
    	data, err := file.Section(".gopclntab").Data()
    	if err != nil {
    		panic(err)
    	}
    	symbols, err := file.Symbols()
    	if err != nil {
    		panic(err)
    	}
    	var text uint64
    	for _, symbol := range symbols {
    		if symbol.Name == "runtime.text" {
    			text = symbol.Value
    		}
    	}
    	lines := gosym.NewLineTable(data, text)
    	table, err := gosym.NewTable(nil, lines)
    	if err != nil {
    		panic(err)
    	}
    	for _, function := range table.Funcs {
    		fmt.Printf("%d %s\\n", function.Entry, function.Name)
    	}
    }

    """

  /// A program with C in it, whose objects Go's linker or the system's joins.
  static let cgo = """
    package main

    // static int local(int x) { return x * 3; }
    // int exported_by_c(int x) { return local(x) + 1; }
    import "C"
    import "net"

    func main() {
    	names, err := net.LookupHost("localhost")
    	println(C.exported_by_c(4), len(names), err == nil)
    }

    """

  struct Program: CustomTestStringConvertible {
    var testDescription: String
    /// The program's source; nil for the go command itself.
    var source: String?
    var environment: [String: String]
  }

  static let programs: [Program] = [
    Program(testDescription: "go, amd64", source: nil, environment: ["GOARCH": "amd64"]),
    Program(
      testDescription: "go, arm64", source: nil,
      environment: ["GOARCH": "arm64", "CGO_ENABLED": "0"]),
    Program(testDescription: "cgo", source: cgo, environment: ["CGO_ENABLED": "1"]),
  ]

  @Test(arguments: programs) func functionsAreThoseOfThePclntab(_ program: Program) throws {
    let folder = try ObjectFileFolder()
    try folder.write("module example\n\ngo 1.21\n", to: "go.mod")
    try folder.write(Self.dumper, to: "dumper/main.go")
    var environment = [
      "GOOS": "linux", "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOWORK": "off",
    ]
    try ObjectFileTool.go.run(
      ["build", "-o", "dump", "./dumper"], in: folder.url, environment: environment)
    environment.merge(program.environment) { $1 }
    if let source = program.source {
      try folder.write(source, to: "main.go")
      try ObjectFileTool.go.run(
        ["build", "-o", "sample", "."], in: folder.url, environment: environment)
    } else {
      environment["GOFLAGS"] = "-mod=vendor"
      let source = URL(fileURLWithPath: try ObjectFileTool.go.path())
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("src/cmd")
      try ObjectFileTool.go.run(
        ["build", "-o", folder.path("sample"), "cmd/go"], in: source, environment: environment)
    }
    let lines = try Self.run(folder.path("dump"), [folder.path("sample")])
      .split(separator: "\n")
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")))
    #expect(lines.count > 1000)
    let table = lines.compactMap { UInt64($0.prefix { $0 != " " }) }
    let first = try #require(table.first)
    let last = try #require(table.last)
    // The system's linker puts C's functions, which the pclntab does not have, around Go's.
    let own = input.functions.functions.filter { (first...last).contains($0.address) }
    #expect(own.count == lines.count)
    #expect(program.source != nil || own.count == input.functions.count)
    var differences = 0
    for (function, line) in zip(own, lines) {
      let parts = line.split(separator: " ", maxSplits: 1)
      let name = String(decoding: input.name(of: function), as: UTF8.self)
      if UInt64(parts[0]) != function.address || Self.plain(name) != Self.plain(String(parts[1])) {
        differences += 1
        if differences < 10 { Issue.record("\(function.address) \(name): \(line)") }
      }
    }
    #expect(differences == 0)
    // What is left out are the sections of C objects.
    for symbol in input.overlappingSymbols {
      #expect(input.object.symbols[symbol].name.contains("(.text"))
    }
  }

  /// In the pclntab instances of generic functions have [...] for their types, and no suffix for
  /// the convention; the symbol table has a dot where the compiler wrote a middle dot.
  static func plain(_ name: String) -> String {
    var name = name.replacing("\u{b7}", with: ".")
    if let open = name.firstIndex(of: "["), let close = name.lastIndex(of: "]") {
      name.replaceSubrange(open...close, with: "[...]")
    }
    return name.hasSuffix(".abi0") ? String(name.dropLast(5)) : name
  }

  static func run(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
