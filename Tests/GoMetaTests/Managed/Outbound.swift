import GoABI
import GoRelease
import GoTypes
import TestSupport

/// The package example.com/outbound: for functions of Go's runtime, `Do_newobject` and so on with
/// the same signatures, which call them; and calls of large values. The host in Hosts/outbound
/// compares what they do with what Go does.
enum Outbound {
  static let path = "example.com/outbound"

  /// Those that the host knows how to check. Not every release has all.
  static let names = [
    "newobject", "newarray", "mallocgc", "makeslice", "makeslicecopy", "growslice", "slicecopy",
    "memmove", "memclrNoHeapPointers", "memclrHasPointers", "typedmemmove", "typedmemclr",
    "typedslicecopy", "wbZero", "wbMove", "SetFinalizer", "GC", "newproc", "Gosched", "Goexit",
    "concatstring2", "concatstring3", "concatstring4", "concatstring5", "concatstrings",
    "concatbyte2", "concatbyte3", "concatbytes", "intstring", "slicebytetostring",
    "stringtoslicebyte", "stringtoslicerune", "slicerunetostring", "countrunes", "decoderune",
    "makemap_small", "makemap", "mapaccess1", "mapaccess2", "mapassign", "mapdelete", "mapclear",
    "mapiterinit", "mapiternext", "mapIterStart", "mapIterNext", "mapaccess1_fast32",
    "mapaccess2_fast32", "mapassign_fast32", "mapdelete_fast32", "mapaccess1_fast64",
    "mapaccess2_fast64", "mapassign_fast64", "mapdelete_fast64", "mapaccess1_faststr",
    "mapaccess2_faststr", "mapassign_faststr", "mapdelete_faststr", "mapassign_fast64ptr",
    "makechan", "chansend1", "chanrecv1", "chanrecv2", "closechan", "chanlen", "chancap",
    "selectnbsend", "selectnbrecv", "getitab", "convT", "convTnoptr", "convT16", "convT32",
    "convT64", "convTstring", "convTslice", "efaceeq", "ifaceeq", "memequal", "memequal8",
    "memequal16", "memequal32", "memequal64", "memequal128", "f32equal", "f64equal", "c64equal",
    "c128equal", "strequal", "interequal", "nilinterequal", "memhash", "memhash32", "memhash64",
    "strhash", "interhash", "nilinterhash", "f32hash", "f64hash", "typehash", "complex128div",
    "gopanic", "panicdivide", "panicshift", "panicdottypeE", "panicdottypeI",
    "panicmakeslicelen", "panicunsafeslicelen", "panicunsafeslicenilptr", "panicunsafestringlen",
    "panicunsafestringnilptr", "goPanicIndex", "goPanicIndexU", "goPanicSliceAlen",
    "goPanicSliceAcap", "goPanicSliceB", "goPanicSliceConvert", "printlock", "printunlock",
    "printsp", "printnl", "printbool", "printint", "printuint", "printhex", "printuintptr",
    "printpointer", "printstring", "printslice", "printeface", "printiface", "printfloat",
    "printcomplex", "printfloat32", "printfloat64", "printcomplex64", "printcomplex128",
  ]

  static func module(release: String) throws -> IRModule {
    let release = try GoRelease(named: release)
    var module = IRModule(path: path)
    module.imports = [
      [
        "example.com/outboundhost/library", "library",
        "func Sum(a [1000]int, k float64, b [3]int8) (int, [3]int8)",
      ]
    ]
    module.declarations = [
      "func Large(f func(a [300]*int, b int8, c [2]string) ([3]int16, *int, [20]*int, string), "
        + "a *[300]*int, c *[2]string) int",
      "func Sum(n int, a *[1000]int) int",
      "func Method(o \(odd), b *[2]float32, c string, d complex128, e *[9]*int) float32",
    ]
    module.code = large
    for (index, name) in names.enumerated() {
      guard let text = release.runtimeFunction(named: "runtime." + name) else { continue }
      module.declarations.append("func Do_\(name)\(text.dropFirst("func".count))")
      module.code += try call(name, text, line: index + 1, release.universe)
    }
    return module
  }

  private static func call(
    _ name: String, _ text: String, line: Int, _ universe: Universe
  ) throws -> String {
    let type = try universe.parseType(text, in: Package(path: path, name: "outbound"))
    guard case .function(let signature) = type else { return "" }
    func words(_ types: [GoType]) throws -> [String] {
      try types.flatMap { type in
        try (ScalarLeaf.leaves(of: type, in: universe) ?? []).map { leaf in
          switch leaf.kind {
          case .integer(let bytes): "i\(8 * bytes)"
          case .pointer, .array: "ptr1"
          case .float32: "float"
          case .float64: "double"
          }
        }
      }
    }
    let parameters = try words(signature.parameters)
    let results = try words(signature.results)
    let result =
      switch results.count {
      case 0: "void"
      case 1: results[0]
      default: "{ \(results.joined(separator: ", ")) }"
      }
    let list = parameters.enumerated().map { "\($1) %p\($0)" }.joined(separator: ", ")
    let value = results.isEmpty ? "" : "%r"
    return """
      declare \(result) @"runtime.\(name)"(\(parameters.joined(separator: ", ")))
      define \(result) @{Do_\(name)}(\(list)) FN(\(line)) {
        \(value)\(results.isEmpty ? "" : " = ")call \(result) @"runtime.\(name)"(\(list)), LN(\(line))
        ret \(result)\(results.isEmpty ? "" : " %r"), LN(\(line))
      }

      """
  }

