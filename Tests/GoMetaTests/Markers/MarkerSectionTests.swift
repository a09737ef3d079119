import TestSupport
import Testing

/// What `go.pcdata` and `go.funcdata` leave in objects, images and code.
@Suite(.serialized)
struct MarkerSectionTests {
  private static let code = """
    @table = internal constant [2 x i32] [i32 1, i32 2]
    declare void @go.pcdata(i32, i32)
    declare void @go.funcdata(i32, ptr)
    define i64 @{G}(i64 %n) noinline FN(20) {
      ret i64 %n, LN(21)
    }
    define i64 @{F}(i64 %n) FN(1) {
      call void @go.funcdata(i32 2, ptr @table), LN(2)
      call void @go.pcdata(i32 3, i32 45), LN(2)
      %x = call i64 @{G}(i64 %n), LN(2)
      %y = add i64 %x, 1, LN(3)
      ret i64 %y, LN(3)
    }
    """
  private static let module = IRModule(
    declarations: ["func F(n int) int", "func G(n int) int"], code: code)

  @Test("The sections are seen in objects, and are not loaded", arguments: Machine.allCases)
  func sections(machine: Machine) throws {
    let folder = try TestFolder()
    let object = try Self.module.compile(in: folder, for: machine)
    let headers = try Tool.run(machine.binutil("readelf"), ["-SW", object]).lines
    for name in [".go.pcdata", ".go.funcdata"] {
      let line = try #require(headers.first { $0.words.contains(name) }, "\(name)")
      #expect(line.words.contains("E"), "\(line)")
    }
  }

  @Test(
    "A plugin has none of them, and stack maps that are not loaded", arguments: Machine.allCases)
  func dropped(machine: Machine) throws {
    let folder = try TestFolder()
    let plugin = try Self.module.plugin(in: folder, for: machine)
    let headers = try Tool.run(machine.binutil("readelf"), ["-SW", plugin])
    #expect(headers.contains(".gopclntab"))
    for name in [".go.pcdata", ".go.funcdata"] { #expect(!headers.contains(name)) }
    let stackMaps = try #require(headers.lines.first { $0.words.contains(".llvm_stackmaps") })
    #expect(!stackMaps.words.contains("A"), "\(stackMaps)")
  }

  @Test("A function's data is named by relocations", arguments: Machine.allCases)
  func relocations(machine: Machine) throws {
    let folder = try TestFolder()
    let object = try Self.module.compile(in: folder, for: machine)
    let lines = try Tool.run(machine.binutil("objdump"), ["-r", "-j", ".go.funcdata", object])
      .lines.map(\.words).filter { $0.count == 3 && $0[1].hasPrefix("R_") }
    #expect(lines.map { $0[0] } == ["0000000000000000", "0000000000000008"])
    #expect(lines.first?.last == "example.com/shapes.F.body")
    // A name that other objects can refer to.
    let symbol = try #require(lines.last?.last)
    let table = try Tool.run(machine.binutil("nm"), [object]).lines.first { $0.contains(symbol) }
    #expect(table?.words.dropFirst().first == "V", "\(symbol)")
  }

  @Test(
    "Calls with values are the same code as calls without", arguments: Machine.allCases,
    ["-O1", "-O2", "-O3"])
  func noBytes(machine: Machine, level: String) throws {
    var code = """
      declare i64 @one(i64)
      declare double @two(double, i64)
      declare {i64, i64} @three(i64, i64, i64, i64, i64, i64, i64)

      """
    for index in 0..<3 {
      code += """
        define i64 @f\(index)(i64 %n, ptr %p) FN(1) {
        entry:
          br label %loop, LN(2)
        loop:
          %i = phi i64 [0, %entry], [%j, %loop], LN(3)
          MARK
          %x = notail call i64 @one(i64 %i), LN(3)
          %c = icmp sgt i64 %x, %n, LN(3)
          %s = select i1 %c, i64 %x, i64 \(index), LN(3)
          %f = uitofp i64 %s to double, LN(4)
          MARK
          %y = notail call double @two(double %f, i64 %x), LN(4)
          %z = fptosi double %y to i64, LN(4)
          MARK
          %t = notail call {i64, i64} @three(i64 1, i64 2, i64 %z, i64 4, i64 5, i64 %x, i64 7), LN(5)
          %j = extractvalue {i64, i64} %t, 1, LN(5)
          %d = icmp slt i64 %j, 100, LN(5)
          br i1 %d, label %loop, label %end, LN(5)
        end:
          MARK
          %w = notail call i64 %p(i64 %z), LN(6)
          ret i64 %w, LN(7)
        }

        """
    }
    let declaration = "declare void @go.pcdata(i32, i32)\n"
    let marked = code.replacing("MARK", with: "call void @go.pcdata(i32 3, i32 45), LN(3)")
    let folder = try TestFolder()
    var texts: [String] = []
    for (name, code) in [
      ("plain", code.replacing("MARK", with: "")), ("marked", declaration + marked),
    ] {
      let object = try IRModule(code: code).compile(
        in: folder, as: name, for: machine, level: level)
      try Tool.run(
        machine.binutil("objcopy"),
        ["-O", "binary", "-j", ".text", object, folder.path(name + ".text")])
      texts.append(try folder.bytes(name + ".text").base64EncodedString())
    }
    let areEqual = texts[0] == texts[1]
    #expect(areEqual && texts[0].count > 400)
    #expect(try MarkerSection(folder.path("marked.o"), machine).records.count >= 12)
  }

  @Test("The same module makes the same object", arguments: Machine.allCases)
  func deterministic(machine: Machine) throws {
    let folder = try TestFolder()
    let first = try Self.module.compile(in: folder, as: "module", for: machine)
    let bytes = try folder.bytes("module.o")
    _ = try Self.module.compile(in: folder, as: "module", for: machine)
    let areEqual = try folder.bytes("module.o") == bytes
    #expect(areEqual, "\(first)")
  }
}
