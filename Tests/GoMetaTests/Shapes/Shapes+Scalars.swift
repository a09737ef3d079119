extension Shapes {
  /// For each integer type T, a sum in T and a conversion to 64 bits, which must not see what lies
  /// above T in a register.
  static let integers = {
    var part = IRModule()
    let types = [
      ("int8", "i8", true), ("int16", "i16", true), ("int32", "i32", true), ("int64", "i64", true),
      ("int", "i64", true), ("uint8", "i8", false), ("uint16", "i16", false),
      ("uint32", "i32", false), ("uint64", "i64", false), ("uint", "i64", false),
      ("uintptr", "i64", false),
    ]
    for (go, llvm, isSigned) in types {
      let title = go.prefix(1).uppercased() + go.dropFirst()
      let wide = isSigned ? "int64" : "uint64"
      let extend =
        llvm == "i64" ? "add i64 0, %a" : "\(isSigned ? "sext" : "zext") \(llvm) %a to i64"
      part.declarations += [
        "func Add\(title)(a, b \(go)) \(go)", "func Wide\(title)(a \(go)) \(wide)",
      ]
      part.code += """
        define \(llvm) @{Add\(title)}(\(llvm) %a, \(llvm) %b) FN(1) {
          %sum = add \(llvm) %a, %b, LN(1)
          ret \(llvm) %sum, LN(1)
        }
        define i64 @{Wide\(title)}(\(llvm) %a) FN(2) {
          %wide = \(extend), LN(2)
          ret i64 %wide, LN(2)
        }

        """
    }
    part.declarations += [
      "func Not(b bool) bool", "func Exchange(a, b *int)", "func Bump(p *int8)",
    ]
    part.code += """
      define i8 @{Not}(i8 %b) FN(3) {
        %not = xor i8 %b, 1, LN(3)
        ret i8 %not, LN(3)
      }
      define void @{Exchange}(ptr1 %a, ptr1 %b) FN(4) {
        %x = load i64, ptr1 %a, align 8, LN(4)
        %y = load i64, ptr1 %b, align 8, LN(4)
        store i64 %y, ptr1 %a, align 8, LN(4)
        store i64 %x, ptr1 %b, align 8, LN(4)
        ret void, LN(4)
      }
      define void @{Bump}(ptr1 %p) FN(5) {
        %x = load i8, ptr1 %p, align 1, LN(5)
        %y = add i8 %x, 1, LN(5)
        store i8 %y, ptr1 %p, align 1, LN(5)
        ret void, LN(5)
      }
      """
    return part
  }()

  static let floats = IRModule(
    declarations: [
      "func AddFloat32(a, b float32) float32", "func AddFloat64(a, b float64) float64",
      "func Conj64(c complex64) complex64", "func Conj128(c complex128) complex128",
      "func Blend(a int8, x float32, b int64, y float64, c uint16) float64",
    ],
    code: """
      define float @{AddFloat32}(float %a, float %b) FN(10) {
        %sum = fadd float %a, %b, LN(10)
        ret float %sum, LN(10)
      }
      define double @{AddFloat64}(double %a, double %b) FN(11) {
        %sum = fadd double %a, %b, LN(11)
        ret double %sum, LN(11)
      }
      define { float, float } @{Conj64}(float %re, float %im) FN(12) {
        %n = fneg float %im, LN(12)
        %r0 = insertvalue { float, float } poison, float %re, 0, LN(12)
        %r1 = insertvalue { float, float } %r0, float %n, 1, LN(12)
        ret { float, float } %r1, LN(12)
      }
      define { double, double } @{Conj128}(double %re, double %im) FN(13) {
        %n = fneg double %im, LN(13)
        %r0 = insertvalue { double, double } poison, double %re, 0, LN(13)
        %r1 = insertvalue { double, double } %r0, double %n, 1, LN(13)
        ret { double, double } %r1, LN(13)
      }
      define double @{Blend}(i8 %a, float %x, i64 %b, double %y, i16 %c) FN(14) {
        %fa = sitofp i8 %a to double, LN(14)
        %fx = fpext float %x to double, LN(14)
        %fb = sitofp i64 %b to double, LN(14)
        %fc = uitofp i16 %c to double, LN(14)
        %s1 = fadd double %fa, %fx, LN(14)
        %s2 = fadd double %s1, %fb, LN(14)
        %s3 = fadd double %s2, %y, LN(14)
        %s4 = fadd double %s3, %fc, LN(14)
        ret double %s4, LN(14)
      }
      """)

  static let strings = IRModule(
    declarations: [
      "func Tail(s string, n int) string", "func Sum(s []int) int",
      "func Skip(s []int32, n int) []int32", "func Join(a, b string) int",
    ],
    code: """
      define %string @{Tail}(ptr1 %p, i64 %len, i64 %n) FN(20) {
        %q = getelementptr i8, ptr1 %p, i64 %n, LN(20)
        %l = sub i64 %len, %n, LN(20)
        %r0 = insertvalue %string poison, ptr1 %q, 0, LN(20)
        %r1 = insertvalue %string %r0, i64 %l, 1, LN(20)
        ret %string %r1, LN(20)
      }
      define i64 @{Sum}(ptr1 %p, i64 %len, i64 %cap) FN(21) {
      entry:
        br label %test, LN(21)
      test:
        %i = phi i64 [ 0, %entry ], [ %next, %body ]
        %sum = phi i64 [ 0, %entry ], [ %more, %body ]
        %go = icmp slt i64 %i, %len, LN(22)
        br i1 %go, label %body, label %end, LN(22)
      body:
        %at = getelementptr i64, ptr1 %p, i64 %i, LN(23)
        %x = load i64, ptr1 %at, align 8, LN(23)
        %more = add i64 %sum, %x, LN(23)
        %next = add i64 %i, 1, LN(22)
        br label %test, LN(22)
      end:
        ret i64 %sum, LN(24)
      }
      define %slice @{Skip}(ptr1 %p, i64 %len, i64 %cap, i64 %n) FN(26) {
        %q = getelementptr i32, ptr1 %p, i64 %n, LN(26)
        %l = sub i64 %len, %n, LN(26)
        %c = sub i64 %cap, %n, LN(26)
        %r0 = insertvalue %slice poison, ptr1 %q, 0, LN(26)
        %r1 = insertvalue %slice %r0, i64 %l, 1, LN(26)
        %r2 = insertvalue %slice %r1, i64 %c, 2, LN(26)
        ret %slice %r2, LN(26)
      }
      define i64 @{Join}(ptr1 %p, i64 %len, ptr1 %q, i64 %m) FN(27) {
        %a = load i8, ptr1 %p, align 1, LN(27)
        %b = load i8, ptr1 %q, align 1, LN(27)
        %wa = zext i8 %a to i64, LN(27)
        %wb = zext i8 %b to i64, LN(27)
        %h = mul i64 %wa, 1000, LN(27)
        %s = add i64 %h, %wb, LN(27)
        %t = mul i64 %len, 1000000, LN(27)
        %u = add i64 %s, %t, LN(27)
        %v = mul i64 %m, 100000000, LN(27)
        %w = add i64 %u, %v, LN(27)
        ret i64 %w, LN(27)
      }
      """)

  static let interfaces = IRModule(
    declarations: [
      "func Echo(v any) any", "func Pass(ok bool, err error) (int, error)", "func NoError() error",
      "func Choose(first bool, a, b interface{ Error() string }) error",
    ],
    code: """
      define %interface @{Echo}(ptr1 %type, ptr1 %data) FN(30) {
        %r0 = insertvalue %interface poison, ptr1 %type, 0, LN(30)
        %r1 = insertvalue %interface %r0, ptr1 %data, 1, LN(30)
        ret %interface %r1, LN(30)
      }
      define { i64, ptr1, ptr1 } @{Pass}(i8 %ok, ptr1 %type, ptr1 %data) FN(31) {
        %is.ok = icmp ne i8 %ok, 0, LN(31)
        %t = select i1 %is.ok, ptr1 null, ptr1 %type, LN(31)
        %d = select i1 %is.ok, ptr1 null, ptr1 %data, LN(31)
        %n = zext i8 %ok to i64, LN(31)
        %r0 = insertvalue { i64, ptr1, ptr1 } poison, i64 %n, 0, LN(31)
        %r1 = insertvalue { i64, ptr1, ptr1 } %r0, ptr1 %t, 1, LN(31)
        %r2 = insertvalue { i64, ptr1, ptr1 } %r1, ptr1 %d, 2, LN(31)
        ret { i64, ptr1, ptr1 } %r2, LN(31)
      }
      define %interface @{NoError}() FN(32) {
        ret %interface zeroinitializer, LN(32)
      }
      define %interface @{Choose}(i8 %first, ptr1 %at, ptr1 %ad, ptr1 %bt, ptr1 %bd) FN(33) {
        %is = icmp ne i8 %first, 0, LN(33)
        %t = select i1 %is, ptr1 %at, ptr1 %bt, LN(33)
        %d = select i1 %is, ptr1 %ad, ptr1 %bd, LN(33)
        %r0 = insertvalue %interface poison, ptr1 %t, 0, LN(33)
        %r1 = insertvalue %interface %r0, ptr1 %d, 1, LN(33)
        ret %interface %r1, LN(33)
      }
      """)
}
