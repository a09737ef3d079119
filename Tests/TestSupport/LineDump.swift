import Foundation

/// Line programs as `llvm-dwarfdump` prints them, read while it prints.
public struct LineDump: Sendable {
  public struct Unit: Sendable {
    public var offset = 0
    public var version = 0
    public var directories: [Int: String] = [:]
    public var files: [Int: (name: String, directory: Int)] = [:]
    /// In the program's order, file registers as the unit has them.
    public var rows: [Row] = []

    /// The path of a file: its name if that is absolute, else after its directory, which, if
    /// relative, follows the compilation directory.
    public func path(_ number: Int, root: String) -> String? {
      guard let file = files[number] else { return nil }
      var path = file.name
      if !path.hasPrefix("/") {
        var parts = [path]
        let root = version >= 5 ? directories[0, default: ""] : root
        let directory = file.directory == 0 ? root : directories[file.directory, default: ""]
        parts.insert(directory, at: 0)
        if !directory.hasPrefix("/"), file.directory != 0 { parts.insert(root, at: 0) }
        path = parts.filter { !$0.isEmpty && $0 != "." }.map(Self.withoutDot)
          .joined(separator: "/")
      }
      return path
    }

    private static func withoutDot(_ part: String) -> String {
      part.hasPrefix("./") ? withoutDot(String(part.dropFirst(2).drop { $0 == "/" })) : part
    }

    /// The sequences that have code, of several rows with one address the last.
    public var sequences: [ArraySlice<Row>] {
      var settled: [Row] = []
      var sequences: [Range<Int>] = []
      var start = 0
      for row in rows {
        if settled.count > start, settled[settled.count - 1].address == row.address {
          settled.removeLast()
        }
        settled.append(row)
        if row.ends {
          if settled.count - start > 1 {
            sequences.append(start..<settled.count)
          } else {
            settled.removeLast(settled.count - start)
          }
          start = settled.count
        }
      }
      return sequences.map { settled[$0] }
    }
  }

  public struct Row: Sendable, Equatable {
    public var address: UInt64
    public var line: UInt32
    public var file: UInt32
    public var ends: Bool
  }

  /// In the order of `.debug_line`.
  public var units: [Unit] = []
  /// DW_AT_comp_dir by DW_AT_stmt_list.
  public var roots: [Int: String] = [:]

  public init(_ path: String) throws {
    var units: [Unit] = []
    try Self.lines(of: ["--debug-line", path]) { line in
      if line.first == UInt8(ascii: "0") {
        guard let row = Self.row(line) else { return }
        units[units.count - 1].rows.append(row)
      } else if !line.isEmpty {
        Self.readHeader(String(decoding: line, as: UTF8.self), &units)
      }
    }
    self.units = units
    var roots: [Int: String] = [:]
    var root = ""
    var program: Int?
    try Self.lines(of: ["--debug-info", "--recurse-depth=0", path]) { line in
      let text = String(decoding: line, as: UTF8.self).drop { $0 == " " }
      if text.contains("Unit: length") { (root, program) = ("", nil) }
      if text.hasPrefix("DW_AT_comp_dir") { root = Self.quoted(text) }
      if text.hasPrefix("DW_AT_stmt_list"), let number = text.split(separator: "0x").last {
        program = Int(number.dropLast(), radix: 16)
      }
      if let program { roots[program] = root }
    }
    self.roots = roots
  }

  public var rowCount: Int { units.reduce(0) { $0 + $1.rows.count } }

  private static func quoted(_ text: some StringProtocol) -> String {
    let parts = text.split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let end = parts[1].lastIndex(of: "\"") else { return "" }
    return String(parts[1][..<end])
  }

  private static func readHeader(_ line: String, _ units: inout [Unit]) {
    if line.hasPrefix("debug_line[0x") {
      units.append(Unit())
      units[units.count - 1].offset = Int(line.dropFirst(13).dropLast(), radix: 16) ?? -1
    }
    guard !units.isEmpty else { return }
    let last = units.count - 1
    let text = line.drop { $0 == " " }
    if text.hasPrefix("version: ") { units[last].version = Int(text.dropFirst(9)) ?? 0 }
    if text.hasPrefix("include_directories[") {
      units[last].directories[index(text)] = quoted(text)
    }
    if text.hasPrefix("file_names[") { units[last].files[index(text)] = ("", 0) }
    guard let file = units[last].files.keys.max() else { return }
    if text.hasPrefix("name: ") { units[last].files[file]?.name = quoted(text) }
    if text.hasPrefix("dir_index: ") {
      units[last].files[file]?.directory = Int(text.dropFirst(11)) ?? -1
    }
  }

  /// The number in brackets.
  private static func index(_ text: Substring) -> Int {
    let number = text.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }
    return Int(number.drop { $0 == " " }) ?? -1
  }

  /// A row: address, line, column, file, ISA, discriminator, operation, flags.
  private static func row(_ line: UnsafeRawBufferPointer) -> Row? {
    guard line.count > 18 else { return nil }
    var address: UInt64 = 0
    for place in 2..<18 {
      let byte = line[place]
      address = address << 4 | UInt64(byte < 0x3a ? byte & 15 : byte & 15 + 9)
    }
    var numbers: (UInt32, UInt32, UInt32) = (0, 0, 0)
    var field = 0
    var number: UInt32 = 0
    var place = 18
    var isInNumber = false
    while place < line.count, field < 3 {
      let byte = line[place]
      if byte == 0x20 {
        if isInNumber {
          if field == 0 { numbers.0 = number }
          if field == 2 { numbers.2 = number }
          field += 1
          number = 0
        }
        isInNumber = false
      } else {
        number = number &* 10 &+ UInt32(byte & 15)
        isInNumber = true
      }
      place += 1
    }
    // "end_sequence" is the last flag.
    let ends = line[line.count - 1] == UInt8(ascii: "e") && line[line.count - 5] == 0x75
    return Row(address: address, line: numbers.0, file: numbers.2, ends: ends)
  }

  /// Gives what the tool prints to `body`, line by line.
  private static func lines(
    of arguments: [String], _ body: (UnsafeRawBufferPointer) -> Void
  ) throws {
    var rest = Data()
    try NativeTool.run(try NativeTool.llvmDwarfdump.path(), arguments, in: nil) { piece in
      rest.append(piece)
      let used = rest.withUnsafeBytes { bytes in
        var start = 0
        while let base = bytes.baseAddress,
          let end = memchr(base + start, 0x0a, bytes.count - start)
        {
          let next = UnsafeRawPointer(end) - base
          body(UnsafeRawBufferPointer(rebasing: bytes[start..<next]))
          start = next + 1
        }
        return start
      }
      rest.removeSubrange(rest.startIndex..<rest.startIndex + used)
    }
  }
}
