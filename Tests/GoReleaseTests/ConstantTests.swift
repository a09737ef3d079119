import GoRelease
import Testing

/// The constants of a release are those of its own sources.
@Suite struct ConstantTests {
  let sources: ReleaseSources
  let release = GoRelease.go1_27
  let functions: FunctionLayouts

  init() throws {
    sources = try ReleaseSources.shared.get()
    functions = try #require(release.functions)
  }

  private func compare(_ values: [(name: String, value: Int64)]) throws {
    for (name, value) in values {
      let original = try #require(
        sources.constants["internal/abi.\(name)"], "\(sources.version) has no internal/abi.\(name)")
      #expect(value == original, "internal/abi.\(name)")
    }
  }

  @Test func flagsAreThoseOfTypeDescriptors() throws {
    let flags = release.typeRules.flags
    try compare([
      ("TFlagUncommon", Int64(flags.uncommon)), ("TFlagExtraStar", Int64(flags.extraStar)),
      ("TFlagNamed", Int64(flags.named)), ("TFlagRegularMemory", Int64(flags.regularMemory)),
      ("TFlagGCMaskOnDemand", Int64(flags.gcMaskOnDemand)),
      ("TFlagDirectIface", Int64(flags.directInterface)),
    ])
  }

  @Test func kindsAreNumberedAsInGo() throws {
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
    try compare(numbers.map { ($0, Int64($1)) })
  }

  @Test func masksAreStaticUpToTheCompilersLimit() throws {
    guard case .masks(let padding, let longest) = release.typeRules.gcData else {
      Issue.record("Go \(release.name) has pointer masks")
      return
    }
    #expect(padding == 8)
    try compare([("MaxPtrmaskBytes", Int64(longest / 8))])
    #expect(longest % 8 == 0)
  }

  @Test func pcdataAndFuncdataAreIndexedAsInGo() throws {
    let (pcdata, funcdata) = (functions.pcdata, functions.funcdata)
    try compare([
      ("PCDATA_UnsafePoint", Int64(pcdata.unsafePoint)),
      ("PCDATA_StackMapIndex", Int64(pcdata.stackMapIndex)),
      ("PCDATA_InlTreeIndex", Int64(pcdata.inlineTreeIndex)),
      ("PCDATA_ArgLiveIndex", Int64(pcdata.argumentLiveIndex)),
      ("UnsafePointUnsafe", Int64(pcdata.unsafePointUnsafe)),
      ("FUNCDATA_ArgsPointerMaps", Int64(funcdata.argumentPointerMaps)),
      ("FUNCDATA_LocalsPointerMaps", Int64(funcdata.localPointerMaps)),
      ("FUNCDATA_InlTree", Int64(funcdata.inlineTree)),
      ("FUNCDATA_ArgInfo", Int64(funcdata.argumentInfo)),
    ])
  }

  @Test func everyIndexIsWithinItsCount() {
    let (pcdata, funcdata) = (functions.pcdata, functions.funcdata)
    let tables = [
      pcdata.unsafePoint, pcdata.stackMapIndex, pcdata.inlineTreeIndex, pcdata.argumentLiveIndex,
    ]
    #expect(tables.allSatisfy { $0 < pcdata.count })
    let data = [
      funcdata.argumentPointerMaps, funcdata.localPointerMaps, funcdata.inlineTree,
      funcdata.argumentInfo,
    ]
    #expect(data.allSatisfy { $0 < funcdata.count })
  }

  @Test func thePclntabIsTheReleases() throws {
    try compare([
      ("CurrentPCLnTabMagic", Int64(functions.magic)),
      ("FuncTabBucketSize", Int64(functions.bucketSize)),
      ("FuncIDWrapper", Int64(functions.wrapperID)),
    ])
  }
}

@Suite struct ReleaseNameTests {
  @Test func supportedReleasesAreFoundByName() throws {
    for release in GoRelease.supported {
      #expect(try GoRelease(named: release.name).name == release.name)
    }
  }

  @Test(arguments: ["", "1", "1.3", "1.99", "go1.27", "1.27.3", "1.27 "])
  func anUnknownReleaseIsRefusedByName(name: String) throws {
    let error = try #require(throws: UnsupportedRelease.self) { try GoRelease(named: name) }
    #expect(error.name == name)
    #expect(error.description.contains("supported: "))
    #expect(!error.description.contains("\n"))
  }
}
