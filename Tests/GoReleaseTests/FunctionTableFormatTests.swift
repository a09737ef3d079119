import GoRelease
import Testing

/// The formats of the pclntab by release, also of releases of which nothing else is known here.
@Suite struct FunctionTableFormatTests {
  @Test(
    "The magic is that of debug/gosym",
    arguments: zip([2...15, 16...17, 18...19, 20...27], ["12", "116", "118", "120"]))
  func magics(minors: ClosedRange<Int>, version: String) throws {
    let newest = try #require(GoRelease.supported.last)
    let constants = try ReleaseSources.of(newest).constants
    let magic = constants["internal/abi.Go\(version)PCLnTabMagic"]
    for minor in minors {
      #expect(try Int64(FunctionTableFormat(named: "1.\(minor)").magic) == magic)
    }
  }

  @Test("A supported release has its own format", arguments: GoRelease.supported)
  func supported(release: GoRelease) throws {
    switch (try FunctionTableFormat(named: release.name), release.functionTable) {
    case (.symbols(let found), .symbols(let own)): #expect(found == own)
    case (.lineTable(let found), .lineTable(let own)):
      #expect(found.wrapperID == own.wrapperID && found.header.fields == own.header.fields)
    default: Issue.record("the format of Go \(release.name) is of another kind")
    }
  }

  @Test(arguments: [
    "", "1", "1.1", "1.28", "1.02", "2.2", "1.2.1", "go1.16", "1.-2", "1.16 ", "1.99",
  ])
  func anUnknownReleaseIsRefusedByName(name: String) throws {
    let error = try #require(throws: UnsupportedRelease.self) {
      try FunctionTableFormat(named: name)
    }
    #expect(error.name == name && error.description.hasSuffix("supported: 1.2 to 1.27"))
  }

  @Test("The records of Go 1.19 are those of its own sources")
  func records() throws {
    let layouts = try self.layouts("1.19")
    try compare(layouts.header)
    try compare(layouts.entry)
    try compare(layouts.function)
    try compare(layouts.inlinedCall)
    try compare(layouts.bucket)
  }

  private func compare<Name: RawRepresentable & CaseIterable & Hashable & Sendable>(
    _ layout: RecordLayout<Name>
  ) throws where Name.RawValue == String {
    let sources = try ReleaseSources.go1_19.get()
    #expect(sources.version.hasPrefix("go1.19."))
    for (architecture, records) in sources.records {
      let original = try #require(records[layout.goName])
      #expect(layout.size == original.size, "\(layout.goName) on \(architecture)")
      var described: [String: Range<Int>] = [:]
      for name in Name.allCases {
        guard let field = layout[name] else { continue }
        described[layout.spelled[name] ?? name.rawValue] =
          field.offset..<field.offset + field.width
      }
      for field in original.fields where field.name != "_" {
        #expect(
          described.removeValue(forKey: field.name) == field.offset..<field.offset + field.width,
          "\(layout.goName).\(field.name) on \(architecture)")
      }
      #expect(described.isEmpty, "\(layout.goName) on \(architecture)")
    }
  }

  @Test("The constants of Go 1.19 are those of its own sources")
  func constants() throws {
    let layouts = try self.layouts("1.19")
    let constants = try ReleaseSources.go1_19.get().constants
    let values: [(String, Int?)] = [
      ("_PCDATA_UnsafePoint", layouts.pcdata.unsafePoint),
      ("_PCDATA_StackMapIndex", layouts.pcdata.stackMapIndex),
      ("_PCDATA_InlTreeIndex", layouts.pcdata.inlineTreeIndex),
      ("_PCDATA_ArgLiveIndex", layouts.pcdata.argumentLiveIndex),
      ("_PCDATA_UnsafePointUnsafe", Int(layouts.pcdata.unsafePointUnsafe)),
      ("_FUNCDATA_ArgsPointerMaps", layouts.funcdata.argumentPointerMaps),
      ("_FUNCDATA_LocalsPointerMaps", layouts.funcdata.localPointerMaps),
      ("_FUNCDATA_InlTree", layouts.funcdata.inlineTree),
      ("_FUNCDATA_ArgInfo", layouts.funcdata.argumentInfo),
      ("funcID_wrapper", Int(layouts.wrapperID)), ("pcbucketsize", layouts.bucketSize),
    ]
    for (name, value) in values {
      #expect(constants["runtime.\(name)"] == value.map { Int64($0) }, "runtime.\(name)")
    }
  }

  /// There is no toolchain of these to ask; what they share with others is what debug/gosym reads.
  @Test("Records of Go 1.16 and 1.17 hold addresses, and all else of 1.18 lies 4 bytes further")
  func addresses() throws {
    let later = try layouts("1.18")
    for release in ["1.16", "1.17"] {
      let layouts = try self.layouts(release)
      #expect(layouts.hasAddresses && layouts.funcdata.width == 8 && layouts.entry.size == 16)
      #expect(layouts.header[.textStart] == nil && layouts.header.size == later.header.size - 8)
      #expect(layouts.function[.entryOff]?.width == 8)
      for (name, field) in later.function.fields where name != .entryOff {
        let place = layouts.function[name]
        #expect(place?.offset == field.offset + 4 || (name == .flag && release == "1.16"))
        #expect(place?.width == field.width || (name == .flag && release == "1.16"))
      }
      #expect(layouts.inlinedCall.fields == later.inlinedCall.fields)
    }
  }

  private func layouts(_ release: String) throws -> FunctionLayouts {
    guard case .lineTable(let layouts) = try FunctionTableFormat(named: release) else {
      throw UnexpectedFormat()
    }
    return layouts
  }

  private struct UnexpectedFormat: Error {}
}
