import GoRelease

extension TypeTables {
  /// A type that reflection can find by its string.
  public struct Typelink: Sendable, Equatable {
    /// The link's own symbol; nil where it is an entry of moduledata's table.
    public var symbol: String?
    public var type: TypeReference
  }

  /// What a plugin offers.
  public struct Export: Sendable, Equatable {
    public var name: DescriptorName?
    /// A function's own type, a variable's pointer type.
    public var type: TypeReference?
    /// The function or the variable; nil where the file does not say.
    public var value: TypeReference?
  }

  /// The typelinks, in the order of their table.
  public func typelinks() throws(TypeReadError) -> [Typelink] {
    if let module {
      guard let place = try slice(.typelinks, of: module, stride: 4) else { return [] }
      var links: [Typelink] = []
      for index in 0..<place.count {
        let distance = try place.view.number(4 * index, 4, "a typelink")
        guard let region, distance > 0, region.end > region.start,
          distance < region.end - region.start
        else {
          throw .wild(place.view.site(4 * index), what: "a typelink", value: distance)
        }
        links.append(Typelink(type: image.symbols.reference(to: region.start &+ distance)))
      }
      return links
    }
    // One symbol a link; the linker sorts them into its table by name.
    var links: [Typelink] = []
    for symbol in image.symbols.all
    where symbol.name.hasPrefix("go.typelink.") && !symbol.isAbsolute
      && image.contains(symbol.address)
    {
      let view = TypeView(image, symbol)
      guard let type = try view.pointer(0, "a typelink") else { continue }
      links.append(Typelink(symbol: symbol.name, type: type))
    }
    if links.isEmpty { return try linkedTypelinks() }
    return links.sorted {
      Array(($0.symbol ?? "").utf8).lexicographicallyPrecedes(Array(($1.symbol ?? "").utf8))
    }
  }

  /// The table of a program of Go 1.2, between two symbols of its linker.
  private func linkedTypelinks() throws(TypeReadError) -> [Typelink] {
    guard let start = image.symbols["typelink"]?.address,
      let end = image.symbols["etypelink"]?.address, end >= start,
      let count = Int(exactly: (end &- start) / 8), count <= image.storedSize / 8
    else { return [] }
    let view = TypeView(image, at: start)
    var links: [Typelink] = []
    for index in 0..<count {
      guard let type = try view.pointer(8 * index, "a typelink") else { continue }
      links.append(Typelink(type: type))
    }
    return links
  }

  /// A plugin's exports, in the order of their table.
  public func exports(_ reader: inout TypeReader) throws(TypeReadError) -> [Export] {
    let layout = release.modules.pluginTab
    guard layout.size > 0, let nameField = layout[.name], let typeField = layout[.typ] else {
      return []
    }
    var table: (view: TypeView, count: Int)?
    if let module {
      table = try slice(.ptab, of: module, stride: layout.size)
    } else if let symbol = image.symbols["go.plugin.tabs"] ?? image.symbols["go:plugin.tabs"],
      image.contains(symbol.address)
    {
      let view = TypeView(image, symbol)
      table = (view, view.limit / layout.size)
    }
    guard let (view, count) = table else { return [] }
    // A linker drops the second table, which only keeps its targets in the program.
    let values = image.symbols["go.plugin.exports"].map { TypeView(image, $0) }
    let path = try pluginPath()
    var exports: [Export] = []
    for index in 0..<count {
      let record = layout.size * index
      try reader.charge(layout.size, at: view.site(record))
      let name = try reader.regionReference(view, record + nameField.offset, "an export's name")
      let type = try reader.regionReference(view, record + typeField.offset, "an export's type")
      var export = Export(type: type)
      if let name {
        export.name = try reader.name(name, from: view.site(record + nameField.offset))
      }
      if let values, values.limit >= 8 * (index + 1) {
        export.value = try values.pointer(8 * index, "an exported value")
      } else if let path, let text = export.name?.text,
        let symbol = image.symbols["\(path).\(text)"]
      {
        export.value = TypeReference(symbol: symbol.name, address: symbol.address)
      }
      exports.append(export)
    }
    return exports
  }

  /// The path by which a plugin's symbols are found.
  public func pluginPath() throws(TypeReadError) -> String? {
    guard let module, let place = try slice(.pluginpath, of: module, stride: 1), place.count > 0
    else { return nil }
    return String(decoding: try place.view.bytes(0, place.count, "the plugin path"), as: UTF8.self)
  }

  /// The addresses of a module's pclntab; nil where there is none.
  public func pclntab() throws(TypeReadError) -> Range<UInt64>? {
    guard let module, let place = try slice(.pclntable, of: module, stride: 1) else { return nil }
    return place.view.start..<(place.view.start &+ UInt64(place.count))
  }

  /// A module's own GC program, of its data or its zeros.
  public enum Root: String, Sendable, CaseIterable { case gcdata, gcbss }

  public func root(_ root: Root) throws(TypeReadError) -> TypeReference? {
    if let module {
      let view = TypeView(image, at: module)
      return try view.pointer(
        release.modules.moduleData, root == .gcdata ? .gcdata : .gcbss, of: 0)
    }
    return image.symbols[root.rawValue].map {
      TypeReference(symbol: $0.name, address: $0.address)
    }
  }

  /// Where a slice of moduledata lies, checked against the file; nil for an empty one.
  func slice(
    _ field: Field, of module: UInt64, stride: Int
  ) throws(TypeReadError) -> (view: TypeView, count: Int)? {
    guard let place = release.modules.moduleData[field] else { return nil }
    let view = TypeView(image, at: module)
    let what = "moduledata's \(field.rawValue)"
    let count = try view.number(place.offset + 8, 8, "the length of " + what)
    if count == 0 { return nil }
    guard let pointer = try view.pointer(place.offset, what), let address = pointer.address else {
      throw .wild(view.site(place.offset), what: what, value: 0)
    }
    let section = image.segment(at: address)
    guard let section, count <= (section.end &- address) / UInt64(stride),
      let exact = Int(exactly: count), !section.bytes.isEmpty
    else { throw .truncated(view.site(place.offset), what: "\(what), of \(count) entries,") }
    // Such tables have no symbol of their own: reads end with the section.
    return (TypeView(image, from: address), exact)
  }
}
