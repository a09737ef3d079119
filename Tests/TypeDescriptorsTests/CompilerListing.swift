import Foundation

/// The data symbols in what `cmd/compile -S` prints (cmd/internal/obj/objfile.go,
/// `writeSymDebugNamed`): a line with the name and attributes, lines of hex bytes, lines of
/// relocations such as `rel 24+8 t=R_ADDR type:int+0`.
struct CompilerListing {
  struct Relocation: Hashable {
    var offset, width: Int
    /// Without the weak bit.
    var type: String
    var isWeak: Bool
    var target: String
    var addend: Int
  }

  struct Symbol {
    /// As many as the symbol's size: trailing zeros are not printed.
    var bytes: [UInt8] = []
    var relocations: [Relocation] = []
    /// Whether several objects may define it.
    var isDuplicable = false
  }

  struct Failure: Error {
    var line: String
  }

  private static let prefixes = ["type:", "runtime.gcbits.", "go:itab."]
  private static let kinds = [" SRODATA ", " SNOPTRDATA ", " SNOPTRBSS "]

  /// Type descriptors, itabs and what they refer to. Of a symbol that several packages emit, the
  /// first.
  private(set) var symbols: [String: Symbol] = [:]

  init(_ text: Data) throws {
    var current: (name: String, size: Int, symbol: Symbol)?
    func finish() throws {
      guard let (name, size, header) = current else { return }
      var symbol = header
      guard symbol.bytes.count <= size else { throw Failure(line: name) }
      symbol.bytes += [UInt8](repeating: 0, count: size - symbol.bytes.count)
      symbols[name] = symbol
    }
    var package = ""
    try Self.forEachLine(of: text) { line in
      if line.first == UInt8(ascii: "\t") {
        if var symbol = current?.symbol {
          try Self.parse(Self.qualified(line, package), into: &symbol)
          current?.symbol = symbol
        }
        return
      }
      try finish()
      current = nil
      if line.starts(with: "# ".utf8) {
        package = String(decoding: line.dropFirst(2), as: UTF8.self)
      }
      guard Self.prefixes.contains(where: { line.starts(with: $0.utf8) }),
        let header = try Self.header(Self.qualified(line, package)),
        symbols[header.name] == nil
      else { return }
      current = (header.name, header.size, Symbol(isDuplicable: header.isDuplicable))
    }
    try finish()
  }

  /// A line in which numbered names are a package's own: up to Go 1.21 each package counts them
  /// under an empty one.
  private static func qualified(_ line: UnsafeRawBufferPointer, _ package: String) -> String {
    String(decoding: line, as: UTF8.self).replacingOccurrences(
      of: #"type:.namedata.""."#, with: "type:.namedata.\(package).")
  }

  /// Most lines are of code, which is long and of no interest here.
  private static func forEachLine(
    of text: Data, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try text.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count, let base = bytes.baseAddress {
        let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
        let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
        try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        start = end + 1
      }
    }
  }

  /// The name and size, for symbols of data.
  private static func header(
    _ line: String
  ) throws -> (name: String, size: Int, isDuplicable: Bool)? {
    let kind = kinds.lazy.compactMap { line.range(of: $0, options: .backwards) }.first
    guard let kind, let size = line.range(of: "size=", range: kind.upperBound..<line.endIndex)
    else { return nil }
    guard let count = Int(line[size.upperBound...].prefix { $0.isNumber }) else {
      throw Failure(line: line)
    }
    let isDuplicable = line[kind.upperBound..<size.lowerBound].contains("dupok")
    return (String(line[..<kind.lowerBound]), count, isDuplicable)
  }

  private static func parse(_ line: String, into symbol: inout Symbol) throws {
    if line.hasPrefix("\t0x") {
      let columns = line.utf8.drop { $0 != UInt8(ascii: " ") }
      // Three columns a byte, blank beyond the last; then the bytes as characters.
      for index in 0..<16 {
        let column = columns.dropFirst(3 * index + 1).prefix(2)
        guard let text = String(column), let byte = UInt8(text, radix: 16) else { break }
        symbol.bytes.append(byte)
      }
      return
    }
    guard line.hasPrefix("\trel ") else { throw Failure(line: line) }
    let parts = line.dropFirst(5).split(separator: " ", maxSplits: 2)
    guard parts.count == 3, let plus = parts[2].lastIndex(of: "+") else {
      throw Failure(line: line)
    }
    let place = parts[0].split(separator: "+").compactMap { Int($0) }
    guard place.count == 2, let addend = Int(parts[2][plus...].dropFirst()) else {
      throw Failure(line: line)
    }
    var type = String(parts[1].dropFirst(2))
    // The weak bit makes the number negative, and nameless: R_WEAK | R_ADDROFF. Go 1.21 prints
    // nothing but numbers.
    let isWeak = ["RelocType(-32763)", "-32763"].contains(type)
    if isWeak { type = "R_ADDROFF" }
    symbol.relocations.append(
      Relocation(
        offset: place[0], width: place[1], type: type, isWeak: isWeak,
        target: String(parts[2][..<plus]), addend: addend))
  }
}
