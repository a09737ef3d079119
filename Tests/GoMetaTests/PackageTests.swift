import TestSupport
import Testing

/// Packages of other names and sizes than a geometry's.
@Suite(.serialized)
struct PackageTests {
  @Test(
    "A path with a dot in its last element, and names that are not ASCII",
    arguments: Machine.allCases)
  func dotted(machine: Machine) throws {
    let folder = try TestFolder()
    var module = IRModule(
      path: "example.com/dotted.v2",
      declarations: [
        "func Größe() int", "type T struct { N int64 }", "func (t T) Wert() int64", "var Value T",
      ],
      code: """
        @P.Value" = addrspace(1) global i64 3, align 8
        define i64 @P.Größe"() FN(1) {
          ret i64 7, LN(2)
        }
        define i64 @P.T.Wert"(i64 %n) FN(4) {
          ret i64 %n, LN(5)
        }
        """)
    // Go's linker names escape the dots of a path's last element.
    module.code = module.code.replacing("@P.", with: "@\"example.com/dotted%2ev2.")
    let text = module.text.replacing(
      "!\"example.com/dotted.v2\", !\"dotted.v2\"", with: "!\"example.com/dotted.v2\", !\"dotted\"")
    let input = try folder.write(text, to: "in.ll")
    try Command.compile(input, to: folder.path("in.o"), for: machine)
    try Command.link(
      [folder.path("in.o")], path: "example.com/dotted.v2", to: folder.path("out.so"))
    try Host.shapes(machine).expectSuccess(["dotted", folder.path("out.so")])
  }

  @Test("A package of a thousand functions", arguments: Machine.allCases)
  func large(machine: Machine) throws {
    let folder = try TestFolder()
    let count = 1000
    var module = IRModule(
      path: "example.com/large", declarations: ["var Count int"],
      code: "@{Count} = addrspace(1) global i64 \(count), align 8\n")
    for index in 0..<count {
      module.declarations.append("func F\(index)(p *int) int")
      // Of many sizes, and now and then a long one.
      let extra = index % 100 == 0 ? 300 : index % 7
      let lines = (0..<extra).map { step in
        "  store volatile i64 \(step), ptr @sink, align 8, LN(\(index + 3))\n"
      }
      module.code += """
        define i64 @{F\(index)}(ptr1 %p) FN(\(index + 1)) {
          %x = load volatile i64, ptr1 %p, align 8, LN(\(index + 2))
        \(lines.joined())
          %y = mul i64 %x, 2, LN(\(index + 3))
          ret i64 %y, LN(\(index + 3))
        }

        """
    }
    module.code += "@sink = internal global i64 0, align 8\n"
    let plugin = try module.plugin(in: folder, for: machine)
    try Host.shapes(machine).expectSuccess(["large", plugin])
  }

  @Test("A package of one variable", arguments: Machine.allCases)
  func variable(machine: Machine) throws {
    let folder = try TestFolder()
    let module = IRModule(
      path: "example.com/only", declarations: ["var Only int"],
      code: "@{Only} = addrspace(1) global i64 3, align 8\n")
    let plugin = try module.plugin(in: folder, for: machine)
    try Host.shapes(machine).expectSuccess(["variable", plugin])
  }

  @Test("A package's init runs once, when its plugin is opened", arguments: Machine.allCases)
  func initialised(machine: Machine) throws {
    let folder = try TestFolder()
    let module = IRModule(
      path: "example.com/initialised", declarations: ["var Count int", "func init()"],
      code: """
        @{Count} = addrspace(1) global i64 30, align 8
        define void @{init}() FN(3) {
          %old = load i64, ptr1 @{Count}, align 8, LN(4)
          %new = add i64 %old, 7, LN(4)
          store i64 %new, ptr1 @{Count}, align 8, LN(4)
          ret void, LN(5)
        }
        """)
    let plugin = try module.plugin(in: folder, for: machine)
    try Host.shapes(machine).expectSuccess(["initialised", plugin])
  }

  @Test("A package that exports nothing", arguments: Machine.allCases)
  func nothing(machine: Machine) throws {
    let folder = try TestFolder()
    let module = IRModule(
      path: "example.com/nothing", declarations: ["func f(n int) int", "type T struct { N int }"],
      code: RefusedModule.function.replacing("{F}", with: "{f}"))
    let plugin = try module.plugin(in: folder, for: machine)
    try Host.shapes(machine).expectSuccess(["nothing", plugin])
  }
}
