import TestSupport
import Testing

/// What Go 1.2 cannot express or cannot take: one line that says so, and no file.
@Suite(.serialized)
struct Go12RefusalTests {
  static let types = [
    RefusedModule(
      "an alias", declarations: ["type A = int"], code: "",
      mentions: ["type A is an alias", "needs Go 1.9, and this is Go 1.2"]),
    RefusedModule(
      "any", declarations: ["type T struct { X any }"], code: "",
      mentions: ["any is not predeclared; write interface{}", "this is Go 1.2"]),
    RefusedModule(
      "a reference to any", declarations: [],
      code: "@\"go.type:any\" = external constant i8\n@t = constant ptr @\"go.type:any\"",
      mentions: ["@\"go.type:any\"", "any is not predeclared", "this is Go 1.2"]),
    RefusedModule(
      "a generic type", declarations: ["type G[E interface{}] struct { X E }"], code: "",
      mentions: ["type G has type parameters", "this is Go 1.2"]),
    RefusedModule(
      "an instance of a generic type", declarations: ["type T struct { X G[int] }"], code: "",
      mentions: ["an instance of a generic type", "this is Go 1.2"]),
    RefusedModule(
      "a reference to an instance", declarations: [],
      code: "@\"go.type:[]G[int]\" = external constant i8\n@t = constant ptr @\"go.type:[]G[int]\"",
      mentions: ["@\"go.type:[]G[int]\"", "an instance of a generic type", "this is Go 1.2"]),
    RefusedModule(
      "a type above the limit", declarations: ["type T [1125899906842625]int8"], code: "",
      mentions: ["type T is larger than 2^50 bytes"]),
    RefusedModule(
      "a binary number", declarations: ["type T [0b11]int"], code: "",
      mentions: ["0b11", "needs Go 1.13, and this is Go 1.2"]),
    RefusedModule(
      "a method that two embedded interfaces have",
      declarations: [
        "type R interface { Close() }", "type W interface { Close() }",
        "type RW interface { R; W }",
      ], code: "", mentions: ["method Close", "needs Go 1.14, and this is Go 1.2"]),
    RefusedModule(
      "a table of an interface's methods",
      declarations: ["type T int", "func (T) M()", "type I interface { M() }"],
      code: "@\"go.itab:T,I\" = external constant i8\n@t = constant ptr @\"go.itab:T,I\"",
      mentions: ["@\"go.itab:T,I\"", "objects of Go 1.2 have no itabs"]),
  ]

  static let variables = [
    RefusedModule(
      "a pointer at an odd offset", declarations: ["var V struct { A byte; P *int }"],
      code: "@{V} = addrspace(1) global <{ i8, ptr addrspace(1), [7 x i8] }> zeroinitializer",
      mentions: ["shapes.V\"", "a GC pointer at offset 1, which is no multiple of 8"]),
    RefusedModule(
      "a variable smaller than its type", declarations: ["var V struct { A byte; P *int }"],
      code: "@{V} = addrspace(1) global <{ i8, ptr addrspace(1) }> zeroinitializer",
      mentions: ["shapes.V\"", "takes 9 bytes", "its Go declaration makes it 16"]),
    RefusedModule(
      "a variable in a COMDAT group", declarations: ["var U *int", "var V *int"],
      code: """
        $group = comdat any
        @{U} = addrspace(1) global ptr addrspace(1) null
        @{V} = addrspace(1) global ptr addrspace(1) null, comdat($group)
        """, mentions: ["shapes.V\"", "COMDAT group"]),
    RefusedModule(
      "a variable with a section of its own", declarations: ["var U *int", "var V *int"],
      code: """
        @{U} = addrspace(1) global ptr addrspace(1) null, !associated !5
        @{V} = addrspace(1) global ptr addrspace(1) null
        !5 = !{ptr addrspace(1) @{V}}
        """, mentions: ["shapes.", "the collector"]),
    RefusedModule(
      "another variable between those of Go", declarations: ["var V *int"],
      code: """
        @other = constant [3 x i64] [i64 1, i64 2, i64 3], section ".bss.go"
        @{V} = addrspace(1) global ptr addrspace(1) null
        """, mentions: ["@\"other\"", ".bss.go"]),
    RefusedModule(
      "a thread-local variable of Go", declarations: ["var V *int"],
      code: "@{V} = thread_local addrspace(1) global ptr addrspace(1) null",
      mentions: ["shapes.V\"", "thread-local"]),
    RefusedModule(
      "any thread-local variable", declarations: [], code: "@other = thread_local global i64 0",
      mentions: ["@\"other\"", "thread-local", "Go 1.2"]),
  ]

