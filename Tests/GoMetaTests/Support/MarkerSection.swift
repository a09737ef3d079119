import TestSupport

/// The section .go.pcdata of an object as objdump shows it, read by what the format's page says.
struct MarkerSection {
  struct Record {
    var address: UInt64
    var size: UInt32
    var index, value: Int32
  }

  var records: [Record] = []

  init(_ path: String, _ machine: Machine) throws {
    let objdump = machine.binutil("objdump")
    let symbols = try Self.symbols(path, machine)
    var targets: [Int: UInt64] = [:]
    for line in try Tool.run(objdump, ["-r", "-j", ".go.pcdata", path]).lines {
      let fields = line.words
      guard fields.count == 3, fields[1].hasPrefix("R_"), let place = Int(fields[0], radix: 16)
      else { continue }
      let parts = fields[2].split(separator: "+")
      let addend = parts.count > 1 ? UInt64(parts[1].dropFirst(2), radix: 16) ?? 0 : 0
      targets[place] = (symbols[String(parts[0])] ?? 0) + addend
    }
    let bytes = try Self.bytes(path, objdump)
    func number(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
    for start in stride(from: 0, to: bytes.count, by: 24) {
      guard let address = targets[start], start + 24 <= bytes.count else { continue }
      records.append(
        Record(
          address: address, size: number(start + 8), index: Int32(bitPattern: number(start + 12)),
          value: Int32(bitPattern: number(start + 16))))
    }
  }

  /// Where the symbols of .text lie in it; the section itself at 0.
  private static func symbols(_ path: String, _ machine: Machine) throws -> [String: UInt64] {
    var symbols: [String: UInt64] = [".text": 0]
    for line in try Tool.run(machine.binutil("nm"), [path]).lines {
      let fields = line.words
      if fields.count == 3 { symbols[fields[2]] = UInt64(fields[0], radix: 16) }
    }
    return symbols
  }

  private static func bytes(_ path: String, _ objdump: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for line in try Tool.run(objdump, ["-s", "-j", ".go.pcdata", path]).lines
    where line.hasPrefix(" ") {
      // An offset, up to four groups of hexadecimal digits in 36 columns, the characters.
      guard let space = line.dropFirst().firstIndex(of: " ") else { continue }
      let digits = line[line.index(after: space)...].prefix(35).filter { $0.isHexDigit }
      var rest = digits[...]
      while rest.count >= 2 {
        if let byte = UInt8(rest.prefix(2), radix: 16) { bytes.append(byte) }
        rest = rest.dropFirst(2)
      }
    }
    return bytes
  }
}
