/// Managed code that Go's stacks or collector do not allow.
extension RefusedModule {
  /// A call at which the stack may move: of Go.
  private static let stop = """
    declare void @"go.call:func()"(ptr1)

    """

  /// `F`, whose body begins with a local.
  private static func local(_ name: String, _ body: String, mentions: [String]) -> RefusedModule {
    RefusedModule(
      name, declarations: ["func F(f func()) int"],
      code: stop + """
        declare i64 @other(ptr) gc "statepoint-example"
        define i64 @{F}(ptr1 %f) FN(1) {
          %x = alloca [4 x i64], align 8
        \(body)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:3"] + mentions)
  }

  static let managedLocals = [
    local(
      "the address of a local, stored",
      """
        %p = load ptr1, ptr1 %f, align 8, LN(2)
        store ptr %x, ptr1 %p, align 8, LN(3)
        call void @"go.call:func()"(ptr1 %f), LN(4)
        %r = load volatile i64, ptr %x, align 8, LN(5)
        ret i64 %r, LN(6)
      """, mentions: ["address of a local", "addrspacecast"]),
    local(
      "the address of a local, passed on",
      """
        store volatile i64 1, ptr %x, align 8, LN(2)
        %r = call i64 @other(ptr %x), LN(3)
        ret i64 %r, LN(4)
      """, mentions: ["address of a local", "addrspacecast"]),
    local(
      "the address of a local, as a number",
      """
        call void @"go.call:func()"(ptr1 %f), LN(2)
        %n = ptrtoint ptr %x to i64, LN(3)
        call void @"go.call:func()"(ptr1 %f), LN(4)
        ret i64 %n, LN(5)
      """, mentions: ["address of a local", "addrspacecast"]),
    RefusedModule(
      "a pointer at no whole word of a local", declarations: ["func F(f func()) int"],
      code: stop + """
        define i64 @{F}(ptr1 %f) FN(1) {
          %x = alloca <{ i32, ptr1 }>, align 8
          %i = call i64 asm sideeffect "", "=r"(), LN(2)
          %p = getelementptr i8, ptr %x, i64 %i, LN(2)
          store volatile ptr1 %f, ptr %p, align 4, LN(2)
          call void @"go.call:func()"(ptr1 %f), LN(3)
          ret i64 0, LN(4)
        }
        """, mentions: ["example.com/shapes.F", "4 bytes from its start", "align it"]),
  ]

  static let managedCalls = [
    RefusedModule(
      "a musttail call",
      code: """
        declare i64 @other(i64) gc "statepoint-example"
        define i64 @{F}(i64 %n) FN(1) {
          %r = musttail call i64 @other(i64 %n), LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "musttail", "ordinary call"]),
    RefusedModule(
      "a variadic call",
      code: """
        declare i64 @other(i64, ...) gc "statepoint-example"
        define i64 @{F}(i64 %n) FN(1) {
          %r = call i64 (i64, ...) @other(i64 %n, i64 1), LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "variadic", "fixed parameters"]),
    RefusedModule(
      "a call in another convention",
      code: """
        declare swiftcc i64 @other(i64) gc "statepoint-example"
        define i64 @{F}(i64 %n) FN(1) {
          %r = call swiftcc i64 @other(i64 %n), LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "convention", "ccc"]),
    RefusedModule(
      "an integer of 128 bits as an argument",
      code: """
        declare i64 @other(i128) gc "statepoint-example"
        define i64 @{F}(i64 %n) FN(1) {
          %w = sext i64 %n to i128, LN(2)
          %r = call i64 @other(i128 %w), LN(2)
          ret i64 %r, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "64 bits", "pass the parts"]),
    RefusedModule(
      "managed code called by other code",
      code: """
        declare i64 @other(i64) gc "statepoint-example"
        define i64 @helper(i64 %n) noinline FN(1) {
          %r = call i64 @{F}(i64 %n), LN(2)
          ret i64 %r, LN(2)
        }
        define i64 @{F}(i64 %n) noinline FN(3) {
          %r = call i64 @other(i64 %n), LN(4)
          %s = add i64 %r, 1, LN(4)
          ret i64 %s, LN(4)
        }
        define i64 @plain(i64 %n) NC(5) {
          %r = call i64 @helper(i64 %n), LN(6)
          ret i64 %r, LN(6)
        }
        """, mentions: ["plain", "shapes.gl:6", "helper", "statepoint-example"]),
    RefusedModule(
      "Go called by code without a collector",
      code: """
        declare ptr1 @"runtime.newobject"(ptr)
        @"go.type:int" = external constant i8
        define i64 @{F}(i64 %n) NC(1) {
          %p = call ptr1 @"runtime.newobject"(ptr @"go.type:int"), LN(2)
          %r = load i64, ptr1 %p, align 8, LN(2)
          ret i64 %r, LN(2)
        }
        """,
      mentions: [
        "example.com/shapes.F", "shapes.gl:2", "runtime.newobject", "statepoint-example",
      ]),
    RefusedModule(
      "another collector",
      code: """
        define i64 @{F}(i64 %n) gc "shadow-stack" NC(1) {
          ret i64 %n, LN(2)
        }
        """, mentions: ["example.com/shapes.F", "shadow-stack", "statepoint-example"]),
    RefusedModule(
      "an indirect branch",
      code: """
        @places = private constant [2 x ptr] [
          ptr blockaddress(@{F}, %a), ptr blockaddress(@{F}, %b)]
        define i64 @{F}(i64 %n) FN(1) {
          %place = getelementptr [2 x ptr], ptr @places, i64 0, i64 %n, LN(2)
          %p = load volatile ptr, ptr %place, align 8, LN(2)
          indirectbr ptr %p, [label %a, label %b], LN(2)
        a:
          ret i64 0, LN(3)
        b:
          ret i64 1, LN(4)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "indirect branch", "switch"]),
    RefusedModule(
      "an asm goto",
      code: """
        define i64 @{F}(i64 %n) FN(1) {
          callbr void asm sideeffect "", "!i"() to label %a [label %b], LN(2)
        a:
          ret i64 0, LN(3)
        b:
          ret i64 1, LN(4)
        }
        """, mentions: ["example.com/shapes.F", "shapes.gl:2", "asm goto", "use a branch"]),
    RefusedModule(
      "a vector as a parameter",
      code: """
        define i64 @helper(<2 x double> %v) noinline FN(1) {
          %x = extractelement <2 x double> %v, i32 1, LN(2)
          %r = fptosi double %x to i64, LN(2)
          ret i64 %r, LN(2)
        }
        define i64 @{F}(i64 %n) FN(3) {
          %r = call i64 @helper(<2 x double> <double 1.0, double 2.0>), LN(4)
          ret i64 %r, LN(4)
        }
        """, mentions: ["helper", "64 bits", "pass the parts"]),
  ]

