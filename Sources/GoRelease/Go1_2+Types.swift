import GoTypes

/// Go 1.2's type descriptors, as its compiler writes and its runtime reads them
/// (cmd/gc/reflect.c, runtime/type.h, reflect/type.go).
extension TypeLayouts {
  static let go1_2 = TypeLayouts(
    common: RecordLayout(
      "reflect.rtype",
      [
        .field(.size, 8), .field(.hash, 4), .padding(1), .field(.alignment, 1),
        .field(.fieldAlignment, 1), .field(.kind, 1), .field(.algorithm, 8), .field(.gcData, 8),
        .field(.string, 8), .field(.uncommon, 8), .field(.pointerToThis, 8),
      ]),
    array: RecordLayout(
      "reflect.arrayType", [.field(.element, 8), .field(.slice, 8), .field(.length, 8)]),
    pointer: RecordLayout("reflect.ptrType", [.field(.element, 8)]),
    slice: RecordLayout("reflect.sliceType", [.field(.element, 8)]),
    channel: RecordLayout("reflect.chanType", [.field(.element, 8), .field(.direction, 8)]),
    function: RecordLayout(
      "reflect.funcType",
      [.field(.isVariadic, 1), .padding(7), .bytes(.parameters, 24), .bytes(.results, 24)]),
    interface: RecordLayout("reflect.interfaceType", [.bytes(.methods, 24)]),
    structure: RecordLayout("reflect.structType", [.bytes(.fields, 24)]),
    map: RecordLayout(
      "reflect.mapType",
      [.field(.key, 8), .field(.element, 8), .field(.bucket, 8), .field(.header, 8)]),
    uncommon: RecordLayout(
      "reflect.uncommonType", [.field(.name, 8), .field(.packagePath, 8), .bytes(.methods, 24)]),
    interfaceMethod: RecordLayout(
      "reflect.imethod", [.field(.name, 8), .field(.packagePath, 8), .field(.type, 8)]),
    structMember: RecordLayout(
      "reflect.structField",
      [
        .field(.name, 8), .field(.packagePath, 8), .field(.type, 8), .field(.tag, 8),
        .field(.offset, 8),
      ]),
    method: RecordLayout(
      "reflect.method",
      [
        .field(.name, 8), .field(.packagePath, 8), .field(.type, 8), .field(.receiverType, 8),
        .field(.interfaceCode, 8), .field(.directCode, 8),
      ]),
    itab: RecordLayout(
      "runtime.itab",
      [
        .field(.interface, 8), .field(.type, 8), .field(.link, 8), .field(.bad, 4),
        .padding(4), .field(.functions, 8),
      ]))
}

extension TypeRules {
  static let go1_2 = TypeRules(
    flags: .init(
      uncommon: 0, extraStar: 0, named: 0, regularMemory: 0, gcMaskOnDemand: 0, directInterface: 0),
    kindFlags: .init(directInterface: 0, gcProgram: 0, noPointers: 1 << 7), kinds: .all,
    language: LanguageVersion(major: 1, minor: 2),
    layout: LayoutRules(
      complex64Alignment: 8, padsZeroSizedEnd: false, comparesOneAsElement: false),
    notation: TypeNotation(
      members: .methodsByName, quoting: .controls, methodOrder: .byName, keepsEmptyTags: true,
      tellsEmbeddedNames: false),
    maps: .collectorFields(
      MapSizes(entries: 8, longestInline: 128, header: 48, buckets: 24, oldBuckets: 32)),
    madeUpPointersAreCompared: true,
    basicTypesAreTheRuntimes: true, emptyArraysHavePointers: true, namedTypesMayRepeat: false,
    anyIsNamed: false,
    largestSymbolAlignment: 32, symbolPrefix: "type.", unnamedReceiverPrefix: "go.",
    longestPlainSymbol: .max, hash: .md5OfString,
    names: .strings,
    comparison: .algorithms(
      Algorithms(
        symbol: "runtime.algarray", entrySize: 32, memory: 0,
        memoryBySize: [0: 1, 1: 2, 2: 3, 4: 4, 8: 5, 16: 6], notComparable: 7,
        notComparableBySize: [0: 8, 1: 9, 2: 10, 4: 11, 8: 12, 16: 13], string: 14, interface: 15,
        emptyInterface: 16, slice: 17, print: "runtime.memprint",
        copy: "runtime.memcopy",
        copyBySize: [
          1: "runtime.memcopy8", 2: "runtime.memcopy16", 4: "runtime.memcopy32",
          8: "runtime.memcopy64", 16: "runtime.memcopy128",
        ], sizedMemory: nil, float32: 18, float64: 19, complex64: 20, complex128: 21)),
    gcData: .pointerPrograms(
      PointerPrograms(
        end: 0, pointer: 1, plainPointer: 2, arrayStart: 3, arrayNext: 4, call: 5, channel: 6,
        string: 7, emptyInterface: 8, interface: 9, slice: 10, region: 11, stackCapacity: 8,
        longestInline: 32)),
    interfaceTypesArePointers: false, itabs: .none, typesAreLinked: true,
    uncommonPrecedesArrays: false,
    directValues: .words, interfacesHaveCode: true, pointersToPointersMustBeWritten: false,
    unreachableCode: 0, unsafePointerHasPackage: false, structPackage: .ofFirstUnexportedField,
    variadicBit: 0, nameIsExported: 0, nameHasTag: 0, nameHasPackage: 0,
    nameIsEmbedded: 0)
}
