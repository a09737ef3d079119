/// What ends a function, and what prints.
extension RuntimeFunction {
  /// runtime/panic.go and error.go.
  ///
  /// `gorecover` is not among them: it tells its caller by the address of its arguments, in releases
  /// up to Go 1.25. Nor is `panicwrap`, which reads the name of the method that calls it. Since
  /// Go 1.26 programs have no `goPanicIndex` and its family, as tables beside the code say which
  /// index is out of range: a `runtime.boundsError` can be passed to `gopanic` in all releases.
  static let panics =
    [
      RuntimeFunction("gopanic", "func(value any)"),
      RuntimeFunction("panicdivide", "func()"),
      RuntimeFunction("panicshift", "func()"),
      RuntimeFunction("panicoverflow", "func()"),
      RuntimeFunction("panicdottypeE", "func(have, want, iface unsafe.Pointer)"),
      RuntimeFunction("panicdottypeI", "func(have, want, iface unsafe.Pointer)"),
      RuntimeFunction("panicnildottype", "func(want unsafe.Pointer)"),
      RuntimeFunction("panicmakeslicelen", "func()"),
      RuntimeFunction("panicmakeslicecap", "func()"),
      RuntimeFunction("panicunsafeslicelen", "func()"),
      RuntimeFunction("panicunsafeslicenilptr", "func()"),
      RuntimeFunction("panicunsafestringlen", "func()"),
      RuntimeFunction("panicunsafestringnilptr", "func()"),
      RuntimeFunction("panicrangestate", "func(state int)", 23...27),
      RuntimeFunction("throw", "func(message string)"),
      RuntimeFunction("fatal", "func(message string)"),
    ]
    + [
      "Index", "SliceAlen", "SliceAcap", "SliceB", "Slice3Alen", "Slice3Acap", "Slice3B", "Slice3C",
    ].flatMap { check in
      [
        RuntimeFunction("goPanic\(check)", "func(x, y int)", 21...25),
        RuntimeFunction("goPanic\(check)U", "func(x uint, y int)", 21...25),
      ]
    }
    + [RuntimeFunction("goPanicSliceConvert", "func(x, y int)", 21...25)]

  /// runtime/print.go: all of one call of print or println between `printlock` and `printunlock`.
  static let printing = [
    RuntimeFunction("printlock", "func()"),
    RuntimeFunction("printunlock", "func()"),
    RuntimeFunction("printsp", "func()"),
    RuntimeFunction("printnl", "func()"),
    RuntimeFunction("printbool", "func(v bool)"),
    RuntimeFunction("printint", "func(v int64)"),
    RuntimeFunction("printuint", "func(v uint64)"),
    RuntimeFunction("printhex", "func(v uint64)"),
    RuntimeFunction("printuintptr", "func(v uintptr)"),
    RuntimeFunction("printpointer", "func(v unsafe.Pointer)"),
    RuntimeFunction("printstring", "func(v string)"),
    RuntimeFunction("printslice", "func(v []byte)"),
    RuntimeFunction("printeface", "func(v any)"),
    RuntimeFunction("printiface", "func(v any)"),
    RuntimeFunction("printfloat", "func(v float64)", 21...25),
    RuntimeFunction("printcomplex", "func(v complex128)", 21...25),
    RuntimeFunction("printfloat32", "func(v float32)", 26...27),
    RuntimeFunction("printfloat64", "func(v float64)", 26...27),
    RuntimeFunction("printcomplex64", "func(v complex64)", 26...27),
    RuntimeFunction("printcomplex128", "func(v complex128)", 26...27),
  ]
}
