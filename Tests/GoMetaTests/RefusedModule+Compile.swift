/// Modules that the compile step refuses.
extension RefusedModule {
  static let contract = [
    RefusedModule(
      "malformed declaration", declarations: ["func F(n int) int", "type T struct { X, }"],
      mentions: ["input.ll", "!go.declarations: declaration 2, 1:20", "name of a field"]),
    RefusedModule(
      "undeclared type in a declaration", declarations: ["func F(n int) int", "var V *Missing"],
      mentions: ["!go.declarations", "Missing"]),
    RefusedModule(
      "undeclared type in a reference",
      code: "@\"go.type:map[string]*Missing\" = external constant i8\n" + RefusedModule.function,
      mentions: ["go.type:map[string]*Missing", "Missing"]),
    RefusedModule(
      "no package", text: fine.text.replacing("!go.package =", with: "!package ="),
      mentions: ["input.ll", "!go.package"]),
    RefusedModule(
      "a package of one string",
      text: fine.text.replacing(/!go\.package = !\{(!\d+)\}/) {
        "!go.package = !{\($0.output.1), \($0.output.1)}"
      },
      mentions: ["input.ll", "!go.package"]),
    RefusedModule(
      "unknown metadata", text: fine.text + "!go.bogus = !{!900}\n",
      mentions: ["input.ll", "!go.bogus", "!go.declarations"]),
    RefusedModule(
      "unknown name of the contract",
      code: "@go.bogus = external global i8\n" + RefusedModule.function,
      mentions: ["input.ll", "go.bogus", "go.type:T"]),
    RefusedModule(
      "unknown function of the contract",
      code: """
        declare void @go.bogus()
        define i64 @{F}(i64 %n) FN(1) {
          call void @go.bogus(), LN(2)
          ret i64 %n, LN(2)
        }
        """, mentions: ["go.bogus"]),
    RefusedModule(
      "no debug info", code: "define i64 @{F}(i64 %n) {\n  ret i64 %n\n}",
      mentions: ["example.com/shapes.F", "debug info", "DISubprogram"]),
    RefusedModule(
      "unknown key of !go.func",
      code: """
        define i64 @{F}(i64 %n) FN(1) !go.func !{!"bogus", i32 1} {
          ret i64 %n, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "bogus", "startLine"]),
    RefusedModule(
      "a key of !go.func without its value",
      code: """
        define i64 @{F}(i64 %n) FN(1) !go.func !{!"name"} {
          ret i64 %n, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "name", "string"]),
    RefusedModule(
      "invalid IR", text: "define i64 @f(i64 %n) {\n  ret i32 %n\n}\n",
      mentions: ["input.ll:2:11", "i64"]),
    RefusedModule(
      "IR that LLVM's verifier refuses",
      text: fine.text + "define void @g() {\n  %x = add i64 %x, 1\n  ret void\n}\n",
      mentions: ["input.ll", "add i64"]),
    RefusedModule(
      "IR that LLVM has no code for",
      code: """
        declare void @llvm.aarch64.isb(i32)
        define i64 @{F}(i64 %n) FN(1) {
          call void @llvm.aarch64.isb(i32 15), LN(2)
          ret i64 %n, LN(2)
        }
        """, mentions: ["LLVM: Cannot select", "llvm.aarch64.isb"]),
    RefusedModule("an empty file", text: "", mentions: ["input.ll"]),
    RefusedModule("a file that is no IR", text: "\u{7f}ELF\u{2}\u{1}", mentions: ["input.ll:1:"]),
    RefusedModule(
      "an unknown release", text: fine.text, mentions: ["1.99", "1.27"],
      arguments: ["--go", "1.99"]),
    RefusedModule(
      "an unknown target", text: fine.text, mentions: ["riscv64-linux-gnu", "aarch64-linux-gnu"],
      arguments: ["--target", "riscv64-linux-gnu"]),
  ]