  private func expectRefusal(
    _ bad: RefusedModule, on machines: [Machine] = Machine.allCases
  ) throws {
    let folder = try TestFolder()
    let input = try folder.write(bad.text, to: "input.ll")
    for machine in machines {
      try Refusal.expect(
        [
          "compile", "--go", "1.2", "--target", machine.triple, input, "-o",
          folder.path("output.o"),
        ], in: folder, mentions: bad.mentions)
    }
  }

  @Test("A type that the release does not have is refused", arguments: types)
  func type(bad: RefusedModule) throws { try expectRefusal(bad) }

  @Test(
    "A variable that the collector or the linker could not follow is refused",
    arguments: variables)
  func variable(bad: RefusedModule) throws { try expectRefusal(bad) }

  @Test("What the IR says less of than the Go type is made good", arguments: Machine.allCases)
  func alignment(machine: Machine) throws {
    let folder = try TestFolder()
    let module = IRModule(
      declarations: ["var U bool", "var V struct { A byte; P *int }", "var W *int"],
      code: """
        @{V} = addrspace(1) global <{ i8, [7 x i8], ptr addrspace(1) }> zeroinitializer, align 1
        @{W} = addrspace(1) global ptr addrspace(1) null, align 1, section ".mine"
        """)
    let input = try folder.write(module.text, to: "input.ll")
    let object = try ELFObject(
      try Go12.compile(input, to: folder.path("output.o"), for: machine))
    for name in ["V", "W"] {
      let symbol = try #require(object.defined["example.com/shapes.\(name)"])
      #expect(symbol.value % 8 == 0)
      #expect(object.sections[symbol.section].name == ".bss.go")
    }
  }

  @Test("A plugin of objects for the release is refused", arguments: Machine.allCases)
  func link(machine: Machine) throws {
    let folder = try TestFolder()
    let input = try folder.write(RefusedModule.fine.text, to: "input.ll")
    let object = try Go12.compile(input, to: folder.path("input.o"), for: machine)
    try Refusal.expect(
      ["link", "--plugin", "example.com/shapes", "-o", folder.path("output.so"), object],
      in: folder, mentions: ["example.com/shapes", "Go 1.2 has no plugins"])
  }

  /// On arm64 there never was a runtime of that release, and so no limit.
  @Test("A body, and a wrapper, that needs more stack than it may use is refused")
  func stack() throws {
    try expectRefusal(
      RefusedModule(
        "a body", declarations: ["func F(n int) int"],
        code: """
          define i64 @{F}(i64 %n) FN(1) {
            %local = alloca [40 x i64], align 8
            %place = getelementptr [40 x i64], ptr %local, i64 0, i64 %n
            store volatile i64 %n, ptr %place, LN(2)
            %value = load volatile i64, ptr %place, LN(2)
            ret i64 %value, LN(2)
          }
          """, mentions: ["shapes.F\"", "bytes of stack", "Go 1.2", "may use 128"]),
      on: [.x86_64])
    try expectRefusal(
      RefusedModule(
        "recursion", declarations: ["func F(n int) int"],
        code: """
          define i64 @{F}(i64 %n) FN(1) {
            %end = icmp eq i64 %n, 0, LN(2)
            br i1 %end, label %zero, label %more, LN(2)
          zero:
            ret i64 0, LN(2)
          more:
            %less = sub i64 %n, 1, LN(3)
            %value = call i64 @{F}(i64 %less), LN(3)
            %rest = xor i64 %value, %n, LN(3)
            %result = mul i64 %rest, %rest, LN(3)
            ret i64 %result, LN(3)
          }
          """, mentions: ["recursive", "shapes.F", "Go 1.2", "may use 128"]),
      on: [.x86_64])
    try expectRefusal(
      RefusedModule(
        "a wrapper",
        declarations: [
          "type I interface { M(a, b, c, d, e, f, g, h string) }",
          "type T struct { X int; I }",
        ], code: "", mentions: ["shapes.T.M\"", "bytes of stack", "may use 128"]),
      on: [.x86_64])
  }

  @Test(
    "An interface's method may have many arguments; its own function is then left out",
    arguments: Machine.allCases)
  func interface(machine: Machine) throws {
    let folder = try TestFolder()
    for (words, isMade) in [(2, true), (40, false)] {
      let parameters = (0..<words).map { "a\($0)" }.joined(separator: ", ")
      let module = IRModule(declarations: ["type I interface { M(\(parameters) int) }"])
      let input = try folder.write(module.text, to: "input.ll")
      let object = try ELFObject(
        try Go12.compile(input, to: folder.path("output.o"), for: machine))
      #expect(object.defined["type.example.com/shapes.I"] != nil)
      #expect((object.defined["example.com/shapes.I.M"] != nil) == isMade, "\(words)")
    }
  }
}
