/// What makes, moves and clears values.
extension RuntimeFunction {
  /// runtime/malloc.go, slice.go, mbarrier.go and proc.go. `wbZero` and `wbMove` are the barriers
  /// alone, before memory is cleared or copied by other means.
  static let memory = [
    RuntimeFunction("newobject", "func(typ unsafe.Pointer) unsafe.Pointer"),
    RuntimeFunction("newarray", "func(typ unsafe.Pointer, n int) unsafe.Pointer"),
    RuntimeFunction(
      "mallocgc", "func(size uintptr, typ unsafe.Pointer, needzero bool) unsafe.Pointer"),
    RuntimeFunction("makeslice", "func(elem unsafe.Pointer, len, cap int) unsafe.Pointer"),
    RuntimeFunction(
      "makeslicecopy",
      "func(elem unsafe.Pointer, tolen, fromlen int, from unsafe.Pointer) unsafe.Pointer"),
    RuntimeFunction(
      "growslice",
      "func(old unsafe.Pointer, newLen, oldCap, num int, elem unsafe.Pointer) []byte"),
    RuntimeFunction(
      "slicecopy",
      "func(to unsafe.Pointer, toLen int, from unsafe.Pointer, fromLen int, width uintptr) int"),
    RuntimeFunction("memmove", "func(to, from unsafe.Pointer, n uintptr)"),
    RuntimeFunction("memclrNoHeapPointers", "func(ptr unsafe.Pointer, n uintptr)"),
    RuntimeFunction("memclrHasPointers", "func(ptr unsafe.Pointer, n uintptr)"),
    RuntimeFunction("typedmemmove", "func(typ, dst, src unsafe.Pointer)"),
    RuntimeFunction("typedmemclr", "func(typ, ptr unsafe.Pointer)"),
    RuntimeFunction(
      "typedslicecopy",
      "func(elem, dst unsafe.Pointer, dstLen int, src unsafe.Pointer, srcLen int) int"),
    RuntimeFunction("wbZero", "func(typ, dst unsafe.Pointer)"),
    RuntimeFunction("wbMove", "func(typ, dst, src unsafe.Pointer)"),
    RuntimeFunction("SetFinalizer", "func(obj, finalizer any)"),
    RuntimeFunction("GC", "func()"),
    RuntimeFunction("newproc", "func(fn unsafe.Pointer)"),
    RuntimeFunction("Gosched", "func()"),
    RuntimeFunction("Goexit", "func()"),
  ]

  /// runtime/string.go and utf8.go. A buffer for short results may be nil.
  static let strings = [
    RuntimeFunction("concatstring2", "func(buf unsafe.Pointer, a0, a1 string) string"),
    RuntimeFunction("concatstring3", "func(buf unsafe.Pointer, a0, a1, a2 string) string"),
    RuntimeFunction("concatstring4", "func(buf unsafe.Pointer, a0, a1, a2, a3 string) string"),
    RuntimeFunction("concatstring5", "func(buf unsafe.Pointer, a0, a1, a2, a3, a4 string) string"),
    RuntimeFunction("concatstrings", "func(buf unsafe.Pointer, a []string) string"),
    RuntimeFunction("concatbyte2", "func(a0, a1 string) []byte", 24...24),
    RuntimeFunction("concatbyte3", "func(a0, a1, a2 string) []byte", 24...24),
    RuntimeFunction("concatbytes", "func(a []string) []byte", 24...24),
    RuntimeFunction("concatbyte2", "func(buf unsafe.Pointer, a0, a1 string) []byte", 25...27),
    RuntimeFunction("concatbyte3", "func(buf unsafe.Pointer, a0, a1, a2 string) []byte", 25...27),
    RuntimeFunction("concatbytes", "func(buf unsafe.Pointer, a []string) []byte", 25...27),
    RuntimeFunction("intstring", "func(buf unsafe.Pointer, v int64) string"),
    RuntimeFunction("slicebytetostring", "func(buf, ptr unsafe.Pointer, n int) string"),
    RuntimeFunction("stringtoslicebyte", "func(buf unsafe.Pointer, s string) []byte"),
    RuntimeFunction("stringtoslicerune", "func(buf unsafe.Pointer, s string) []rune"),
    RuntimeFunction("slicerunetostring", "func(buf unsafe.Pointer, a []rune) string"),
    RuntimeFunction("countrunes", "func(s string) int"),
    RuntimeFunction("decoderune", "func(s string, k int) (r rune, pos int)"),
  ]
}
