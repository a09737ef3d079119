extension Shapes {
  static let structs = IRModule(
    declarations: [
      "type Record struct { A int8; B float32; C uint16; D string }",
      "func (r Record) Weight(k int) float64",
      "type Inner struct { X int32; Y int8 }", "type Outer struct { In Inner; Z int64 }",
      "func Turn(o Outer) Outer", "type One struct { V [1]int16; E struct{} }",
      "func Negate(o One) One",
      "type Box struct { P *int }", "func (b Box) Get() int",
      "type Code int8", "func (c Code) Double() Code", "func (c *Code) Increment()",
      "var VRecord Record", "var VOuter Outer", "var VOne One", "var VBox Box", "var VCode Code",
    ],
    code: """
      %Record = type { i8, float, i16, %string }
      @{VRecord} = addrspace(1) global %Record zeroinitializer, align 8
      @{VOuter} = addrspace(1) global { { i32, i8 }, i64 } zeroinitializer, align 8
      @{VOne} = addrspace(1) global [4 x i8] zeroinitializer, align 8
      @{VBox} = addrspace(1) global ptr1 null, align 8
      @{VCode} = addrspace(1) global i8 7, align 1
      define double @{Record.Weight}(i8 %A, float %B, i16 %C, ptr1 %p, i64 %len, i64 %k) FN(40) {
        %fa = sitofp i8 %A to double, LN(40)
        %fb = fpext float %B to double, LN(40)
        %fc = uitofp i16 %C to double, LN(40)
        %fl = sitofp i64 %len to double, LN(40)
        %fk = sitofp i64 %k to double, LN(40)
        %s1 = fadd double %fa, %fb, LN(40)
        %s2 = fadd double %s1, %fc, LN(40)
        %s3 = fadd double %s2, %fl, LN(40)
        %s4 = fmul double %s3, %fk, LN(40)
        ret double %s4, LN(40)
      }
      define { i32, i8, i64 } @{Turn}(i32 %X, i8 %Y, i64 %Z) FN(41) {
        %x = sub i32 0, %X, LN(41)
        %y = sub i8 0, %Y, LN(41)
        %z = sub i64 0, %Z, LN(41)
        %r0 = insertvalue { i32, i8, i64 } poison, i32 %x, 0, LN(41)
        %r1 = insertvalue { i32, i8, i64 } %r0, i8 %y, 1, LN(41)
        %r2 = insertvalue { i32, i8, i64 } %r1, i64 %z, 2, LN(41)
        ret { i32, i8, i64 } %r2, LN(41)
      }
      define i16 @{Negate}(i16 %V) FN(42) {
        %v = sub i16 0, %V, LN(42)
        ret i16 %v, LN(42)
      }
      define i64 @{Box.Get}(ptr1 %P) FN(43) {
        %x = load i64, ptr1 %P, align 8, LN(43)
        ret i64 %x, LN(43)
      }
      define i8 @{Code.Double}(i8 %c) FN(44) {
        %d = shl i8 %c, 1, LN(44)
        ret i8 %d, LN(44)
      }
      define void @{(*Code).Increment}(ptr1 %c) FN(45) {
        %x = load i8, ptr1 %c, align 1, LN(45)
        %y = add i8 %x, 1, LN(45)
        store i8 %y, ptr1 %c, align 1, LN(45)
        ret void, LN(45)
      }
      """)

  static let results = IRModule(
    declarations: [
      "func Divmod(a, b int) (int, int)", "func Describe(n int) (int8, string)",
      "type Bytes struct { A, B, C uint8 }", "func MakeBytes(n uint32) Bytes",
      "type Vector struct { X, Y float32 }", "func Rotate(v Vector) Vector",
      "func Everything(n int) (float32, int8, float64, string)",
    ],
    code: """
      @text = private unnamed_addr addrspace(1) constant [5 x i8] c"shape"
      define { i64, i64 } @{Divmod}(i64 %a, i64 %b) FN(50) {
        %q = sdiv i64 %a, %b, LN(50)
        %m = srem i64 %a, %b, LN(50)
        %r0 = insertvalue { i64, i64 } poison, i64 %q, 0, LN(50)
        %r1 = insertvalue { i64, i64 } %r0, i64 %m, 1, LN(50)
        ret { i64, i64 } %r1, LN(50)
      }
      define { i8, %string } @{Describe}(i64 %n) FN(51) {
        %b = trunc i64 %n to i8, LN(51)
        %r0 = insertvalue { i8, %string } poison, i8 %b, 0, LN(51)
        %r1 = insertvalue { i8, %string } %r0, ptr1 @text, 1, 0, LN(51)
        %r2 = insertvalue { i8, %string } %r1, i64 5, 1, 1, LN(51)
        ret { i8, %string } %r2, LN(51)
      }
      define { i8, i8, i8 } @{MakeBytes}(i32 %n) FN(52) {
        %a = trunc i32 %n to i8, LN(52)
        %n8 = lshr i32 %n, 8, LN(52)
        %b = trunc i32 %n8 to i8, LN(52)
        %n16 = lshr i32 %n, 16, LN(52)
        %c = trunc i32 %n16 to i8, LN(52)
        %r0 = insertvalue { i8, i8, i8 } poison, i8 %a, 0, LN(52)
        %r1 = insertvalue { i8, i8, i8 } %r0, i8 %b, 1, LN(52)
        %r2 = insertvalue { i8, i8, i8 } %r1, i8 %c, 2, LN(52)
        ret { i8, i8, i8 } %r2, LN(52)
      }
      define { float, float } @{Rotate}(float %X, float %Y) FN(53) {
        %n = fneg float %Y, LN(53)
        %r0 = insertvalue { float, float } poison, float %n, 0, LN(53)
        %r1 = insertvalue { float, float } %r0, float %X, 1, LN(53)
        ret { float, float } %r1, LN(53)
      }
      define { float, i8, double, %string } @{Everything}(i64 %n) FN(54) {
        %f = sitofp i64 %n to float, LN(54)
        %b = trunc i64 %n to i8, LN(54)
        %d = fpext float %f to double, LN(54)
        %h = fmul double %d, 0.5, LN(54)
        %r0 = insertvalue { float, i8, double, %string } poison, float %f, 0, LN(54)
        %r1 = insertvalue { float, i8, double, %string } %r0, i8 %b, 1, LN(54)
        %r2 = insertvalue { float, i8, double, %string } %r1, double %h, 2, LN(54)
        %r3 = insertvalue { float, i8, double, %string } %r2, ptr1 @text, 3, 0, LN(54)
        %r4 = insertvalue { float, i8, double, %string } %r3, i64 5, 3, 1, LN(54)
        ret { float, i8, double, %string } %r4, LN(54)
      }
      """)

  /// As many parameters as x86-64 has registers for, and a frame that no new stack has room for.
  static let many = {
    let floats = (1...8).map { "x\($0)" }
    var lines: [String] = []
    var sum = "%f0"
    for (index, name) in floats.enumerated() {
      let scale = Double(1 << index)
      lines += [
        "  %m\(index) = fmul double %\(name), \(scale), LN(60)",
        "  %f\(index + 1) = fadd double \(sum), %m\(index), LN(60)",
      ]
      sum = "%f\(index + 1)"
    }
    return IRModule(
      declarations: [
        "func Many(a int8, b uint16, c int32, d int64, e *int, f bool, "
          + "\(floats.joined(separator: ", ")) float64) float64"
      ],
      code: """
        define double @{Many}(i8 %a, i16 %b, i32 %c, i64 %d, ptr1 %e, i8 %f,
            \(floats.map { "double %\($0)" }.joined(separator: ", "))) FN(60) {
          %local = alloca [4096 x i64], align 8
          %at = getelementptr [4096 x i64], ptr %local, i64 0, i64 9
          store volatile i64 %d, ptr %at, align 8, LN(60)
          %wa = sext i8 %a to i64, LN(60)
          %wb = zext i16 %b to i64, LN(60)
          %wc = sext i32 %c to i64, LN(60)
          %we = load i64, ptr1 %e, align 8, LN(60)
          %wf = zext i8 %f to i64, LN(60)
          %s1 = add i64 %wa, %wb, LN(60)
          %s2 = add i64 %s1, %wc, LN(60)
          %s3 = add i64 %s2, %d, LN(60)
          %s4 = add i64 %s3, %we, LN(60)
          %s5 = add i64 %s4, %wf, LN(60)
          %f0 = sitofp i64 %s5 to double, LN(60)
        \(lines.joined(separator: "\n"))
          ret double \(sum), LN(60)
        }
        """)
  }()
}