  static let managedNames = [
    RefusedModule(
      "an unknown function of the runtime",
      code: "declare void @\"runtime.nonsense\"()\n" + function,
      mentions: ["runtime.nonsense", "1.27", "runtime.newobject", "!go.imports"]),
    RefusedModule(
      "a function of the runtime with other parameters",
      code: "declare i64 @\"runtime.newobject\"(i64)\n" + function,
      mentions: ["runtime.newobject", "parameter 1 is i64"]),
    RefusedModule(
      "a call of what is no func type",
      code: "declare void @\"go.call:int\"(ptr1)\n" + function,
      mentions: ["go.call:int", "no func type"]),
    RefusedModule(
      "a method that its interface does not have",
      code: "declare void @\"go.method:error.Missing\"(ptr1, ptr1)\n" + function,
      mentions: ["go.method:error.Missing", "no interface with a method"]),
    RefusedModule(
      "a func value of an unknown function",
      code: "@\"go.func:example.com/shapes.Missing\" = external constant i8\n" + function,
      mentions: ["example.com/shapes.Missing", "!go.declarations", "closures"]),
    RefusedModule(
      "the code of closures without a collector",
      code: function + """
        define i64 @walk(ptr1 %c, i64 %x) !go.func !{!"closure", !"func(int) int"} NC(3) {
          ret i64 %x, LN(4)
        }
        """, mentions: ["walk", "closures", "statepoint-example"]),
    RefusedModule(
      "a protected call that returns nothing",
      code: "declare void @\"go.protect\"(ptr1, ptr1)\n" + function,
      mentions: ["go.protect", "i8 (ptr addrspace(1), ptr addrspace(1))"]),
    RefusedModule(
      "a recovery of a string",
      code: "declare %string @\"go.recover\"()\n" + function,
      mentions: ["go.recover", "interface value"]),
    RefusedModule(
      "C that returns more than registers hold",
      code:
        "declare { i64, i64, i64, i64, i64, i64, i64, i64, i64 } @div4(i64) \"go.systemstack\"\n"
        + function,
      mentions: ["div4", "in registers"]),
  ]

  /// What only the machine code tells.
  static let managedFrames = [
    RefusedModule(
      "a leaf that needs more stack than is always there",
      code: """
        declare i64 @other(i64) gc "statepoint-example"
        define i64 @{F}(i64 %n) FN(1) {
          %r = call i64 @leaf(i64 %n), LN(2)
          ret i64 %r, LN(2)
        }
        define i64 @leaf(i64 %n) noinline NC(3) {
          %x = alloca [300 x i64], align 8
          %p = getelementptr [300 x i64], ptr %x, i64 0, i64 %n, LN(4)
          store volatile i64 %n, ptr %p, align 8, LN(4)
          %r = load volatile i64, ptr %x, align 8, LN(5)
          ret i64 %r, LN(5)
        }
        """, mentions: ["example.com/shapes.F", "leaf", "bytes of stack", "statepoint-example"])
  ]

  /// An address of the frame that assembly makes, in a register over a call.
  static func keptAddress(_ assembly: String) -> RefusedModule {
    RefusedModule(
      "the address of a local, kept", declarations: ["func F(f func()) int"],
      code: stop + """
        define i64 @{F}(ptr1 %f) FN(1) {
          %x = alloca [4 x i64], align 8
          store volatile i64 1, ptr %x, align 8, LN(2)
          %a = call i64 asm sideeffect "\(assembly)", "=r"(), LN(3)
          call void @"go.call:func()"(ptr1 %f), LN(4)
          %r = load volatile i64, ptr %x, align 8, LN(5)
          %s = add i64 %r, %a, LN(5)
          ret i64 %s, LN(5)
        }
        """,
      mentions: [
        "example.com/shapes.F", "shapes.gl:", "keeps the address of a local", "addrspacecast",
      ])
  }
}
