import GoRelease

/// One symbol's data, read field by field: what is at fault is told by symbol and offset.
struct TypeView {
  let image: TypeImage
  /// What errors call it.
  let name: String
  let start: UInt64
  /// In bytes: reads end there.
  let limit: Int

  init(_ image: TypeImage, _ symbol: TypeSymbols.Entry) {
    let end = image.segment(at: symbol.address).map { $0.end &- symbol.address } ?? 0
    self.image = image
    name = symbol.name
    start = symbol.address
    limit = Int(clamping: symbol.size > 0 ? min(symbol.size, end) : end)
  }

  /// The data at an address, to the end of the symbol that stands there, else of its section.
  init(_ image: TypeImage, at address: UInt64) {
    if let symbol = image.symbols.entries(at: address).first(where: { !$0.isAbsolute }) {
      self.init(image, symbol)
    } else {
      self.init(
        image,
        .init(name: "\(image.site(at: address))", address: address, size: 0, isAbsolute: false))
    }
  }

  func site(_ offset: Int) -> TypeReadError.Site { .init(symbol: name, offset: offset) }

  func bytes(_ offset: Int, _ count: Int, _ what: String) throws(TypeReadError) -> ArraySlice<UInt8>
  {
    guard offset >= 0, count >= 0, offset <= limit, count <= limit - offset,
      let bytes = image.bytes(at: start &+ UInt64(offset), count: count)
    else { throw .truncated(site(offset), what: what) }
    return bytes
  }

  /// A number that no relocation changes.
  func number(_ offset: Int, _ width: Int, _ what: String) throws(TypeReadError) -> UInt64 {
    let bytes = try bytes(offset, width, what)
    if let fixup = image.fixups[start &+ UInt64(offset)] {
      throw .relocation(site(offset), what: what, type: fixup.type)
    }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func number<Name>(
    _ layout: RecordLayout<Name>, _ name: Name, of record: Int
  ) throws(TypeReadError) -> UInt64? where Name: RawRepresentable<String> {
    guard let field = layout[name] else { return nil }
    return try number(record + field.offset, min(field.width, 8), name.rawValue)
  }

  /// A pointer; nil for a nil one.
  func pointer(_ offset: Int, _ what: String) throws(TypeReadError) -> TypeReference? {
    let bytes = try bytes(offset, 8, what)
    if let fixup = image.fixups[start &+ UInt64(offset)] {
      guard fixup.kind == .absolute(8) else {
        throw .relocation(site(offset), what: what, type: fixup.type)
      }
      return fixup.target
    }
    let value = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    if value == 0 { return nil }
    // Addresses mean nothing in an object: there every pointer has a relocation.
    guard image.object.kind != .relocatable else {
      throw .wild(site(offset), what: what, value: value)
    }
    if image.segment(at: value) != nil { return image.symbols.reference(to: value) }
    // Just past the end of a section, or an address that the linker was given.
    if value > 0, image.segment(at: value - 1) != nil || !image.symbols.entries(at: value).isEmpty {
      return image.symbols.reference(to: value)
    }
    let reference = image.symbols.reference(to: value)
    guard reference.symbol != nil else { throw .wild(site(offset), what: what, value: value) }
    return reference
  }

  func pointer<Name>(
    _ layout: RecordLayout<Name>, _ name: Name, of record: Int
  ) throws(TypeReadError) -> TypeReference? where Name: RawRepresentable<String> {
    guard let field = layout[name] else { return nil }
    return try pointer(record + field.offset, name.rawValue)
  }
}
