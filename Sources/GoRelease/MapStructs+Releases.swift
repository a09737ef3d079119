/// The structs that compilers make up for maps, by release.
extension TypeRules.MapStructs {
  /// cmd/compile/internal/gc/reflect.go: `mapbucket`, `hmap` and `hiter`.
  static let go1_8 = TypeRules.MapStructs(
    entries: 8, longestInline: 128,
    storage: .init(
      name: "bucket",
      fields: [
        .init("topbits", .bytes), .init("keys", .keys), .init("values", .elements),
        .init("overflow", .overflow(isTyped: true)),
      ]),
    header: .init(
      name: "hdr",
      fields: [
        .init("count", .basic(.int)), .init("flags", .basic(.uint8)), .init("B", .basic(.uint8)),
        .init("noverflow", .basic(.uint16)), .init("hash0", .basic(.uint32)),
        .init("buckets", .storagePointer), .init("oldbuckets", .storagePointer),
        .init("nevacuate", .basic(.uintptr)), .init("overflow", .basic(.unsafePointer)),
      ]),
    iterator: .init(
      name: "iter",
      fields: [
        .init("key", .keyPointer), .init("val", .elementPointer), .init("t", .bytePointer),
        .init("h", .headerPointer), .init("buckets", .storagePointer),
        .init("bptr", .storagePointer), .init("overflow0", .basic(.unsafePointer)),
        .init("overflow1", .basic(.unsafePointer)), .init("startBucket", .basic(.uintptr)),
        .init("stuff", .basic(.uintptr)), .init("bucket", .basic(.uintptr)),
        .init("checkBucket", .basic(.uintptr)),
      ]),
    flags: .none)

  /// cmd/compile/internal/reflectdata/reflect.go: `MapBucketType`, `MapType` and `MapIterType`.
  static let go1_21 = TypeRules.MapStructs(
    entries: 8, longestInline: 128, storage: buckets,
    header: .init(
      name: "hdr",
      fields: [
        .init("count", .basic(.int)), .init("flags", .basic(.uint8)), .init("B", .basic(.uint8)),
        .init("noverflow", .basic(.uint16)), .init("hash0", .basic(.uint32)),
        .init("buckets", .storagePointer), .init("oldbuckets", .storagePointer),
        .init("nevacuate", .basic(.uintptr)), .init("extra", .basic(.unsafePointer)),
      ]),
    iterator: .init(
      name: "iter",
      fields: [
        .init("key", .keyPointer), .init("elem", .elementPointer),
        .init("t", .basic(.unsafePointer)), .init("h", .headerPointer),
        .init("buckets", .storagePointer), .init("bptr", .storagePointer),
        .init("overflow", .basic(.unsafePointer)), .init("oldoverflow", .basic(.unsafePointer)),
        .init("startBucket", .basic(.uintptr)), .init("offset", .basic(.uint8)),
        .init("wrapped", .basic(.bool)), .init("B", .basic(.uint8)), .init("i", .basic(.uint8)),
        .init("bucket", .basic(.uintptr)), .init("checkBucket", .basic(.uintptr)),
      ]),
    flags: bucketFlags)

  /// Go 1.22 and 1.23: headers and iterators are types of package runtime.
  static let go1_22 = TypeRules.MapStructs(
    entries: 8, longestInline: 128, storage: buckets, header: nil, iterator: nil,
    flags: bucketFlags)

  /// Since Go 1.24, cmd/compile/internal/reflectdata/map_swiss.go or map.go: `MapGroupType`.
  static let groups = TypeRules.MapStructs(
    entries: 8, longestInline: 128,
    storage: .init(
      name: "group", fields: [.init("ctrl", .basic(.uint64)), .init("slots", .slots)]),
    header: nil, iterator: nil,
    flags: TypeRules.MapFlags(
      indirectKey: 4, indirectElement: 8, reflexiveKey: 0, keyUpdate: 1, hashMightPanic: 2))

  private static let buckets = TypeRules.MapStruct(
    name: "bucket",
    fields: [
      .init("topbits", .bytes), .init("keys", .keys), .init("elems", .elements),
      .init("overflow", .overflow(isTyped: false)),
    ])

  private static let bucketFlags = TypeRules.MapFlags(
    indirectKey: 1, indirectElement: 2, reflexiveKey: 4, keyUpdate: 8, hashMightPanic: 16)
}
