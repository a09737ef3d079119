import TestSupport
import Testing

/// A plugin for Go 1.8 of two packages, one of which embeds the other's types: promoted methods,
/// map types with interfaces in their keys, itabs, and a struct tag with an at-sign. Hosts/go18
/// loads it.
@Suite struct Go18PairTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var machine: Machine
    var linker: String
    var level: String
    var testDescription: String { "\(machine.rawValue) \(linker) \(level)" }
  }

  static let cases = Machine.allCases.flatMap { machine in
    ["ld.lld", machine.binutil("ld")].flatMap { linker in
      ["-O0", "-O2"].map { Case(machine: machine, linker: linker, level: $0) }
    }
  }

  private static let baseDeclarations = [
    "type Leaf struct { N int; S string }", "func (l Leaf) Name() string",
    "func (l *Leaf) Grow(k int) int", "type Key struct { V interface{}; E [2]error }",
    "func Twice(l *Leaf, k int) int",
  ]

  private static let base = IRModule(
    path: "example.com/base", declarations: baseDeclarations,
    code: """
      define %string @{Leaf.Name}(i64 %N, ptr1 %p, i64 %len) FN(10) {
        %s0 = insertvalue %string poison, ptr1 %p, 0, LN(11)
        %s1 = insertvalue %string %s0, i64 %len, 1, LN(11)
        ret %string %s1, LN(11)
      }
      define i64 @{(*Leaf).Grow}(ptr1 %l, i64 %k) FN(20) {
        %x = load i64, ptr1 %l, align 8, LN(21)
        %y = add i64 %x, %k, LN(21)
        store i64 %y, ptr1 %l, align 8, LN(21)
        ret i64 %y, LN(22)
      }
      define i64 @{Twice}(ptr1 %l, i64 %k) FN(30) {
        %x = call i64 @{(*Leaf).Grow}(ptr1 %l, i64 %k), LN(31)
        %y = call i64 @{(*Leaf).Grow}(ptr1 %l, i64 %k), LN(32)
        ret i64 %y, LN(32)
      }
      """)

  private static let pair = IRModule(
    path: "example.com/pair",
    declarations: [
      "type ByValue struct { A int8; base.Leaf; B float64 }",
      "type ByPointer struct { X int; *base.Leaf }", "type Only struct { *base.Leaf }",
      "type Deep struct { Z int32; ByValue }", "type Namer interface { Name() string }",
      "type Holder struct { Namer; N int }", "type Index struct { Keys [3]base.Key; T string }",
      "type Both interface { Grow(k int) int; Namer }",
      "var Table map[base.Key]Index", "var VDeep Deep", "var VHolder Holder", "var VOnly Only",
      "var Tagged struct { A string `json:\"a@b\"`; *base.Leaf }",
      "var TaggedKeys map[struct { K interface{} `k:\"@\"`; L int16 }]int",
      "func Thrice(l *base.Leaf, k int) int", "func Tab() unsafe.Pointer",
      "func TaggedTab() unsafe.Pointer", "func TaggedType() unsafe.Pointer",
    ],
    imports: [["example.com/base", "base"] + baseDeclarations],
    code: """
      @{Table} = addrspace(1) global ptr1 null, align 8
      @{TaggedKeys} = addrspace(1) global ptr1 null, align 8
      @{VDeep} = addrspace(1) global [6 x i64] zeroinitializer, align 8
      @{VHolder} = addrspace(1) global { %interface, i64 } zeroinitializer, align 8
      @{VOnly} = addrspace(1) global ptr1 null, align 8
      @{Tagged} = addrspace(1) global { %string, ptr1 } zeroinitializer, align 8
      @"go.itab:*ByPointer,Both" = external constant i8
      @"go.itab:*struct { A string `json:\\22a@b\\22`; *base.Leaf },Namer" = external constant i8
      @"go.type:struct { A string `json:\\22a@b\\22`; *base.Leaf }" = external constant i8
      declare i64 @"example.com/base.Twice"(ptr1, i64)
      declare i64 @"example.com/base.(*Leaf).Grow"(ptr1, i64)
      define i64 @{Thrice}(ptr1 %l, i64 %k) FN(10) {
        %x = call i64 @"example.com/base.Twice"(ptr1 %l, i64 %k), LN(11)
        %y = call i64 @"example.com/base.(*Leaf).Grow"(ptr1 %l, i64 %k), LN(12)
        ret i64 %y, LN(12)
      }
      define ptr @{Tab}() FN(20) {
        ret ptr @"go.itab:*ByPointer,Both", LN(21)
      }
      define ptr @{TaggedTab}() FN(30) {
        ret ptr @"go.itab:*struct { A string `json:\\22a@b\\22`; *base.Leaf },Namer", LN(31)
      }
      define ptr @{TaggedType}() FN(40) {
        ret ptr @"go.type:struct { A string `json:\\22a@b\\22`; *base.Leaf }", LN(41)
      }
      """)

  private func plugin(_ sample: Case, in folder: TestFolder) throws -> String {
    var objects: [String] = []
    for module in [Self.pair, Self.base] {
      let source = try folder.write(module.text, to: module.name + ".ll")
      let object = folder.path(module.name + ".o")
      try Command.succeed([
        "compile", "--go", "1.8", "--target", sample.machine.triple, sample.level, source, "-o",
        object,
      ])
      objects.append(object)
    }
    let plugin = folder.path("plugin.so")
    try Command.succeed(
      ["link", "--linker", sample.linker, "--plugin", Self.pair.path, "-o", plugin] + objects)
    return plugin
  }

  @Test("A host of Go 1.8 loads a plugin of two packages, and all of it works", arguments: cases)
  func works(sample: Case) throws {
    let folder = try TestFolder()
    let plugin = try plugin(sample, in: folder)
    let program = folder.path("host")
    let files = ["pair.c", "runtime.S"].map {
      SourceFolder.host("go18").url.appendingPathComponent($0).path
    }
    try Tool.run(
      sample.machine.binutil("gcc"), ["-O1", "-rdynamic", "-o", program] + files + ["-ldl"])
    let outcome = try Tool.outcome(
      try Tool.path("timeout"),
      ["-k", "5", "60"] + sample.machine.runner + [program, plugin])
    #expect(outcome.status == 0, "\(outcome.output.suffix(2000))\(outcome.errors.suffix(2000))")
    #expect(outcome.output.hasSuffix("ok\n"))
  }

  @Test("Names with an at-sign are no versions to linkers, and dump shows them", arguments: cases)
  func atSigns(sample: Case) throws {
    let folder = try TestFolder()
    let plugin = try plugin(sample, in: folder)
    let symbols = try Tool.run("readelf", ["-W", "--dyn-syms", "-s", plugin])
    let versioned = symbols.split(separator: "\n").filter {
      $0.contains("@") && !$0.contains("GLIBC") && !$0.contains(" LOCAL ")
    }
    #expect(versioned.isEmpty, "\(versioned)")
    let dump = try Command.succeed(["dump", "--go", "1.8", "--types", plugin])
    #expect(
      dump.contains(#"json:\"a@b\""#) || dump.contains(#"json:"a@b""#), "\(dump.prefix(4000))")
    try Command.succeed(["check", "--go", "1.8", plugin])
  }
}