  static let functions = [
    RefusedModule(
      "a parameter too many",
      code: """
        define i64 @{F}(i64 %n, i64 %m) FN(1) {
          ret i64 %n, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "takes 2 parameters", "makes 1"]),
    RefusedModule(
      "a parameter of another type",
      code: """
        define i64 @{F}(double %n) FN(1) {
          ret i64 1, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "parameter 1", "double", "i64"]),
    RefusedModule(
      "another result",
      code: """
        define i32 @{F}(i64 %n) FN(1) {
          ret i32 1, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "returns i32", "i64"]),
    RefusedModule(
      "a result where none is declared", declarations: ["func F(n int)"],
      mentions: ["example.com/shapes.F", "returns i64", "void"]),
    RefusedModule(
      "sret", declarations: ["func F(p *int)"],
      code: """
        define void @{F}(ptr sret(i64) %p) FN(1) {
          ret void, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "parameter 1", "sret"]),
    RefusedModule(
      "variadic code",
      code: """
        define i64 @{F}(i64 %n, ...) FN(1) {
          ret i64 %n, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "parameter"]),
    RefusedModule(
      "another calling convention",
      code: """
        define fastcc i64 @{F}(i64 %n) FN(1) {
          ret i64 %n, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "C calling convention"]),
    RefusedModule(
      "an unknown function of the runtime",
      code: """
        declare void @runtime.gcStart()
        define i64 @{F}(i64 %n) FN(1) {
          call void @runtime.gcStart(), LN(2)
          ret i64 %n, LN(2)
        }
        """, mentions: ["runtime.gcStart", "runtime.panicdivide"]),
    RefusedModule(
      "a function of the runtime with an argument",
      code: """
        declare void @runtime.panicdivide(i64)
        define i64 @{F}(i64 %n) FN(1) {
          call void @runtime.panicdivide(i64 %n), LN(2)
          ret i64 %n, LN(2)
        }
        """, mentions: ["runtime.panicdivide", "makes 0"]),
    RefusedModule(
      "a dynamic alloca",
      code: """
        define i64 @{F}(i64 %n) FN(1) {
          %p = alloca i8, i64 %n, align 1, LN(2)
          store volatile i8 1, ptr %p, align 1, LN(3)
          ret i64 %n, LN(4)
        }
        """,
      mentions: ["example.com/shapes.F", "shapes.gl:2", "alloca", "heap"]),
    RefusedModule(
      "a local aligned beyond the stack",
      code: """
        define i64 @{F}(i64 %n) FN(1) {
          %p = alloca i8, align 64, LN(2)
          store volatile i8 1, ptr %p, align 1, LN(3)
          ret i64 %n, LN(4)
        }
        """,
      mentions: ["example.com/shapes.F", "shapes.gl:2", "64", "alignment"]),
    RefusedModule(
      "exceptions",
      code: """
        declare i32 @personality(...)
        declare void @other()
        define i64 @{F}(i64 %n) personality ptr @personality {
          invoke void @other() to label %done unwind label %failed
        done:
          ret i64 %n
        failed:
          %exception = landingpad { ptr, i32 } cleanup
          resume { ptr, i32 } %exception
        }
        """,
      mentions: ["example.com/shapes.F", "invoke", "return errors"]),
    RefusedModule(
      "a pointer exchanged in the heap", declarations: ["func F(p **int, q *int)"],
      code: """
        define void @{F}(ptr1 %p, ptr1 %q) FN(1) {
          %old = atomicrmw xchg ptr1 %p, ptr1 %q seq_cst, align 8, LN(2)
          ret void, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "write barrier", "one by one"]),
    RefusedModule(
      "pointers stored as a vector", declarations: ["func F(p **int, q *int)"],
      code: """
        define void @{F}(ptr1 %p, ptr1 %q) FN(1) {
          %v = insertelement <2 x ptr1> zeroinitializer, ptr1 %q, i32 0, LN(2)
          store <2 x ptr1> %v, ptr1 %p, align 8, LN(3)
          ret void, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:3", "write barrier"]),
    RefusedModule(
      "an array parameter", declarations: ["func F(a [2]int) int"],
      code: """
        define i64 @{F}(ptr1 %a) NC(1) {
          ret i64 0, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "parameter 1", "pass a pointer"]),
    RefusedModule(
      "more integers than registers",
      declarations: ["func F(a, b, c, d, e, f, g int) int"],
      code: """
        define i64 @{F}(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %g) NC(1) {
          ret i64 0, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "6", "pass a pointer"]),
  ]

  static let variables = [
    RefusedModule(
      "a variable that is too small", declarations: ["func F(n int) int", "var V string"],
      code: "@{V} = addrspace(1) global i64 0, align 8\n" + RefusedModule.function,
      mentions: ["example.com/shapes.V", "8 bytes", "16"]),
    RefusedModule(
      "a constant variable", declarations: ["func F(n int) int", "var V int"],
      code: "@{V} = addrspace(1) constant i64 0, align 8\n" + RefusedModule.function,
      mentions: ["example.com/shapes.V", "constant", "global"]),
    RefusedModule(
      "a pointer of the collector's between two words",
      declarations: ["func F(n int) int", "var V struct { A int8; P *int }"],
      code: "@{V} = addrspace(1) global <{ i8, ptr1, [7 x i8] }> zeroinitializer, align 8\n"
        + RefusedModule.function,
      mentions: ["example.com/shapes.V", "offset 1", "multiple of 8"]),
    RefusedModule(
      "pointers of the collector's in elements of no whole words",
      declarations: ["func F(n int) int", "var V [3]struct { A int32; P *int }"],
      code: "@{V} = addrspace(1) global <{ [4 x <{ ptr1, i32 }>] }> zeroinitializer, align 8\n"
        + RefusedModule.function,
      mentions: ["example.com/shapes.V", "offset 12", "multiple of 8"]),
    RefusedModule(
      "a pointer of the collector's where Go has none",
      declarations: ["func F(n int) int", "var V [2]uintptr"],
      code: "@{V} = addrspace(1) global { i64, ptr1 } zeroinitializer, align 8\n"
        + RefusedModule.function,
      mentions: ["example.com/shapes.V", "offset 8", "without pointers"]),
    RefusedModule(
      "a pointer of the collector's in a variable that Go does not know",
      code: "@hidden = global ptr1 null, align 8\n" + RefusedModule.function
        + "define ptr1 @get() FN(5) {\n"
        + "  %p = load ptr1, ptr @hidden, align 8, LN(6)\n  ret ptr1 %p, LN(6)\n}",
      mentions: ["@\"hidden\"", "!go.declarations", "var name T"]),
  ]
}
