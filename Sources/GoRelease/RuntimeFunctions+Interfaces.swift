/// What converts to interfaces and between them, compares and hashes.
extension RuntimeFunction {
  /// runtime/iface.go.
  static let interfaces = [
    RuntimeFunction("getitab", "func(inter, typ unsafe.Pointer, canfail bool) unsafe.Pointer"),
    RuntimeFunction("convT", "func(typ, value unsafe.Pointer) unsafe.Pointer"),
    RuntimeFunction("convTnoptr", "func(typ, value unsafe.Pointer) unsafe.Pointer"),
    RuntimeFunction("convT16", "func(value uint16) unsafe.Pointer"),
    RuntimeFunction("convT32", "func(value uint32) unsafe.Pointer"),
    RuntimeFunction("convT64", "func(value uint64) unsafe.Pointer"),
    RuntimeFunction("convTstring", "func(value string) unsafe.Pointer"),
    RuntimeFunction("convTslice", "func(value []byte) unsafe.Pointer"),
    // Go 1.22 inlines them in all that calls them, and programs have them no more.
    RuntimeFunction("assertE2I", "func(inter, typ unsafe.Pointer) unsafe.Pointer", 21...21),
    RuntimeFunction("assertE2I2", "func(inter unsafe.Pointer, value any) any", 21...21),
    RuntimeFunction("assertE2I2", "func(inter, typ unsafe.Pointer) unsafe.Pointer", 26...27),
    RuntimeFunction("typeAssert", "func(assert, typ unsafe.Pointer) unsafe.Pointer", 22...27),
    RuntimeFunction(
      "interfaceSwitch", "func(cases, typ unsafe.Pointer) (int, unsafe.Pointer)", 22...27),
  ]

  /// runtime/alg.go, and assembly of internal/bytealg and runtime. The hash functions take the
  /// value's address and a seed.
  static let comparison =
    [
      RuntimeFunction("memequal", "func(p, q unsafe.Pointer, size uintptr) bool"),
      RuntimeFunction("efaceeq", "func(typ, x, y unsafe.Pointer) bool"),
      RuntimeFunction("ifaceeq", "func(tab, x, y unsafe.Pointer) bool"),
      RuntimeFunction("memhash", "func(p unsafe.Pointer, seed, size uintptr) uintptr"),
      RuntimeFunction("typehash", "func(typ, p unsafe.Pointer, seed uintptr) uintptr"),
      RuntimeFunction("complex128div", "func(n, m complex128) complex128"),
    ]
    + [
      "memequal8", "memequal16", "memequal32", "memequal64", "memequal128", "f32equal", "f64equal",
      "c64equal", "c128equal", "strequal", "interequal", "nilinterequal",
    ].map { RuntimeFunction($0, "func(p, q unsafe.Pointer) bool") }
    + [
      "memhash32", "memhash64", "strhash", "interhash", "nilinterhash", "f32hash", "f64hash",
    ].map { RuntimeFunction($0, "func(p unsafe.Pointer, seed uintptr) uintptr") }
}
