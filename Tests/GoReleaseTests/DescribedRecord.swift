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

  var testDescription: String { goName }

  init<Name: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ layout: RecordLayout<Name>, after prefix: Int = 0
  ) where Name.RawValue == String {
    goName = layout.goName
    size = prefix + layout.size
    names = Name.allCases.map(\.rawValue)
    self.prefix = prefix
    fields = [:]
    for name in Name.allCases {
      guard let field = layout[name] else { continue }
      let start = prefix + field.offset
      fields[name.rawValue] = start..<start + field.width
    }
  }

  /// Every record of a release.
  static func all(of release: GoRelease) -> [DescribedRecord] {
    let types = release.types
    let common = types.common.size
    var records = [
      DescribedRecord(types.common),
      DescribedRecord(types.array, after: common),
      DescribedRecord(types.pointer, after: common),
      DescribedRecord(types.slice, after: common),
      DescribedRecord(types.channel, after: common),
      DescribedRecord(types.function, after: common),
      DescribedRecord(types.interface, after: common),
      DescribedRecord(types.structure, after: common),
      DescribedRecord(types.uncommon),
      DescribedRecord(types.interfaceMethod),
      DescribedRecord(types.structMember),
      DescribedRecord(types.method),
      DescribedRecord(types.itab),
      DescribedRecord(release.modules.moduleData),
      DescribedRecord(release.modules.pluginTab),
    ]
    if let functions = release.functions {
      records += [
        DescribedRecord(functions.header), DescribedRecord(functions.function),
        DescribedRecord(functions.bucket),
      ]
    }
    return records
  }
}
