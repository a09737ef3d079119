import GoRelease
import Testing

/// A record layout without its type of names, as the comparison with Go's sources needs it.
struct DescribedRecord: CustomTestStringConvertible, Sendable {
  var goName: String
  /// In bytes of the Go record, `prefix` included.
  var size: Int
  /// Every name that the library has for fields of the record, in any release.
  var names: [String]
  var fields: [String: Range<Int>]
  /// Bytes of the Go record before what is described: the common part of type descriptors.
  var prefix: Int

  /// The release that has it.
  var release: GoRelease

  var testDescription: String { "\(goName) of Go \(release.name)" }

  init<Name: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ layout: RecordLayout<Name>, of release: GoRelease, after prefix: Int = 0
  ) where Name.RawValue == String {
    self.release = release
    goName = layout.goName
    size = prefix + layout.size
    names = Name.allCases.map { layout.spelled[$0] ?? $0.rawValue }
    self.prefix = prefix
    fields = [:]
    for name in Name.allCases {
      guard let field = layout[name] else { continue }
      let start = prefix + field.offset
      fields[layout.spelled[name] ?? name.rawValue] = start..<start + field.width
    }
  }

  /// Every record of a release.
  static func all(of release: GoRelease) -> [DescribedRecord] {
    let types = release.types
    let common = types.common.size
    func record<Name: RawRepresentable & CaseIterable & Hashable & Sendable>(
      _ layout: RecordLayout<Name>, after prefix: Int = 0
    ) -> DescribedRecord where Name.RawValue == String {
      DescribedRecord(layout, of: release, after: prefix)
    }
    var records = [
      record(types.common),
      record(types.array, after: common),
      record(types.pointer, after: common),
      record(types.slice, after: common),
      record(types.channel, after: common),
      record(types.function, after: common),
      record(types.interface, after: common),
      record(types.structure, after: common),
      record(types.map, after: common),
      record(types.uncommon),
      record(types.interfaceMethod),
      record(types.structMember),
      record(types.method),
      record(types.itab),
      record(release.modules.moduleData),
      record(release.modules.pluginTab), record(release.modules.moduleHash),
    ]
    if let functions = release.functions {
      records += [
        record(functions.header), record(functions.entry), record(functions.function),
        record(functions.inlinedCall), record(functions.bucket),
      ]
    }
    return records
  }
}
