import GoTypes

/// Go 1.27, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_27 = GoRelease(
    name: "1.27",
    types: TypeLayouts(
      common: RecordLayout(
        "internal/abi.Type",
        [
          .field(.size, 8), .field(.pointerBytes, 8), .field(.hash, 4), .field(.flags, 1),
          .field(.alignment, 1), .field(.fieldAlignment, 1), .field(.kind, 1), .field(.equal, 8),
          .field(.gcData, 8), .field(.string, 4), .field(.pointerToThis, 4),
        ]),
      array: RecordLayout(
        "internal/abi.ArrayType", [.field(.element, 8), .field(.slice, 8), .field(.length, 8)]),
      pointer: RecordLayout("internal/abi.PtrType", [.field(.element, 8)]),
      slice: RecordLayout("internal/abi.SliceType", [.field(.element, 8)]),
      channel: RecordLayout("internal/abi.ChanType", [.field(.element, 8), .field(.direction, 8)]),
      function: RecordLayout("internal/abi.FuncType", [.field(.inCount, 2), .field(.outCount, 2)]),
      interface: RecordLayout(
        "internal/abi.InterfaceType", [.field(.packagePath, 8), .field(.methods, 24)]),
      structure: RecordLayout(
        "internal/abi.StructType", [.field(.packagePath, 8), .field(.fields, 24)]),
      map: RecordLayout("internal/abi.MapType", []),
      uncommon: RecordLayout(
        "internal/abi.UncommonType",
        [
          .field(.packagePath, 4), .field(.methodCount, 2), .field(.exportedCount, 2),
          .field(.methodsOffset, 4), .padding(4),
        ], alignment: 4),
      interfaceMethod: RecordLayout(
        "internal/abi.Imethod", [.field(.name, 4), .field(.type, 4)], alignment: 4),
      structMember: RecordLayout(
        "internal/abi.StructField", [.field(.name, 8), .field(.type, 8), .field(.offset, 8)]),
      method: RecordLayout(
        "internal/abi.Method",
        [.field(.name, 4), .field(.type, 4), .field(.interfaceCode, 4), .field(.directCode, 4)],
        alignment: 4),
      itab: RecordLayout(
        "internal/abi.ITab",
        [.field(.interface, 8), .field(.type, 8), .field(.hash, 4), .field(.functions, 8)])),
    typeRules: TypeRules(
      flags: .init(
        uncommon: 1, extraStar: 2, named: 4, regularMemory: 8, gcMaskOnDemand: 16,
        directInterface: 32),
      kindFlags: .init(directInterface: 0, gcProgram: 0, noPointers: 0), kinds: .all,
      language: .newest, layout: .newest, notation: .newest,
      maps: .none, basicTypesAreTheRuntimes: false, emptyArraysHavePointers: false,
      namedTypesMayRepeat: true, largestSymbolAlignment: 8, symbolPrefix: "type:",
      longestPlainSymbol: 14, hash: .sha256OfLinkString,
      names: .records(length: .uleb128), comparison: .equalFunctions,
      gcData: .masks(padding: 8, longest: 128), interfaceTypesArePointers: false,
      itabs: .complete(symbolPrefix: "go:itab."), typesAreLinked: false,
      uncommonPrecedesArrays: true,
      directValues: .pointerWords, interfacesHaveCode: false,
      pointersToPointersMustBeWritten: false, unreachableCode: -1, unsafePointerHasPackage: true,
      structPackage: .ofFirstUnexportedField, variadicBit: 1 << 15, nameIsExported: 1,
      nameHasTag: 2,
      nameHasPackage: 4, nameIsEmbedded: 8),
    functionTable: .lineTable(
      FunctionLayouts(
        magic: 0xffff_fff1,
        header: RecordLayout(
          "runtime.pcHeader",
          [
            .field(.magic, 4), .field(.pad1, 1), .field(.pad2, 1), .field(.minLC, 1),
            .field(.ptrSize, 1), .field(.nfunc, 8), .field(.nfiles, 8), .padding(8),
            .field(.funcnameOffset, 8), .field(.cuOffset, 8), .field(.filetabOffset, 8),
            .field(.pctabOffset, 8), .field(.pclnOffset, 8),
          ]),
        function: RecordLayout(
          "runtime._func",
          [
            .field(.entryOff, 4), .field(.nameOff, 4), .field(.args, 4), .field(.deferreturn, 4),
            .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
            .field(.cuOffset, 4), .field(.startLine, 4), .field(.funcID, 1), .field(.flag, 1),
            .padding(1), .field(.nfuncdata, 1),
          ], alignment: 4),
        bucket: RecordLayout(
          "runtime.findfuncbucket", [.field(.idx, 4), .bytes(.subbuckets, 16)], alignment: 4),
        bucketSize: 4096,
        pcdata: .init(
          unsafePoint: 0, stackMapIndex: 1, inlineTreeIndex: 2, argumentLiveIndex: 3, count: 4,
          unsafePointUnsafe: -2),
        funcdata: .init(
          argumentPointerMaps: 0, localPointerMaps: 1, inlineTree: 3, argumentInfo: 5, count: 6),
        wrapperID: 23)),
    modules: ModuleLayouts(
      moduleData: RecordLayout(
        "runtime.moduledata",
        [
          .field(.pcHeader, 8), .field(.funcnametab, 24), .field(.cutab, 24),
          .field(.filetab, 24), .field(.pctab, 24), .field(.pclntable, 24), .field(.ftab, 24),
          .field(.findfunctab, 8), .field(.minpc, 8), .field(.maxpc, 8),
          .field(.text, 8), .field(.etext, 8), .field(.noptrdata, 8), .field(.enoptrdata, 8),
          .field(.data, 8), .field(.edata, 8), .field(.bss, 8), .field(.ebss, 8),
          .field(.noptrbss, 8), .field(.enoptrbss, 8), .field(.covctrs, 8), .field(.ecovctrs, 8),
          .field(.end, 8), .field(.gcdata, 8), .field(.gcbss, 8),
          .field(.types, 8), .field(.typedesclen, 8), .field(.etypes, 8),
          .field(.itaboffset, 8), .field(.itabsize, 8), .field(.rodata, 8), .field(.gofunc, 8),
          .field(.epclntab, 8), .field(.textsectmap, 24), .field(.ptab, 24),
          .field(.pluginpath, 16), .field(.pkghashes, 24), .field(.inittasks, 24),
          .field(.modulename, 16), .field(.modulehashes, 24), .field(.hasmain, 1),
          .field(.bad, 1), .field(.gcdatamask, 16), .field(.gcbssmask, 16), .field(.typemap, 8),
          .field(.next, 8),
        ]),
      pluginTab: RecordLayout(
        "runtime.ptabEntry", [.field(.name, 4), .field(.typ, 4)], alignment: 4),
      typesPrefix: 8),
    code: .go1_27)
}
