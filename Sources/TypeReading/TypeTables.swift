public import GoRelease

/// Where a file keeps its types: its module's data, if it has one, and its symbols.
public struct TypeTables: Sendable {
  public let image: TypeImage
  public let release: GoRelease
  /// The address of moduledata; nil in objects and in programs of releases without modules.
  public let module: UInt64?
  /// What distances count from.
  public let region: TypeRegion?

  typealias Field = ModuleLayouts.ModuleDataField

  /// - Throws: `TypeReadError.noModuleData` for a linked file whose moduledata is not that of the
  ///   release, where releases differ.
  public init(_ image: TypeImage, release: GoRelease) throws(TypeReadError) {
    self.image = image
    self.release = release
    let module = release.hasModules ? Self.moduleData(image, release) : nil
    if module == nil, release.functions != nil, !image.isRelocatable {
      throw .noModuleData(release: release.name)
    }
    self.module = module
    if let module {
      let view = TypeView(image, at: module)
      let layout = release.modules.moduleData
      region = TypeRegion(
        start: try view.pointer(layout, .types, of: 0)?.address ?? 0,
        end: try view.pointer(layout, .etypes, of: 0)?.address ?? 0,
        text: try view.pointer(layout, .text, of: 0)?.address)
    } else if let first = image.symbols.all.first(where: { Self.isType($0, release) }),
      let segment = image.segment(at: first.address)
    {
      // An object's distances count from the start of the section, as a linker lays it out.
      let start = image.symbols["runtime.types"]?.address ?? segment.start
      region = TypeRegion(start: start, end: segment.end)
    } else {
      region = nil
    }
  }

  public var reader: TypeReader { TypeReader(image, release: release, region: region) }

  /// Where the moduledata of a release is: the symbol that a linker makes, or our own section, or
  /// found by the pclntab that it points to.
  public static func moduleData(_ image: TypeImage, _ release: GoRelease) -> UInt64? {
    ModuleDataSearch(image, release).find()
  }

  /// Whether a symbol is a type's descriptor by its name and place.
  static func isType(_ symbol: TypeSymbols.Entry, _ release: GoRelease) -> Bool {
    let prefix = release.typeRules.symbolPrefix
    guard !symbol.isAbsolute, symbol.name.hasPrefix(prefix) else { return false }
    // `type..gc.…` and the like belong to a type; linkers mark the region's start by `type.*`.
    let rest = symbol.name.dropFirst(prefix.count)
    return !rest.isEmpty && rest.first != "." && rest != "*"
  }

  /// The symbols of descriptors that the file defines, in order of addresses. A module's lie in its
  /// region, whatever else has such a name.
  public var typeSymbols: [TypeSymbols.Entry] {
    var last: UInt64?
    return image.symbols.all.filter { symbol in
      guard Self.isType(symbol, release), symbol.address != last,
        image.contains(symbol.address)
      else { return false }
      if module != nil, let region, symbol.address < region.start || symbol.address >= region.end {
        return false
      }
      last = symbol.address
      return true
    }
  }
}
