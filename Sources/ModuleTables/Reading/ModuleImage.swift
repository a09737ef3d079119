import FunctionTables
public import GoRelease
import Symbols

/// A module's tables as a linked image holds them, found from its moduledata.
public struct ModuleImage: Sendable {
  public let image: MappedImage
  public let release: GoRelease
  /// The address of moduledata.
  public let address: UInt64

  public typealias Field = ModuleLayouts.ModuleDataField

  /// Finds the moduledata: the first bytes of `.go.module`.
  public init(_ image: MappedImage, release: GoRelease) throws(ModuleReadError) {
    guard let section = image.object.section(named: ".go.module"),
      release.hasModules, section.size >= UInt64(release.modules.moduleData.size)
    else { throw .noModule }
    self.image = image
    self.release = release
    self.address = section.address
  }

  /// A module whose moduledata is at an address.
  public init(
    _ image: MappedImage, release: GoRelease, address: UInt64
  ) throws(ModuleReadError) {
    guard release.hasModules, image.contains(address) else { throw .noModule }
    self.image = image
    self.release = release
    self.address = address
  }

  /// A word of moduledata, such as an address or a slice's first word.
  public func word(_ field: Field, at index: Int = 0) throws(ModuleReadError) -> UInt64 {
    guard let place = release.modules.moduleData[field] else { return 0 }
    return try image.pointer(at: address &+ UInt64(place.offset + 8 * index))
  }

  /// A slice's bytes; `unit` is the size of an element.
  public func slice(_ field: Field, unit: Int = 1) throws(ModuleReadError) -> [UInt8] {
    let count = try word(field, at: 1)
    guard let count = Int(exactly: count), count < 1 << 40 else {
      throw .malformed(what: "length of \(field.rawValue)", address: address)
    }
    if count == 0 { return [] }
    return try image.bytes(at: word(field), count: count * unit)
  }

  public var path: String {
    get throws(ModuleReadError) { String(decoding: try slice(.pluginpath), as: UTF8.self) }
  }

  /// A NUL-terminated string of a table.
  static func string(_ table: [UInt8], at offset: UInt32) -> String? {
    guard let start = Int(exactly: offset), start < table.count,
      let end = table[start...].firstIndex(of: 0)
    else { return nil }
    return String(decoding: table[start..<end], as: UTF8.self)
  }
}
