import GoRelease

extension TypeTables {
  /// The table by which an interface calls a type's methods (`runtime.itab` of Go 1.8).
  public struct Itab: Sendable, Equatable {
    public var symbol: String?
    public var address: UInt64
    public var interface, type: TypeReference?
    public var link: TypeReference?
    public var bad, inHash: UInt64?
    /// One for each method of the interface; nil until the runtime fills it in.
    public var functions: [TypeReference?]
  }

  private enum ItabField: String, Sendable { case inter, type, link, bad, inhash }

  /// Up to Go 1.9; the functions follow.
  private static let layout = RecordLayout<ItabField>(
    "runtime.itab",
    [
      .field(.inter, 8), .field(.type, 8), .field(.link, 8), .field(.bad, 4), .field(.inhash, 4),
    ])

  /// A module's itabs in the order of their table, or an object's by its symbols. A program of Go
  /// 1.2 has none: its symbols of such names are caches that the runtime fills.
  public func itabs(_ reader: inout TypeReader) throws(TypeReadError) -> [Itab] {
    guard release.hasModules else { return [] }
    var itabs: [Itab] = []
    if let module {
      guard let place = try slice(.itablinks, of: module, stride: 8) else { return [] }
      for index in 0..<place.count {
        guard let pointer = try place.view.pointer(8 * index, "an itab"),
          let address = pointer.address
        else { throw .wild(place.view.site(8 * index), what: "an itab", value: 0) }
        itabs.append(try itab(TypeView(image, at: address), &reader))
      }
      return itabs
    }
    for symbol in image.symbols.all
    where symbol.name.hasPrefix("go.itab.") && image.segment(at: symbol.address) != nil {
      itabs.append(try itab(TypeView(image, symbol), &reader))
    }
    return itabs
  }

  private func itab(_ view: TypeView, _ reader: inout TypeReader) throws(TypeReadError) -> Itab {
    let layout = Self.layout
    var itab = Itab(
      symbol: image.symbols.entries(at: view.start).first?.name, address: view.start,
      interface: try view.pointer(layout, .inter, of: 0),
      type: try view.pointer(layout, .type, of: 0), link: try view.pointer(layout, .link, of: 0),
      bad: try view.number(layout, .bad, of: 0), inHash: try view.number(layout, .inhash, of: 0),
      functions: [])
    // How many functions follow is the interface's number of methods, or the symbol's size.
    var count = 0
    if let address = itab.interface?.address, image.segment(at: address) != nil,
      case .interface(_, _, let methods) = try reader.descriptor(at: address).body
    {
      count = methods.count
    } else if let symbol = image.symbols.entries(at: view.start).first, symbol.size > 0 {
      count = max(0, view.limit - layout.size) / 8
    }
    for index in 0..<count {
      itab.functions.append(try view.pointer(layout.size + 8 * index, "an itab's function"))
    }
    return itab
  }
}
