import GoRelease
import MachineCode
import TypeReading

/// Finds which release of Go a file is for.
enum DumpRelease {
  /// Objects of `gometa compile` state it. Else the pclntab tells by its magic number, and, where
  /// releases share one, module data do: Go 1.2 has none.
  static func find(in object: ObjectFile) throws -> GoRelease {
    if object.kind == .relocatable,
      let record = try ObjectDump.packageRecords(of: object).first
    {
      return try GoRelease(named: record.release)
    }
    let image = try TypeImage(object)
    guard let magic = pclntabMagic(image) else { throw DumpError.unknownRelease }
    let candidates = GoRelease.supported.filter { release in
      switch release.functionTable {
      case .symbols(let layouts): layouts.magic == magic
      case .lineTable(let layouts): layouts.magic == magic
      }
    }
    // An object may hold a pclntab without the module data that would be linked to it.
    if object.kind == .relocatable, candidates.count > 1 { throw DumpError.unknownRelease }
    // The newest first: a release without modules fits every file.
    let found = candidates.last { release in
      !release.hasModules || release.functions != nil
        || TypeTables.moduleData(image, release) != nil
    }
    guard let found else { throw DumpError.unknownRelease }
    return found
  }

  private static func moduleData(_ image: TypeImage) -> UInt64? {
    image.symbols["local.moduledata"]?.address
      ?? image.symbols["runtime.firstmoduledata"]?.address ?? image.start(ofSection: ".go.module")
  }

  /// The first four bytes of the pclntab: found by its symbol, by its section, or as what the first
  /// word of the module data points to.
  private static func pclntabMagic(_ image: TypeImage) -> UInt32? {
    var places = ["pclntab", "go.pclntab", "runtime.pclntab"].compactMap {
      image.symbols[$0]?.address
    }
    places += [".gopclntab", ".data.rel.ro.gopclntab"].compactMap { image.start(ofSection: $0) }
    if let module = moduleData(image), let table = image.address(storedAt: module) {
      places.append(table)
    }
    for place in places {
      guard let bytes = image.bytes(at: place, count: 4) else { continue }
      let magic = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      if magic >= 0xffff_fff0 { return magic }
    }
    return nil
  }
}
