/// Modules that compile, but whose objects make no plugin.
extension RefusedModule {
  static let code = [
    RefusedModule(
      "a call of an undefined function",
      code: """
        declare i64 @puts(i64)
        define i64 @{F}(i64 %n) FN(1) {
          %r = call i64 @puts(i64 %n), LN(2)
          %s = add i64 %r, 1, LN(2)
          ret i64 %s, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "puts", "no object of the plugin defines"]),
    RefusedModule(
      "a tail call of an undefined function",
      code: """
        declare i64 @puts(i64)
        define i64 @{F}(i64 %n) FN(1) {
          %r = tail call i64 @puts(i64 %n), LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "puts", "no object of the plugin defines"]),
    RefusedModule(
      "a call of libm that LLVM makes of an intrinsic",
      code: """
        declare double @llvm.sin.f64(double)
        define i64 @{F}(i64 %n) FN(1) {
          %x = sitofp i64 %n to double, LN(2)
          %y = call double @llvm.sin.f64(double %x), LN(2)
          %z = fptosi double %y to i64, LN(2)
          ret i64 %z, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "sin", "no object of the plugin defines"]),
    RefusedModule(
      "recursion",
      code: """
        define i64 @{F}(i64 %n) NC(1) {
        entry:
          %end = icmp eq i64 %n, 0, LN(2)
          br i1 %end, label %zero, label %more, LN(2)
        zero:
          ret i64 0, LN(2)
        more:
          %m = sub i64 %n, 2, LN(3)
          %r = notail call i64 @{F}(i64 %m), LN(3)
          %s = mul i64 %r, %n, LN(3)
          %t = xor i64 %s, 5, LN(3)
          ret i64 %t, LN(3)
        }
        """, mentions: ["example.com/shapes.F", "recursive", "statepoint-example"]),
    RefusedModule(
      "recursion of two",
      code: """
        define i64 @{F}(i64 %n) noinline NC(1) {
          %r = notail call i64 @other(i64 %n), LN(2)
          %s = mul i64 %r, %n, LN(2)
          ret i64 %s, LN(2)
        }
        define internal i64 @other(i64 %n) noinline NC(4) {
          %end = icmp eq i64 %n, 0, LN(5)
          br i1 %end, label %zero, label %more, LN(5)
        zero:
          ret i64 0, LN(5)
        more:
          %m = sub i64 %n, 2, LN(5)
          %r = notail call i64 @{F}(i64 %m), LN(5)
          %t = xor i64 %r, 5, LN(5)
          ret i64 %t, LN(5)
        }
        """, mentions: ["example.com/shapes.F", "other", "recursive"]),
    RefusedModule(
      "a call through a pointer", declarations: ["func F(p *int) int"],
      code: """
        define i64 @{F}(ptr1 %p) NC(1) {
          %f = load ptr, ptr1 %p, align 8, LN(2)
          %r = call i64 %f(), LN(2)
          %s = add i64 %r, 1, LN(2)
          ret i64 %s, LN(2)
        }
        """,
      mentions: ["example.com/shapes.F", "through a pointer", "by name", "statepoint-example"]),
    RefusedModule(
      "a function that is declared and not defined",
      declarations: ["func F(n int) int", "func Missing()"],
      mentions: ["package example.com/shapes", "example.com/shapes.Missing", "!go.declarations"]),
    RefusedModule(
      "a method that is declared and not defined",
      declarations: ["func F(n int) int", "type T int", "func (t *T) Missing()"],
      mentions: ["package example.com/shapes", "(*T).Missing", "!go.declarations"]),
    RefusedModule(
      "a variable that is declared and not defined",
      declarations: ["func F(n int) int", "var Missing *int"],
      mentions: ["package example.com/shapes", "example.com/shapes.Missing", "!go.declarations"]),
    RefusedModule(
      "an undefined variable of another language",
      code: """
        @elsewhere = external global i64
        define i64 @{F}(i64 %n) FN(1) {
          %r = load i64, ptr @elsewhere, align 8, LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["input.o", "elsewhere", "no object of the plugin defines"]),
    RefusedModule(
      "the address of an undefined function",
      code: """
        declare void @elsewhere()
        define i64 @{F}(i64 %n) FN(1) {
          %r = ptrtoint ptr @elsewhere to i64, LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["input.o", "elsewhere", "no object of the plugin defines"]),
  ]
}
