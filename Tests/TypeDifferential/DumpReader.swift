/// What is wrong with a dump.
enum DumpError: Error, CustomStringConvertible {
  case malformed(offset: Int)

  var description: String {
    switch self {
    case .malformed(let offset):
      "the dump is malformed at byte \(offset); make it anew with Scripts/dump-types"
    }
  }
}

/// Reads a dump from its start to its end.
struct DumpReader {
  private let bytes: [UInt8]
  private var offset = 0
  var strings: [String] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var malformed: DumpError { .malformed(offset: offset) }

  mutating func number() throws(DumpError) -> UInt64 {
    var (result, shift): (UInt64, UInt64) = (0, 0)
    while offset < bytes.count, shift < 64 {
      let byte = bytes[offset]
      offset += 1
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
    throw malformed
  }

  mutating func signedNumber() throws(DumpError) -> Int64 {
    let number = try number()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  /// A number of things that follow, each of at least a byte.
  mutating func count() throws(DumpError) -> Int {
    let number = try number()
    guard number <= UInt64(bytes.count - offset) else { throw malformed }
    return Int(number)
  }

  private mutating func int() throws(DumpError) -> Int {
    guard let number = Int(exactly: try number()) else { throw malformed }
    return number
  }

  private mutating func bytes(count: Int) throws(DumpError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - offset else { throw malformed }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  mutating func text() throws(DumpError) -> String {
    String(decoding: try bytes(count: try count()), as: UTF8.self)
  }

  mutating func stringIndex() throws(DumpError) -> Int {
    let index = try int()
    guard strings.indices.contains(index) else { throw malformed }
    return index
  }

  mutating func string() throws(DumpError) -> String { strings[try stringIndex()] }

  mutating func expect(_ magic: String) throws(DumpError) {
    guard Array(try bytes(count: magic.utf8.count)) == Array(magic.utf8) else { throw malformed }
  }

  func expectEnd() throws(DumpError) {
    guard offset == bytes.count else { throw malformed }
  }

  mutating func symbol() throws(DumpError) -> TypeDump.Symbol {
    let name = try stringIndex()
    let kind = try string()
    let flags = try number()
    _ = try number()
    let alignment = try int()
    let size = try int()
    // Masks that the runtime makes have no data of their own.
    guard size <= 1 << 24 else { throw malformed }
    var data = Array(try bytes(count: try count()))
    guard data.count <= size else { throw malformed }
    data += [UInt8](repeating: 0, count: size - data.count)
    var relocations: [TypeDump.Relocation] = []
    for _ in 0..<(try count()) { relocations.append(try relocation()) }
    let packageCount = try count()
    for _ in 0..<packageCount { _ = try number() }
    return TypeDump.Symbol(
      name: name, kind: kind, flags: TypeDump.Flags(rawValue: flags), alignment: alignment,
      bytes: data, relocations: relocations.sorted { $0.offset < $1.offset },
      packageCount: packageCount)
  }

  private mutating func relocation() throws(DumpError) -> TypeDump.Relocation {
    let (offset, size) = (try int(), try int())
    let kind: TypeDump.Relocation.Kind
    switch try string() {
    case "R_ADDR": kind = .address
    case "R_ADDROFF": kind = .offset
    case "R_METHODOFF": kind = .methodOffset
    case "R_KEEP": kind = .keep
    case let name: kind = .other(name)
    }
    let isWeak = try number() != 0
    return TypeDump.Relocation(
      offset: offset, size: size, kind: kind, isWeak: isWeak, target: try stringIndex(),
      addend: try signedNumber())
  }
}
