import GoRelease

extension TypeTables {
  /// The table by which an interface calls a type's methods (`internal/abi.ITab`).
  public struct Itab: Sendable, Equatable {
    public var symbol: String?
    public var address: UInt64
    public var interface, type: TypeReference?
    /// What only old releases have, and what only new ones have; else nil.
    public var link: TypeReference?
    public var bad, inHash: UInt64?
    public var hash: UInt32?
    /// One for each method of the interface; nil until the runtime fills it in.
    public var functions: [TypeReference?]
  }

  /// A module's itabs in the order of their table, or an object's by its symbols. A program of Go
  /// 1.2 has none: its symbols of such names are caches that the runtime fills.
  public func itabs(_ reader: inout TypeReader) throws(TypeReadError) -> [Itab] {
    guard release.hasModules else { return [] }
    guard let module else { return try symbolItabs(&reader) }
    if release.modules.moduleData[.itaboffset] != nil { return try walkedItabs(&reader) }
    guard let place = try slice(.itablinks, of: module, stride: 8) else { return [] }
    var itabs: [Itab] = []
    for index in 0..<place.count {
      guard let pointer = try place.view.pointer(8 * index, "an itab"),
        let address = pointer.address
      else { throw .wild(place.view.site(8 * index), what: "an itab", value: 0) }
      itabs.append(try itab(TypeView(image, at: address), &reader))
    }
    return itabs
  }

  private func symbolItabs(_ reader: inout TypeReader) throws(TypeReadError) -> [Itab] {
    let prefix: String
    switch release.typeRules.itabs {
    case .none: return []
    case .filledByRuntime(let symbols, _), .complete(let symbols): prefix = symbols
    }
    var itabs: [Itab] = []
    for symbol in image.symbols.all
    where symbol.name.hasPrefix(prefix) && image.contains(symbol.address) {
      itabs.append(try itab(TypeView(image, symbol), &reader))
    }
    return itabs
  }

  /// Itabs that lie one after another in the types' region.
  private func walkedItabs(_ reader: inout TypeReader) throws(TypeReadError) -> [Itab] {
    guard let module, let region else { return [] }
    let view = TypeView(image, at: module)
    let layout = release.modules.moduleData
    let start = try view.number(layout, .itaboffset, of: 0) ?? 0
    let size = try view.number(layout, .itabsize, of: 0) ?? 0
    guard start <= region.end &- region.start, size <= region.end &- region.start &- start else {
      throw .wild(view.site(layout[.itaboffset]?.offset ?? 0), what: "itaboffset", value: start)
    }
    var itabs: [Itab] = []
    var address = region.start &+ start
    let end = address &+ size
    while address < end {
      let itab = try itab(TypeView(image, at: address), &reader)
      address &+= UInt64(
        (release.types.itab[.functions]?.offset ?? 24) + 8 * max(1, itab.functions.count))
      itabs.append(itab)
    }
    return itabs
  }

  private func itab(_ view: TypeView, _ reader: inout TypeReader) throws(TypeReadError) -> Itab {
    let layout = release.types.itab
    try reader.charge(layout.size, at: view.site(0))
    var itab = Itab(
      symbol: image.symbols.entries(at: view.start).first?.name, address: view.start,
      interface: try view.pointer(layout, .interface, of: 0),
      type: try view.pointer(layout, .type, of: 0), link: try view.pointer(layout, .link, of: 0),
      bad: try view.number(layout, .bad, of: 0),
      inHash: try view.number(layout, .isInTable, of: 0),
      hash: try view.number(layout, .hash, of: 0).map { UInt32(truncatingIfNeeded: $0) },
      functions: [])
    let first = layout[.functions]?.offset ?? layout.size
    // How many functions there are is the interface's number of methods, or what the symbol holds.
    var count = 0
    if let address = itab.interface?.address, image.contains(address) {
      count = try reader.methodCount(ofInterfaceAt: address) ?? 0
    } else if let symbol = image.symbols.entries(at: view.start).first, symbol.size > 0 {
      count = max(0, view.limit - first) / 8
    }
    try reader.charge(8 &* count, at: view.site(first))
    for index in 0..<count {
      itab.functions.append(try view.pointer(first + 8 * index, "an itab's function"))
    }
    return itab
  }
}

extension TypeReader {
  /// How many methods an interface has by its descriptor; nil for a type of another kind.
  mutating func methodCount(ofInterfaceAt address: UInt64) throws(TypeReadError) -> Int? {
    let view = TypeView(image, at: address)
    guard try header(view).kind == .interface, let field = layouts.interface[.methods] else {
      return nil
    }
    return try elements(
      view, field, of: layouts.common.size, stride: layouts.interfaceMethod.size, "methods"
    ).offsets.count
  }
}