  private static let odd =
    "interface { Odd(a int8, b [2]float32, c string, d complex128, e [9]*int, f uint16) "
    + "(bool, [2]string, float32) }"

  /// Arguments larger than what is always left of a stack, a recursion around such calls, and a
  /// method that takes and returns all kinds of things.
  private static let large = """
    %large = type { i16, i16, i16, ptr1, [20 x ptr1], ptr1, i64 }
    declare %large @"go.call:func([300]*int, int8, [2]string) ([3]int16, *int, [20]*int, string)"(ptr1, ptr1, i8, ptr1)
    define i64 @{Large}(ptr1 %f, ptr1 %a, ptr1 %c) FN(900) {
      %r = call %large @"go.call:func([300]*int, int8, [2]string) ([3]int16, *int, [20]*int, string)"(ptr1 %f, ptr1 %a, i8 -7, ptr1 %c), LN(901)
      %a0 = extractvalue %large %r, 0
      %a1 = extractvalue %large %r, 1
      %a2 = extractvalue %large %r, 2
      %p = extractvalue %large %r, 3
      %q = extractvalue %large %r, 4, 19
      %l = extractvalue %large %r, 6
      %x0 = sext i16 %a0 to i64
      %x1 = sext i16 %a1 to i64
      %x2 = sext i16 %a2 to i64
      %v = load i64, ptr1 %p, LN(902)
      %w = load i64, ptr1 %q, LN(903)
      %s0 = add i64 %x0, %x1
      %s1 = add i64 %s0, %x2
      %s2 = add i64 %s1, %v
      %s3 = add i64 %s2, %w
      %s4 = add i64 %s3, %l
      ret i64 %s4, LN(904)
    }
    declare { i64, i8, i8, i8 } @"example.com/outboundhost/library.Sum"(ptr1, double, ptr1)
    define i64 @{Sum}(i64 %n, ptr1 %a) FN(910) {
      %b = alloca [3 x i8]
      store [3 x i8] c"\\01\\02\\03", ptr %b, LN(911)
      %bp = addrspacecast ptr %b to ptr1
      %r = call { i64, i8, i8, i8 } @"example.com/outboundhost/library.Sum"(ptr1 %a, double 2.5, ptr1 %bp), LN(912)
      %s = extractvalue { i64, i8, i8, i8 } %r, 0
      %t = extractvalue { i64, i8, i8, i8 } %r, 3
      %u = sext i8 %t to i64
      %v = add i64 %s, %u
      %z = icmp eq i64 %n, 0
      br i1 %z, label %end, label %more, LN(913)
    end:
      ret i64 %v, LN(914)
    more:
      %m = sub i64 %n, 1
      %q = call i64 @{Sum}(i64 %m, ptr1 %a), LN(915)
      %k = add i64 %q, %v
      ret i64 %k, LN(916)
    }
    declare { i8, ptr1, i64, ptr1, i64, float } @"go.method:\(odd).Odd"(ptr1, ptr1, i8, ptr1, ptr1, i64, double, double, ptr1, i16)
    define float @{Method}(ptr1 %t, ptr1 %d, ptr1 %b, ptr1 %s, i64 %l, double %re, double %im, ptr1 %e) FN(920) {
      %r = call { i8, ptr1, i64, ptr1, i64, float } @"go.method:\(odd).Odd"(ptr1 %t, ptr1 %d, i8 -3, ptr1 %b, ptr1 %s, i64 %l, double %re, double %im, ptr1 %e, i16 65535), LN(921)
      %f = extractvalue { i8, ptr1, i64, ptr1, i64, float } %r, 5
      %n = extractvalue { i8, ptr1, i64, ptr1, i64, float } %r, 4
      %g = sitofp i64 %n to float
      %h = fadd float %f, %g
      ret float %h, LN(922)
    }

    """

  static func plugin(_ sample: ReleaseCase) throws -> String {
    try plugins.value(for: sample.testDescription) {
      let folder = try TestFolder()
      let plugin = try module(release: sample.release).plugin(
        in: folder, for: sample.machine, release: sample.release)
      let shared = try SharedFolder.path("outbound-\(sample.machine.rawValue)-\(sample.release).so")
      try Tool.run("cp", [plugin, shared])
      return shared
    }
  }

  private static let plugins = OnceEach<String>()
}
