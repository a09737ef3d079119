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

  public init(_ image: TypeImage, release: GoRelease) throws(TypeReadError) {
    self.image = image
    self.release = release
    let module = release.hasModules ? Self.moduleData(image, release) : nil
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

  /// Where moduledata is: the symbol that a linker makes, or our own section; else the word that
  /// points to the pclntab, which is moduledata's first field and is followed by its functab.
  public static func moduleData(_ image: TypeImage, _ release: GoRelease) -> UInt64? {
    for name in ["local.moduledata", "runtime.firstmoduledata"] {
      if let symbol = image.symbols[name], image.segment(at: symbol.address) != nil {
        return symbol.address
      }
    }
    guard image.object.kind != .relocatable else { return nil }
    if let start = image.start(ofSection: ".go.module") { return start }
    guard let tables = release.modules.moduleData[.pclntable],
      let functions = release.modules.moduleData[.ftab]
    else { return nil }
    let pclntab =
      [".gopclntab", ".data.rel.ro.gopclntab"].lazy.compactMap { image.start(ofSection: $0) }.first
      ?? image.symbols["runtime.pclntab"]?.address
    guard let pclntab else { return nil }
    // The header is a word of magic and sizes, and the number of functions.
    let functab = pclntab &+ 16
    for segment in image.segments where !segment.bytes.isEmpty {
      let room = Int(clamping: segment.size) - release.modules.moduleData.size
      guard room >= 0 else { continue }
      for offset in stride(from: 0, through: room, by: 8) {
        let address = segment.start &+ UInt64(offset)
        if image.address(storedAt: address &+ UInt64(tables.offset)) == pclntab,
          image.address(storedAt: address &+ UInt64(functions.offset)) == functab
        {
          return address
        }
      }
    }
    return nil
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
        image.segment(at: symbol.address) != nil
      else { return false }
      if module != nil, let region, symbol.address < region.start || symbol.address >= region.end {
        return false
      }
      last = symbol.address
      return true
    }
  }

  /// Every descriptor of the file: those with symbols and those that its tables lead to, in order
  /// of addresses.
  public func types(_ reader: inout TypeReader) throws(TypeReadError) -> [TypeDescriptor] {
    var addresses = Set<UInt64>()
    for symbol in typeSymbols { addresses.insert(symbol.address) }
    for link in try typelinks() { if let address = link.type.address { addresses.insert(address) } }
    for export in try exports(&reader) {
      if let address = export.type?.address, image.segment(at: address) != nil {
        addresses.insert(address)
      }
    }
    var types: [TypeDescriptor] = []
    for address in addresses.sorted() { types.append(try reader.descriptor(at: address)) }
    return types
  }
}

extension TypeImage {
  /// The address that a word holds, relocated.
  public func address(storedAt address: UInt64) -> UInt64? {
    if let fixup = fixups[address] { return fixup.target.address }
    return number(at: address, width: 8)
  }
}
