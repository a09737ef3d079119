import LLVM
import Testing

@Suite struct MetadataTests {
  @Test func namedMetadataIsReadFromText() throws {
    let context = try Context()
    let module = try Module(
      text: """
        !go.package = !{!0}
        !go.declarations = !{!1, !2}
        !empty = !{}
        !0 = !{!"example.com/geometry", !"geometry"}
        !1 = !{!"type Point struct { X, Y float64 }"}
        !2 = !{!"a\\00b", i32 7, null, !0, !3}
        !3 = !{i64 9}
        """, name: "m", in: context)
    #expect(module.namedMetadata == ["go.package", "go.declarations", "empty"])
    let package = try required(module.namedMetadata("go.package"))
    #expect(
      package.map { $0.operands?.map { $0?.string } } == [["example.com/geometry", "geometry"]])
    let declarations = try required(module.namedMetadata("go.declarations"))
    #expect(declarations[0].operands?.first??.string == "type Point struct { X, Y float64 }")
    let operands = try #require(declarations[1].operands)
    #expect(operands.count == 5)
    #expect(operands[0]?.string == "a\0b" && operands[0]?.isNode == false)
    #expect(operands[1]?.value?.unsignedInteger == 7 && operands[1]?.isValue == true)
    #expect(operands[1]?.operands == nil && operands[1]?.string == nil)
    #expect(operands[2] == nil && operands[3] == package[0])
    // A node of one constant, which the C API gives as the constant.
    #expect(operands[4]?.operands?.first??.value?.unsignedInteger == 9)
    #expect(module.namedMetadata("empty") == [])
    #expect(module.namedMetadata("absent") == nil && module.namedMetadata("a\0b") == nil)
    #expect(module.namedMetadata == ["go.package", "go.declarations", "empty"])
  }

  @Test func namedMetadataOfOneConstantIsANode() throws {
    let context = try Context()
    let module = try Module(text: "!x = !{!0}\n!0 = !{i32 3}", name: "m", in: context)
    let node = try required(module.namedMetadata("x"))[0]
    #expect(node.isNode && node.operands?.first??.value?.unsignedInteger == 3)
  }

  @Test func nodesAreWrittenAsLLVMReadsThem() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let c = module.context
    let global = try module.addGlobalVariable("g", c.i8)
    let inner = c.metadata([c.metadata("geometry")])
    try module.appendNamedMetadata("go.package", inner)
    try module.appendNamedMetadata(
      "go.package",
      c.metadata([
        inner, nil, c.metadata(global), c.metadata(c.i1.constant(1)), c.metadata(""),
        c.metadata([]),
      ]))
    try expect(
      module,
      says: """
        @g = external global i8
        !go.package = !{!0, !1}
        !0 = !{!"geometry"}
        !1 = !{!0, null, ptr @g, i1 true, !"", !2}
        !2 = !{}
        """)
    #expect(c.metadata("x").description == "!\"x\"")
    let error = try thrown { () throws(LLVMError) in
      try module.appendNamedMetadata("x", c.metadata("text"))
    }
    #expect(error == .typeMismatch(expected: "a metadata node", found: "!\"text\""))
  }

  @Test(arguments: ModuleFlag.Behavior.allCases)
  func flagsOfEveryBehaviorAreWrittenAndRead(_ behavior: ModuleFlag.Behavior) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let c = module.context
    let value =
      switch behavior {
      case .require: c.metadata([c.metadata("other"), c.metadata(c.i32.constant(1))])
      case .append, .appendUnique: c.metadata([c.metadata("item")])
      default: c.metadata(c.i32.constant(8))
      }
    try module.addFlag(.error, "other", 1)
    try module.addFlag(ModuleFlag(behavior, "key", value))
    try module.verify()
    let read = try Module(text: module.text, name: "copy", in: context)
    #expect(
      read.flags == [
        ModuleFlag(.error, "other", c.metadata(c.i32.constant(1))),
        ModuleFlag(behavior, "key", value),
      ])
    #expect(read.flag("key") == value && read.flag("absent") == nil)
    #expect(read.text.contains("!{i32 \(behavior.rawValue), !\"key\""))
    let error = try thrown { () throws(LLVMError) in try read.addFlag(.error, "key", 1) }
    #expect(error == .nameTaken(symbol: "key"))
  }
}
