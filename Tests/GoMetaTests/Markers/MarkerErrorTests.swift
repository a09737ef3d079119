import TestSupport
import Testing

/// Uses of `go.funcdata` and `go.pcdata` that are refused in one line that names module, function,
/// call and rule.
@Suite(.serialized)
struct MarkerErrorTests {
  @Test("A marker that breaks a rule is refused", arguments: RefusedModule.markers)
  func refused(bad: RefusedModule) throws {
    let folder = try TestFolder()
    let input = try folder.write(bad.text, to: "input.ll")
    try Refusal.expect(
      ["compile", input, "-o", folder.path("output.o")], in: folder, mentions: bad.mentions)
  }

  @Test(
    "Data that a plugin cannot copy is refused",
    arguments: [
      ("@data = global i64 7", "can be written to"),
      ("@data = constant ptr @data", "holds addresses"),
      ("@data = constant i64 7, align 16", "aligned to more than 8 bytes"),
    ])
  func notCopied(definition: String, reason: String) throws {
    let folder = try TestFolder()
    let module = IRModule(
      declarations: ["func F(n int) int"],
      code: """
        \(definition)
        declare void @go.funcdata(i32, ptr)
        define i64 @{F}(i64 %n) FN(1) {
          call void @go.funcdata(i32 2, ptr @data), LN(2)
          ret i64 %n, LN(2)
        }
        """)
    let object = try module.compile(in: folder, for: .x86_64)
    try Refusal.expect(
      ["link", "--plugin", module.path, "-o", folder.path("m.so"), object], in: folder,
      mentions: ["function example.com/shapes.F: FUNCDATA 2, data, ", reason])
  }

  @Test("A wide constant that fits is taken")
  func wide() throws {
    let folder = try TestFolder()
    let object = try IRModule(
      code: """
        declare void @go.pcdata(i64, i128)
        declare void @f()
        define void @g() FN(1) {
          call void @go.pcdata(i64 3, i128 -2147483648), LN(2)
          call void @f(), LN(2)
          ret void, LN(2)
        }
        """
    ).compile(in: folder, for: .x86_64)
    #expect(try MarkerSection(object, .x86_64).records.map(\.value) == [.min])
  }
}
