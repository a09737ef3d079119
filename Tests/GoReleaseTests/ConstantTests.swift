import GoRelease
import Testing

/// The constants of a release are those of its own sources.
@Suite struct ConstantTests {
  private func compare(
    _ values: [(name: String, value: Int64)], in release: GoRelease
  ) throws {
    let sources = try ReleaseSources.of(release)
    for (name, value) in values {
      let original = try #require(
        sources.constants["internal/abi.\(name)"],
        "\(sources.version) has no internal/abi.\(name)")
      #expect(value == original, "internal/abi.\(name) of \(sources.version)")
    }
  }

  /// A flag that a release does not have is 0 in its data.
  private func compare(flag: UInt8, _ name: String, in release: GoRelease) throws {
    let sources = try ReleaseSources.of(release)
    #expect(
      Int64(flag) == sources.constants["internal/abi.\(name)"] ?? 0,
      "internal/abi.\(name) of \(sources.version)")
  }

  @Test(arguments: ReleaseSources.releases)
  func flagsAreThoseOfTypeDescriptors(release: GoRelease) throws {
    let flags = release.typeRules.flags
    try compare(
      [
        ("TFlagUncommon", Int64(flags.uncommon)), ("TFlagExtraStar", Int64(flags.extraStar)),
        ("TFlagNamed", Int64(flags.named)), ("TFlagRegularMemory", Int64(flags.regularMemory)),
      ], in: release)
    try compare(flag: flags.gcMaskOnDemand, "TFlagGCMaskOnDemand", in: release)
    try compare(flag: flags.directInterface, "TFlagDirectIface", in: release)
    try compare(flag: release.typeRules.kindFlags.gcProgram, "KindGCProg", in: release)
    if flags.directInterface == 0 {
      try compare(
        [("KindDirectIface", Int64(release.typeRules.kindFlags.directInterface))], in: release)
    }
  }

  @Test(arguments: ReleaseSources.releases)
  func kindsAreNumberedAsInGo(release: GoRelease) throws {
    let kinds = release.typeRules.kinds
    let numbers: [(String, UInt8)] = [
      ("Bool", kinds.bool), ("Int", kinds.int), ("Int8", kinds.int8), ("Int16", kinds.int16),
      ("Int32", kinds.int32), ("Int64", kinds.int64), ("Uint", kinds.uint),
      ("Uint8", kinds.uint8), ("Uint16", kinds.uint16), ("Uint32", kinds.uint32),
      ("Uint64", kinds.uint64), ("Uintptr", kinds.uintptr), ("Float32", kinds.float32),
      ("Float64", kinds.float64), ("Complex64", kinds.complex64),
      ("Complex128", kinds.complex128), ("Array", kinds.array), ("Chan", kinds.channel),
      ("Func", kinds.function), ("Interface", kinds.interface), ("Map", kinds.map),
      ("Pointer", kinds.pointer), ("Slice", kinds.slice), ("String", kinds.string),
      ("Struct", kinds.structure), ("UnsafePointer", kinds.unsafePointer),
    ]
    try compare(numbers.map { ($0, Int64($1)) }, in: release)
  }

  @Test(arguments: ReleaseSources.releases)
  func masksAreStaticUpToTheCompilersLimit(release: GoRelease) throws {
    guard case .masks(_, let longest) = release.typeRules.gcData else {
      Issue.record("Go \(release.name) has pointer masks")
      return
    }
    #expect(longest % 8 == 0)
    let sources = try ReleaseSources.of(release)
    // Up to Go 1.22 the limit is the compiler's own.
    let original =
      sources.constants["internal/abi.MaxPtrmaskBytes"]
      ?? sources.constants["cmd/compile/internal/reflectdata.maxPtrmaskBytes"]
    #expect(Int64(longest / 8) == original)
  }

  @Test(arguments: ReleaseSources.releases)
  func pcdataAndFuncdataAreIndexedAsInGo(release: GoRelease) throws {
    let functions = try #require(release.functions)
    let (pcdata, funcdata) = (functions.pcdata, functions.funcdata)
    try compare(
      [
        ("PCDATA_UnsafePoint", Int64(pcdata.unsafePoint)),
        ("PCDATA_StackMapIndex", Int64(pcdata.stackMapIndex)),
        ("PCDATA_InlTreeIndex", Int64(pcdata.inlineTreeIndex)),
        ("PCDATA_ArgLiveIndex", Int64(try #require(pcdata.argumentLiveIndex))),
        ("UnsafePointUnsafe", Int64(pcdata.unsafePointUnsafe)),
        ("FUNCDATA_ArgsPointerMaps", Int64(funcdata.argumentPointerMaps)),
        ("FUNCDATA_LocalsPointerMaps", Int64(funcdata.localPointerMaps)),
        ("FUNCDATA_InlTree", Int64(funcdata.inlineTree)),
        ("FUNCDATA_ArgInfo", Int64(try #require(funcdata.argumentInfo))),
      ], in: release)
  }

  @Test(arguments: ReleaseSources.releases)
  func everyIndexIsWithinItsCount(release: GoRelease) throws {
    let functions = try #require(release.functions)
    let (pcdata, funcdata) = (functions.pcdata, functions.funcdata)
    let tables = [
      pcdata.unsafePoint, pcdata.stackMapIndex, pcdata.inlineTreeIndex, pcdata.argumentLiveIndex,
    ]
    #expect(tables.allSatisfy { $0 ?? 0 < pcdata.count })
    let data = [
      funcdata.argumentPointerMaps, funcdata.localPointerMaps, funcdata.inlineTree,
      funcdata.argumentInfo,
    ]
    #expect(data.allSatisfy { $0 ?? 0 < funcdata.count })
  }

  @Test(arguments: ReleaseSources.releases)
  func thePclntabIsTheReleases(release: GoRelease) throws {
    let functions = try #require(release.functions)
    try compare([("FuncIDWrapper", Int64(functions.wrapperID))], in: release)
    let sources = try ReleaseSources.of(release)
    // Package runtime, later internal/abi, says how long a bucket is.
    let bucket =
      sources.constants["internal/abi.FuncTabBucketSize"]
      ?? sources.constants["runtime.pcbucketsize"]
    #expect(Int64(functions.bucketSize) == bucket)
    let magic =
      sources.constants["internal/abi.CurrentPCLnTabMagic"]
      ?? sources.constants["debug/gosym.go120magic"]
    #expect(Int64(functions.magic) == magic)
  }
}

@Suite struct ReleaseNameTests {
  @Test func supportedReleasesAreFoundByName() throws {
    for release in GoRelease.supported {
      #expect(try GoRelease(named: release.name).name == release.name)
    }
  }

  @Test(arguments: GoRelease.supported)
  func declarationsMaySayWhatTheReleasesLanguageHas(release: GoRelease) {
    #expect(release.universe.language.description == "Go \(release.name)")
  }

  @Test(arguments: ["", "1", "1.3", "1.99", "go1.27", "1.27.3", "1.27 "])
  func anUnknownReleaseIsRefusedByName(name: String) throws {
    let error = try #require(throws: UnsupportedRelease.self) { try GoRelease(named: name) }
    #expect(error.name == name)
    #expect(error.description.contains("supported: "))
    #expect(!error.description.contains("\n"))
  }
}
