import GoTypes

/// Go 1.8's type descriptors, as its compiler writes and its runtime reads them
/// (cmd/compile/internal/gc/reflect.go, runtime/type.go).
extension TypeLayouts {
  static let go1_8 = TypeLayouts(
    common: RecordLayout(
      "runtime._type",
      [
        .field(.size, 8), .field(.pointerBytes, 8), .field(.hash, 4), .field(.flags, 1),
        .field(.alignment, 1), .field(.fieldAlignment, 1), .field(.kind, 1),
        .field(.algorithm, 8), .field(.gcData, 8), .field(.string, 4), .field(.pointerToThis, 4),
      ]),
    array: RecordLayout(
      "runtime.arraytype", [.field(.element, 8), .field(.slice, 8), .field(.length, 8)]),
    pointer: RecordLayout("runtime.ptrtype", [.field(.element, 8)]),
    slice: RecordLayout("runtime.slicetype", [.field(.element, 8)]),
    channel: RecordLayout("runtime.chantype", [.field(.element, 8), .field(.direction, 8)]),
    function: RecordLayout("runtime.functype", [.field(.inCount, 2), .field(.outCount, 2)]),
    interface: RecordLayout(
      "runtime.interfacetype", [.field(.packagePath, 8), .bytes(.methods, 24)]),
    structure: RecordLayout("runtime.structtype", [.field(.packagePath, 8), .bytes(.fields, 24)]),
    map: RecordLayout(
      "runtime.maptype",
      [
        .field(.key, 8), .field(.element, 8), .field(.bucket, 8), .field(.header, 8),
        .field(.keySize, 1), .field(.hasIndirectKey, 1), .field(.valueSize, 1),
        .field(.hasIndirectValue, 1), .field(.bucketSize, 2), .field(.hasReflexiveKey, 1),
        .field(.needsKeyUpdate, 1),
      ]),
    uncommon: RecordLayout(
      "runtime.uncommontype",
      [
        .field(.packagePath, 4), .field(.methodCount, 2), .padding(2), .field(.methodsOffset, 4),
        .padding(4),
      ], alignment: 4),
    interfaceMethod: RecordLayout(
      "runtime.imethod", [.field(.name, 4), .field(.type, 4)], alignment: 4),
    structMember: RecordLayout(
      "runtime.structfield", [.field(.name, 8), .field(.type, 8), .field(.offset, 8)]),
    method: RecordLayout(
      "runtime.method",
      [.field(.name, 4), .field(.type, 4), .field(.interfaceCode, 4), .field(.directCode, 4)],
      alignment: 4),
    itab: RecordLayout(
      "runtime.itab",
      [
        .field(.interface, 8), .field(.type, 8), .field(.link, 8), .field(.bad, 4),
        .field(.isInTable, 4), .field(.functions, 8),
      ]))
}

extension TypeRules {
  static let go1_8 = TypeRules(
    flags: .init(
      uncommon: 1, extraStar: 2, named: 4, regularMemory: 0, gcMaskOnDemand: 0, directInterface: 0),
    kindFlags: .init(directInterface: 1 << 5, gcProgram: 1 << 6, noPointers: 1 << 7), kinds: .all,
    language: LanguageVersion(major: 1, minor: 8),
    layout: LayoutRules(
      complex64Alignment: 4, padsZeroSizedEnd: true, comparesOneAsElement: true),
    notation: TypeNotation(
      members: .fieldsByPathMethodsByName, quoting: .printable, methodOrder: .byName,
      keepsEmptyTags: false,
      tellsEmbeddedNames: false),
    maps: .structs(.go1_8), madeUpPointersAreCompared: true,
    basicTypesAreTheRuntimes: false, emptyArraysHavePointers: false,
    namedTypesMayRepeat: true, anyIsNamed: false,
    largestSymbolAlignment: 8, symbolPrefix: "type.", unnamedReceiverPrefix: "go.",
    longestPlainSymbol: .max, hash: .md5OfString,
    names: .records(length: .bigEndian16),
    comparison: .algorithms(
      Algorithms(
        symbol: "runtime.algarray", entrySize: 16, memory: 1,
        memoryBySize: [0: 1, 1: 2, 2: 3, 4: 4, 8: 5, 16: 6], notComparable: 0,
        notComparableBySize: [:], string: 7, interface: 8, emptyInterface: 9, slice: nil, print: "",
        copy: "", copyBySize: [:],
        sizedMemory: .init(hash: "runtime.memhash_varlen", equal: "runtime.memequal_varlen"),
        float32: 10,
        float64: 11, complex64: 12, complex128: 13)),
    gcData: .masks(padding: 1, longest: 16384), interfaceTypesArePointers: true,
    itabs: .filledByRuntime(symbolPrefix: "go.itab.", linkPrefix: "go.itablink."),
    typesAreLinked: false,
    uncommonPrecedesArrays: true, directValues: .pointerShapes, interfacesHaveCode: true,
    pointersToPointersMustBeWritten: true, unreachableCode: 0, unsafePointerHasPackage: false,
    structPackage: .ofNameOrFirstField, variadicBit: 1 << 15, nameIsExported: 1,
    nameHasTag: 2, nameHasPackage: 4, nameIsEmbedded: 0)
}
