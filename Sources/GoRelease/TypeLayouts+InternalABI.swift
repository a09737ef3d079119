/// The records of package `internal/abi`, which every release since Go 1.21 shares but for maps and
/// the spelling of itabs.
extension TypeLayouts {
  static func internalABI(
    map: RecordLayout<MapField>, itab: RecordLayout<ItabField> = .internalABI
  ) -> TypeLayouts {
    TypeLayouts(
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
      map: map,
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
      itab: itab)
  }
}

extension RecordLayout<TypeLayouts.ItabField> {
  /// Since Go 1.23.
  static let internalABI = RecordLayout(
    "internal/abi.ITab",
    [.field(.interface, 8), .field(.type, 8), .field(.hash, 4), .field(.functions, 8)])

  /// Up to Go 1.22.
  static let runtime = RecordLayout(
    "runtime.itab",
    [.field(.interface, 8), .field(.type, 8), .field(.hash, 4), .field(.functions, 8)],
    spelled: [.interface: "inter", .type: "_type", .hash: "hash", .functions: "fun"])
}

extension RecordLayout<TypeLayouts.MapField> {
  /// Maps of buckets with overflow buckets, up to Go 1.23.
  static let buckets = RecordLayout(
    "internal/abi.MapType",
    [
      .field(.key, 8), .field(.element, 8), .field(.bucket, 8), .field(.hasher, 8),
      .field(.keySize, 1), .field(.valueSize, 1), .field(.bucketSize, 2), .field(.flags, 4),
    ])

  /// Swiss tables: groups of slots that hold a key and an element, Go 1.24 to 1.26.
  static func slots(_ goName: String) -> RecordLayout {
    RecordLayout(
      goName,
      [
        .field(.key, 8), .field(.element, 8), .field(.group, 8), .field(.hasher, 8),
        .field(.groupSize, 8), .field(.slotSize, 8), .field(.elementOffset, 8), .field(.flags, 4),
      ])
  }

  /// Swiss tables whose groups say where keys and elements lie, since Go 1.27.
  static let strides = RecordLayout(
    "internal/abi.MapType",
    [
      .field(.key, 8), .field(.element, 8), .field(.group, 8), .field(.hasher, 8),
      .field(.groupSize, 8), .field(.keysOffset, 8), .field(.keyStride, 8),
      .field(.elementsOffset, 8), .field(.elementStride, 8), .field(.elementOffset, 8),
      .field(.flags, 4),
    ])
}
