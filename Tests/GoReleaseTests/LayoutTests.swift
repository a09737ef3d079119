import GoRelease
import Testing

/// The layouts of a release are those of its own sources, on every architecture.
@Suite struct LayoutTests {
  static let records = ReleaseSources.releases.flatMap { DescribedRecord.all(of: $0) }

  /// The record as the sources have it, for each architecture.
  private func original(
    of record: DescribedRecord
  ) throws -> [(architecture: String, record: ReleaseSources.Record)] {
    let sources = try ReleaseSources.of(record.release)
    #expect(sources.records.keys.sorted() == ["amd64", "arm64"])
    return try sources.records.map { architecture, records in
      let found = try #require(
        records[record.goName], "\(sources.version) has no struct \(record.goName)")
      return (architecture, found)
    }
  }

  @Test(arguments: ReleaseSources.releases)
  func theSourcesAreOfTheRelease(release: GoRelease) throws {
    #expect(try ReleaseSources.of(release).version.hasPrefix("go\(release.name)."))
  }

  @Test(arguments: records)
  func recordsHaveTheSizeOfTheGoStruct(record: DescribedRecord) throws {
    for (architecture, original) in try original(of: record) {
      #expect(record.size == original.size, "\(record.goName) on \(architecture)")
    }
  }

  @Test(arguments: records)
  func fieldsLieWhereTheGoStructHasThem(record: DescribedRecord) throws {
    for (architecture, original) in try original(of: record) {
      for name in record.names {
        let field = original.fields.first { $0.name == name }
        #expect(
          record.fields[name] == field.map { $0.offset..<$0.offset + $0.width },
          "\(record.goName).\(name) on \(architecture)")
      }
    }
  }

  @Test(arguments: records)
  func everyFieldOfTheGoStructIsDescribed(record: DescribedRecord) throws {
    for (_, original) in try original(of: record) {
      for field in original.fields where record.fields[field.name] == nil {
        let isPadding = field.name == "_" || field.width == 0
        let isCommonPart = field.offset == 0 && field.width == record.prefix
        #expect(isPadding || isCommonPart, "\(record.goName).\(field.name) is not described")
      }
    }
  }
}
