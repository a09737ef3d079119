import GoRelease
import MachineCode
import TypeReading

/// Finds which release of Go a file is for.
enum DumpRelease {
  /// The release that is named, unless the file says that it is for another; else what it says.
  static func check(
    _ named: GoRelease?, in object: ObjectFile, _ image: TypeImage
  ) throws -> GoRelease {
    guard let named else { return try find(in: object, image) }
    if let stated = image.buildInfo?.release, stated != named.name {
      throw DumpError.otherRelease(named: named.name, stated: stated)
    }
    return named
  }

  /// Objects of `gometa compile` state it, and what the go command builds since 1.13. Else the
  /// pclntab tells by its magic number and, where releases share one, moduledata do, if only one
  /// release has such.
  static func find(in object: ObjectFile, _ image: TypeImage) throws -> GoRelease {
    if object.kind == .relocatable,
      let record = try ObjectDump.packageRecords(of: object).first
    {
      return try GoRelease(named: record.release)
    }
    if let stated = image.buildInfo?.release { return try GoRelease(named: stated) }
    let fitting = GoRelease.supported.filter {
      $0.hasModules && TypeTables.moduleData(image, $0) != nil
    }
    if object.kind != .relocatable, !fitting.isEmpty {
      guard fitting.count == 1 else { throw DumpError.unknownRelease }
      return fitting[0]
    }
    guard let magic = pclntabMagic(image) else { throw DumpError.unknownRelease }
    let candidates = GoRelease.supported.filter { release in
      switch release.functionTable {
      case .symbols(let layouts): layouts.magic == magic
      case .lineTable(let layouts): layouts.magic == magic
      }
    }
    // An object may hold a pclntab without the moduledata that would be linked to it; a linked file
    // has none only for a release that knows none.
    let found = object.kind == .relocatable ? candidates : candidates.filter { !$0.hasModules }
    guard found.count == 1 else { throw DumpError.unknownRelease }
    return found[0]
  }

  /// The first four bytes of the pclntab, found by its symbol or by its section.
  private static func pclntabMagic(_ image: TypeImage) -> UInt32? {
    var places = ["pclntab", "go.pclntab", "runtime.pclntab"].compactMap {
      image.symbols[$0]?.address
    }
    places += [".gopclntab", ".data.rel.ro.gopclntab"].compactMap { image.start(ofSection: $0) }
    for place in places {
      guard let bytes = image.bytes(at: place, count: 4) else { continue }
      let magic = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      if magic >= 0xffff_fff0 { return magic }
    }
    return nil
  }
}
