public import Symbols

/// The data of an object, of a linked file or of a list of symbols in one address space, with what
/// relocations make of it.
///
/// In objects and lists of symbols nothing has its place yet: there all addresses are made up.
public struct TypeImage: Sendable {
  /// What the data are for; nil where nothing says it.
  public let architecture: Architecture?
  /// Whether a linker has still to lay the data out: every pointer then has a relocation.
  public let isRelocatable: Bool

  /// A section that programs load.
  struct Segment: Sendable {
    var name: String
    var start: UInt64
    var size: UInt64
    /// Empty for sections that are zeros; else of at most `size`.
    var bytes: ArraySlice<UInt8>
    var isCode = false
    var end: UInt64 { start &+ size }
  }

  /// What every view of the image shares, behind one reference: views are many.
  private final class Contents: Sendable {
    let segments: [Segment]
    let fixups: TypeFixups
    let symbols: TypeSymbols

    init(_ segments: [Segment], _ fixups: TypeFixups, _ symbols: TypeSymbols) {
      self.segments = segments
      self.fixups = fixups
      self.symbols = symbols
    }
  }

  private let contents: Contents

  /// In order of addresses; none overlap.
  var segments: [Segment] { contents.segments }
  var fixups: TypeFixups { contents.fixups }
  public var symbols: TypeSymbols { contents.symbols }
  /// How many bytes the file has of the image's data. What is read of it is kept within a multiple.
  public let storedSize: Int

  init(
    architecture: Architecture?, isRelocatable: Bool, segments: [Segment], fixups: TypeFixups,
    symbols: TypeSymbols
  ) {
    self.architecture = architecture
    self.isRelocatable = isRelocatable
    contents = Contents(segments, fixups, symbols)
    storedSize = segments.reduce(0) { $0 &+ $1.bytes.count }
  }

  /// The place in `segments` of the one that holds an address.
  func segmentIndex(at address: UInt64) -> Int? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].start <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0, address < segments[low - 1].end else { return nil }
    return low - 1
  }

  /// The segment that holds an address.
  func segment(at address: UInt64) -> Segment? { segmentIndex(at: address).map { segments[$0] } }

  func contains(_ address: UInt64) -> Bool { segmentIndex(at: address) != nil }

  /// Where the first section of a name starts.
  public func start(ofSection name: String) -> UInt64? {
    segments.first { $0.name == name }?.start
  }

  /// Where the section that holds an address starts, and its name.
  public func section(at address: UInt64) -> (name: String, start: UInt64)? {
    segment(at: address).map { ($0.name, $0.start) }
  }

  /// The bytes at an address; nil when not all of them are in one section.
  public func bytes(at address: UInt64, count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, let index = segmentIndex(at: address) else { return nil }
    let segment = segments[index]
    let offset = address &- segment.start
    guard UInt64(count) <= segment.size &- offset else { return nil }
    if segment.bytes.isEmpty {
      // Zeros that no file holds: none of what is read here is longer.
      return count <= 4096 ? ArraySlice(repeating: 0, count: count) : nil
    }
    guard let start = Int(exactly: offset), start <= segment.bytes.count &- count else {
      return nil
    }
    let first = segment.bytes.startIndex + start
    return segment.bytes[first..<first + count]
  }

  /// The little-endian number at an address, relocations left aside.
  func number(at address: UInt64, width: Int) -> UInt64? {
    guard width <= 8, let bytes = bytes(at: address, count: width) else { return nil }
    return bytes.littleEndian(at: bytes.startIndex, width)
  }

  /// The address that a word holds, relocated; nil where the word is not there, or holds that of
  /// another file's symbol.
  public func address(storedAt address: UInt64) -> UInt64? {
    if let fixup = fixups[address] { return reference(of: fixup).address }
    return number(at: address, width: 8)
  }

  /// Where a relocation leads.
  func reference(of fixup: TypeFixups.Fixup) -> TypeReference {
    switch fixup.target {
    case .place(let address): return symbols.reference(to: address)
    case .symbol(let index, let addend):
      var target = fixups.targets[index]
      // A reference to a section is one to a place in it; but a distance is measured from the
      // field, of whatever is near it.
      if target.symbol == nil, let address = target.address, case .absolute = fixup.kind {
        return symbols.reference(to: address &+ UInt64(bitPattern: addend))
      }
      target.addend = addend
      target.address = target.address.map { $0 &+ UInt64(bitPattern: addend) }
      return target
    }
  }

  /// A place in words for an error: the symbol that covers it, else the section, else the address.
  func site(at address: UInt64) -> TypeReadError.Site {
    let reference = symbols.reference(to: address)
    if let symbol = reference.symbol {
      return .init(symbol: symbol, offset: Int(clamping: reference.addend))
    }
    guard let segment = segment(at: address) else {
      return .init(symbol: "0x" + String(address, radix: 16), offset: 0)
    }
    return .init(symbol: segment.name, offset: Int(clamping: address &- segment.start))
  }
}

extension ArraySlice<UInt8> {
  /// The little-endian number of up to 8 bytes at an index; all of them must be there.
  func littleEndian(at index: Int, _ width: Int) -> UInt64 {
    if width == 8, index >= startIndex, endIndex &- index >= 8 {
      return withUnsafeBytes {
        UInt64(
          littleEndian: $0.loadUnaligned(fromByteOffset: index &- startIndex, as: UInt64.self))
      }
    }
    var value: UInt64 = 0
    for place in (index..<index + width).reversed() { value = value << 8 | UInt64(self[place]) }
    return value
  }
}
