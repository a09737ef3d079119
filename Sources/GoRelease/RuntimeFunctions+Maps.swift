/// What works on maps and channels.
extension RuntimeFunction {
  /// runtime/map*.go; since Go 1.24 also internal/runtime/maps, which defines some of them. `m` is
  /// the map, `t` the descriptor of its type. An iterator is `hiter` of runtime/map.go, since Go 1.24
  /// `Iter` of internal/runtime/maps.
  static let maps =
    [
      RuntimeFunction("makemap_small", "func() unsafe.Pointer"),
      RuntimeFunction(
        "makemap", "func(t unsafe.Pointer, hint int, m unsafe.Pointer) unsafe.Pointer"),
      RuntimeFunction("mapaccess1", "func(t, m, key unsafe.Pointer) unsafe.Pointer"),
      RuntimeFunction("mapaccess2", "func(t, m, key unsafe.Pointer) (unsafe.Pointer, bool)"),
      RuntimeFunction("mapaccess1_fat", "func(t, m, key, zero unsafe.Pointer) unsafe.Pointer"),
      RuntimeFunction(
        "mapaccess2_fat", "func(t, m, key, zero unsafe.Pointer) (unsafe.Pointer, bool)"),
      RuntimeFunction("mapassign", "func(t, m, key unsafe.Pointer) unsafe.Pointer"),
      RuntimeFunction("mapassign_fast64ptr", "func(t, m, key unsafe.Pointer) unsafe.Pointer"),
      RuntimeFunction("mapdelete", "func(t, m, key unsafe.Pointer)"),
      RuntimeFunction("mapclear", "func(t, m unsafe.Pointer)"),
      RuntimeFunction("mapiterinit", "func(t, m, it unsafe.Pointer)", 21...23),
      RuntimeFunction("mapiternext", "func(it unsafe.Pointer)", 21...23),
      RuntimeFunction("mapIterStart", "func(t, m, it unsafe.Pointer)", 24...27),
      RuntimeFunction("mapIterNext", "func(it unsafe.Pointer)", 24...27),
    ]
    + [("fast32", "uint32"), ("fast64", "uint64"), ("faststr", "string")].flatMap { suffix, key in
      [
        RuntimeFunction(
          "mapaccess1_\(suffix)", "func(t, m unsafe.Pointer, key \(key)) unsafe.Pointer"),
        RuntimeFunction(
          "mapaccess2_\(suffix)", "func(t, m unsafe.Pointer, key \(key)) (unsafe.Pointer, bool)"),
        RuntimeFunction(
          "mapassign_\(suffix)", "func(t, m unsafe.Pointer, key \(key)) unsafe.Pointer"),
        RuntimeFunction("mapdelete_\(suffix)", "func(t, m unsafe.Pointer, key \(key))"),
      ]
    }

  /// runtime/chan.go and select.go. The cases and the order of `selectgo` are locals.
  static let channels = [
    RuntimeFunction("makechan", "func(t unsafe.Pointer, size int) unsafe.Pointer"),
    RuntimeFunction("chansend1", "func(c, elem unsafe.Pointer)"),
    RuntimeFunction("chanrecv1", "func(c, elem unsafe.Pointer)"),
    RuntimeFunction("chanrecv2", "func(c, elem unsafe.Pointer) bool"),
    RuntimeFunction("closechan", "func(c unsafe.Pointer)"),
    RuntimeFunction("chanlen", "func(c unsafe.Pointer) int", 23...27),
    RuntimeFunction("chancap", "func(c unsafe.Pointer) int", 23...27),
    RuntimeFunction("selectnbsend", "func(c, elem unsafe.Pointer) bool"),
    RuntimeFunction("selectnbrecv", "func(elem, c unsafe.Pointer) (selected, received bool)"),
    RuntimeFunction(
      "selectgo",
      "func(cases, order, pcs unsafe.Pointer, nsends, nrecvs int, block bool) (int, bool)"),
    RuntimeFunction("block", "func()"),
  ]
}
