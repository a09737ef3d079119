import GoRelease

/// One symbol's data, read field by field: what is at fault is told by symbol and offset.
struct TypeView {
  let image: TypeImage
  let start: UInt64
  /// In bytes: reads end there.
  let limit: Int
  /// Of `limit` bytes; empty where they are zeros that no file holds, or are not there.
  private let bytes: ArraySlice<UInt8>
  /// The place of the symbol among all; nil where no symbol starts.
  private let symbol: Int?
  /// The first relocation of the data.
  private let firstFixup: Int

  /// The data at an address, to the end of the symbol that stands there, else of its section.
  init(_ image: TypeImage, at address: UInt64) {
    self.init(image, at: address, symbol: image.symbols.index(at: address))
  }

  init(_ image: TypeImage, _ symbol: TypeSymbols.Entry) {
    self.init(image, at: symbol.address)
  }

  /// The data at an address, to the end of the section whatever symbols are there.
  init(_ image: TypeImage, from address: UInt64) { self.init(image, at: address, symbol: nil) }

  private init(_ image: TypeImage, at address: UInt64, symbol: Int?) {
    self.image = image
    self.symbol = symbol
    start = address
    firstFixup = image.fixups.position(address)
    guard let index = image.segmentIndex(at: address) else {
      limit = 0
      bytes = []
      return
    }
    let segment = image.segments[index]
    var size = segment.end &- address
    if let symbol {
      let own = image.symbols.all[symbol].size
      if own > 0 { size = min(own, size) }
    }
    limit = Int(clamping: size)
    let offset = Int(clamping: address &- segment.start)
    guard offset <= segment.bytes.count else {
      bytes = []
      return
    }
    bytes = segment.bytes.dropFirst(offset).prefix(limit)
  }

  /// What errors call it.
  var name: String {
    symbol.map { image.symbols.all[$0].name } ?? "\(image.site(at: start))"
  }

  func site(_ offset: Int) -> TypeReadError.Site {
    guard symbol == nil else { return .init(symbol: name, offset: offset) }
    // Without a symbol of its own it may lie in one.
    let place = image.site(at: start)
    return .init(symbol: place.symbol, offset: place.offset &+ offset)
  }

  func bytes(_ offset: Int, _ count: Int, _ what: String) throws(TypeReadError) -> ArraySlice<UInt8>
  {
    guard offset >= 0, count >= 0, offset <= limit, count <= limit - offset else {
      throw .truncated(site(offset), what: what)
    }
    guard count <= bytes.count - offset else {
      // Zeros that no file holds: none of what is read here is longer.
      guard bytes.isEmpty, count <= 4096 else { throw .truncated(site(offset), what: what) }
      return ArraySlice(repeating: 0, count: count)
    }
    let first = bytes.startIndex + offset
    return bytes[first..<first + count]
  }

  /// What the file has there, whatever relocations make of it.
  private func stored(_ offset: Int, _ width: Int, _ what: String) throws(TypeReadError) -> UInt64 {
    if offset >= 0, offset <= bytes.count, width <= bytes.count - offset {
      return bytes.littleEndian(at: bytes.startIndex + offset, width)
    }
    let slice = try bytes(offset, width, what)
    return slice.littleEndian(at: slice.startIndex, width)
  }

  /// The relocation of a field.
  func fixup(_ offset: Int) -> TypeFixups.Fixup? {
    image.fixups.fixup(at: start &+ UInt64(bitPattern: Int64(offset)), from: firstFixup)
  }

  /// A number that no relocation changes.
  func number(_ offset: Int, _ width: Int, _ what: String) throws(TypeReadError) -> UInt64 {
    let value = try stored(offset, width, what)
    if let fixup = fixup(offset) {
      throw .relocation(site(offset), what: what, type: fixup.type)
    }
    return value
  }

  func number<Name>(
    _ layout: RecordLayout<Name>, _ name: Name, of record: Int
  ) throws(TypeReadError) -> UInt64? where Name: RawRepresentable<String> {
    guard let field = layout[name] else { return nil }
    return try number(record + field.offset, min(field.width, 8), name.rawValue)
  }

  /// A pointer; nil for a nil one.
  func pointer(_ offset: Int, _ what: String) throws(TypeReadError) -> TypeReference? {
    let value = try stored(offset, 8, what)
    if let fixup = fixup(offset) {
      guard fixup.kind == .absolute(8) else {
        throw .relocation(site(offset), what: what, type: fixup.type)
      }
      return image.reference(of: fixup)
    }
    if value == 0 { return nil }
    // Addresses mean nothing in an object: there every pointer has a relocation.
    guard !image.isRelocatable else {
      throw .wild(site(offset), what: what, value: value)
    }
    let reference = image.symbols.reference(to: value)
    // Inside a section, or just past its end, or an address that the linker was given.
    guard reference.symbol != nil || image.contains(value) || image.contains(value - 1) else {
      throw .wild(site(offset), what: what, value: value)
    }
    return reference
  }

  func pointer<Name>(
    _ layout: RecordLayout<Name>, _ name: Name, of record: Int
  ) throws(TypeReadError) -> TypeReference? where Name: RawRepresentable<String> {
    guard let field = layout[name] else { return nil }
    return try pointer(record + field.offset, name.rawValue)
  }

  /// A reference of 4 bytes: a place that a relocation gives, or a number.
  func short(_ offset: Int, _ what: String) throws(TypeReadError) -> ShortReference {
    let value = try stored(offset, 4, what)
    guard let fixup = fixup(offset) else { return .distance(value) }
    guard fixup.kind == .absolute(4) else {
      throw .relocation(site(offset), what: what, type: fixup.type)
    }
    return .place(image.reference(of: fixup))
  }

  enum ShortReference {
    case place(TypeReference)
    case distance(UInt64)
  }
}
