import TestSupport
import Testing

/// Plugins of several packages and objects, and hosts with several plugins.
@Suite(.serialized)
struct SeveralObjectsTests {
  private static let unitsDeclarations = [
    "type Meter float64", "func (m Meter) String() string", "func Convert(m Meter) float64",
    "func Less(a, b int) int",
  ]

  private static let units = IRModule(
    path: "example.com/units", declarations: unitsDeclarations,
    code: """
      @text = private unnamed_addr addrspace(1) constant [5 x i8] c"metre"
      define %string @{Meter.String}(double %m) FN(5) {
        ret %string { ptr1 @text, i64 5 }, LN(6)
      }
      define double @{Convert}(double %m) FN(8) {
        %f = fmul double %m, 3.25, LN(9)
        ret double %f, LN(9)
      }
      define i64 @{Less}(i64 %a, i64 %b) FN(11) {
        %c = sub i64 %a, %b, LN(12)
        ret i64 %c, LN(12)
      }
      """)

  private static let pairDeclarations = [
    "type Shape struct { Side units.Meter; Name string }", "func (s Shape) Area() float64",
    "func Twice(n int) int", "func ToFeet(m float64) float64", "func half(n int) int",
    "var VShape Shape", "var VMeter *units.Meter",
  ]

  private static let shapes = IRModule(
    path: "example.com/pair", declarations: pairDeclarations,
    imports: [["example.com/units", "units"] + unitsDeclarations],
    code: """
      @{VShape} = addrspace(1) global { double, %string } zeroinitializer, align 8
      @{VMeter} = addrspace(1) global ptr1 null, align 8
      declare double @"example.com/units.Convert"(double)
      declare i64 @"example.com/units.Less"(i64, i64)
      declare i64 @{half}(i64)
      define double @{Shape.Area}(double %side, ptr1 %p, i64 %len) FN(5) {
        %area = fmul double %side, %side, LN(6)
        ret double %area, LN(6)
      }
      define i64 @{Twice}(i64 %n) FN(8) {
        %h = call i64 @{half}(i64 %n), LN(9)
        %t = mul i64 %h, 4, LN(9)
        %odd = and i64 %n, 1, LN(9)
        %o = mul i64 %odd, 2, LN(9)
        %s = add i64 %t, %o, LN(9)
        %l = call i64 @"example.com/units.Less"(i64 %s, i64 %n), LN(9)
        %r = add i64 %l, %n, LN(9)
        ret i64 %r, LN(9)
      }
      define double @{ToFeet}(double %m) FN(11) {
        %f = call double @"example.com/units.Convert"(double %m), LN(12)
        ret double %f, LN(12)
      }
      """)

  /// The same package's other object: what it declares is said there, too.
  private static let half = IRModule(
    path: "example.com/pair", declarations: ["func half(n int) int"],
    code: """
      define i64 @{half}(i64 %n) FN(20) {
        %h = ashr i64 %n, 1, LN(21)
        ret i64 %h, LN(21)
      }
      """)

  @Test(
    "A plugin holds two packages, of which one uses the other, in three objects",
    arguments: Machine.allCases)
  func pair(machine: Machine) throws {
    let folder = try TestFolder()
    let objects = [
      try Self.units.compile(in: folder, as: "units", for: machine),
      try Self.shapes.compile(in: folder, as: "shapes", for: machine),
      try Self.half.compile(in: folder, as: "half", for: machine),
    ]
    for (name, order) in [("forth", objects), ("back", objects.reversed())] {
      let plugin = folder.path(name + ".so")
      try Command.link(order, path: "example.com/pair", to: plugin)
      try Host.shapes(machine).expectSuccess(["pair", plugin])
    }
  }

  @Test("A call of another package's function that is not declared is an error that names it")
  func undeclaredCall() throws {
    let folder = try TestFolder()
    var shapes = Self.shapes
    shapes.imports = [["example.com/units", "units", "type Meter float64"]]
    let objects = [
      try Self.units.compile(in: folder, as: "units", for: .x86_64),
      try shapes.compile(in: folder, as: "shapes", for: .x86_64),
      try Self.half.compile(in: folder, as: "half", for: .x86_64),
    ]
    let outcome = try Command.run(
      ["link", "--plugin", "example.com/pair", "-o", folder.path("pair.so")] + objects)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("calls example.com/units.Convert"), "\(outcome.errors)")
    #expect(outcome.errors.contains("!go.imports"), "\(outcome.errors)")
  }

  private static func numbered(_ path: String, _ number: Int) -> IRModule {
    IRModule(
      path: path,
      declarations: [
        "type T struct { S string }", "func Number() int", "var Value T",
        "var Unnamed struct { A [7]int8; B *[]error }",
      ],
      code: """
        @{Value} = addrspace(1) global %string zeroinitializer, align 8
        @{Unnamed} = addrspace(1) global { [7 x i8], ptr1 } zeroinitializer, align 8
        define i64 @{Number}() FN(1) {
          ret i64 \(number), LN(2)
        }
        """)
  }

  @Test("A host opens plugins of two paths", arguments: Machine.allCases)
  func two(machine: Machine) throws {
    let folder = try TestFolder()
    let first = try Self.numbered("example.com/first", 1).plugin(in: folder, as: "a", for: machine)
    let second = try Self.numbered("example.com/second", 2)
      .plugin(in: folder, as: "b", for: machine)
    try Host.shapes(machine).expectSuccess(["two", first, second])
  }

  @Test("A second plugin of the same path is an error of plugin.Open", arguments: Machine.allCases)
  func samePath(machine: Machine) throws {
    let folder = try TestFolder()
    let first = try Self.numbered("example.com/first", 1).plugin(in: folder, as: "a", for: machine)
    let second = try Self.numbered("example.com/first", 2).plugin(in: folder, as: "b", for: machine)
    try Host.shapes(machine).expectSuccess(["same", first, second])
  }
}
