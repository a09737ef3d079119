public import MachineCode
import Symbols

/// A linked image as it stands in memory once the dynamic linker has applied its relocations, from
/// address 0 on. Reads are checked: an address outside the image is an error, not a trap.
public struct MappedImage: Sendable {
  public let object: ObjectFile

  /// A word that the dynamic linker writes.
  public enum Word: Sendable, Equatable {
    case value(UInt64)
    /// The address of a symbol that another image defines.
    case external(String)
  }

  private struct Range: Sendable {
    var start, end: UInt64
    /// Empty for sections that are zeros.
    var bytes: ArraySlice<UInt8>
  }

  private let ranges: [Range]
  private let relocated: [UInt64: Word]
  /// How many bytes the file holds of the image: no table is longer, whatever a length says.
  let storedSize: Int

  public init(_ object: ObjectFile) throws(ModuleReadError) {
    self.object = object
    var ranges: [Range] = []
    do {
      for section in object.sections where section.flags.contains(.alloc) && section.size > 0 {
        let (end, overflow) = section.address.addingReportingOverflow(section.size)
        guard !overflow, !section.flags.contains(.tls) else { continue }
        ranges.append(
          Range(
            start: section.address, end: end, bytes: ArraySlice(try object.contents(of: section))))
      }
      self.ranges = ranges.sorted { $0.start < $1.start }
      self.storedSize = ranges.reduce(0) { $0 &+ $1.bytes.count }
      self.relocated = try Self.dynamicRelocations(object)
    } catch { throw .object("\(error)") }
  }

  /// Entries of `.rela.dyn` that store a whole word: base-relative and symbolic ones.
  private static func dynamicRelocations(
    _ object: ObjectFile
  ) throws(ObjectFileError) -> [UInt64: Word] {
    let (relative, symbolic): (UInt64, UInt64) =
      switch object.architecture {
      case .x86_64: (8, 1)  // R_X86_64_RELATIVE, R_X86_64_64
      case .arm64: (1027, 257)  // R_AARCH64_RELATIVE, R_AARCH64_ABS64
      }
    guard let section = object.section(named: ".rela.dyn") else { return [:] }
    let bytes = ArraySlice(try object.contents(of: section))
    var words: [UInt64: Word] = [:]
    var position = bytes.startIndex
    func word(_ at: Int) -> UInt64 {
      (0..<8).reversed().reduce(0) { $0 << 8 | UInt64(bytes[at + $1]) }
    }
    while bytes.endIndex - position >= 24 {
      let address = word(position)
      let info = word(position + 8)
      let addend = word(position + 16)
      position += 24
      if info & 0xffff_ffff == relative {
        words[address] = .value(addend)
      } else if info & 0xffff_ffff == symbolic {
        guard let index = Int(exactly: info >> 32), index < object.dynamicSymbols.count else {
          continue
        }
        let symbol = object.dynamicSymbols[index]
        words[address] =
          symbol.sectionIndex == .undefined
          ? .external(symbol.name) : .value(symbol.value &+ addend)
      }
    }
    return words
  }

  /// The bytes of a range of addresses.
  public func bytes(at address: UInt64, count: Int) throws(ModuleReadError) -> [UInt8] {
    guard count >= 0, let range = ranges.last(where: { $0.start <= address }),
      address < range.end || (count == 0 && address == range.end),
      UInt64(count) <= range.end - address, count <= max(storedSize, 8)
    else { throw .outside(address: address, count: count) }
    guard !range.bytes.isEmpty else { return [UInt8](repeating: 0, count: count) }
    guard let start = Int(exactly: address - range.start), start <= range.bytes.count - count else {
      throw .outside(address: address, count: count)
    }
    return Array(range.bytes.dropFirst(start).prefix(count))
  }

  /// The same, with the words in them that the dynamic linker writes; a symbol of another image is
  /// 0.
  func relocatedBytes(at address: UInt64, count: Int) throws(ModuleReadError) -> [UInt8] {
    var bytes = try bytes(at: address, count: count)
    var offset = Int(truncatingIfNeeded: (8 &- address & 7) & 7)
    while offset <= bytes.count - 8 {
      if case .value(let value)? = relocated[address &+ UInt64(offset)] {
        bytes.store(value, at: offset)
      }
      offset += 8
    }
    return bytes
  }

  /// The bytes from an address to the next NUL, which must lie before `end`.
  func string(at address: UInt64, before end: UInt64) throws(ModuleReadError) -> [UInt8] {
    guard let range = ranges.last(where: { $0.start <= address }), address < min(range.end, end),
      let start = Int(exactly: address - range.start), start < range.bytes.count,
      let length = Int(exactly: min(range.end, end) - address)
    else { throw .outside(address: address, count: 1) }
    let bytes = range.bytes.dropFirst(start).prefix(length)
    guard let nul = bytes.firstIndex(of: 0) else {
      throw .malformed(what: "string without an end", address: address)
    }
    return Array(bytes[..<nul])
  }

  public func number<T: FixedWidthInteger>(
    _ type: T.Type, at address: UInt64
  ) throws(ModuleReadError) -> T {
    let bytes = try bytes(at: address, count: MemoryLayout<T>.size)
    return T(truncatingIfNeeded: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// The word at an address, after relocation.
  public func word(at address: UInt64) throws(ModuleReadError) -> Word {
    if let word = relocated[address] { return word }
    return .value(try number(UInt64.self, at: address))
  }

  /// The address stored at an address; 0 where another image's symbol stands.
  public func pointer(at address: UInt64) throws(ModuleReadError) -> UInt64 {
    if case .value(let value) = try word(at: address) { return value }
    return 0
  }

  public func contains(_ address: UInt64) -> Bool {
    ranges.contains { $0.start <= address && address < $0.end }
  }
}

/// Why an image's tables cannot be read.
public enum ModuleReadError: Error, Equatable, CustomStringConvertible {
  case object(String)
  case noModule
  case outside(address: UInt64, count: Int)
  case malformed(what: String, address: UInt64)

  public var description: String {
    switch self {
    case .object(let message): message
    case .noModule: "no Go module data in this file (no section .go.module)"
    case .outside(let address, let count):
      "\(count) bytes at address 0x\(String(address, radix: 16)) lie outside the image"
    case .malformed(let what, let address):
      "malformed \(what) at address 0x\(String(address, radix: 16))"
    }
  }
}
