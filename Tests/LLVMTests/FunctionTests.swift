import LLVM
import Testing

@Suite struct FunctionTests {
  @Test func propertiesReachTheTextAndComeBack() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let type = types.function([types.pointer, types.i64], returning: types.i64)
    let function = try module.addFunction("f", type)
    let personality = try module.addFunction(
      "personality", types.function([], returning: types.i32, variadic: true))
    function.callingConvention = .preserveMost
    function.linkage = .internal
    try function.setGarbageCollector("statepoint-example")
    function.personality = personality.constant
    try function.setSection(".text.hot")
    try function.setAlignment(64)
    function.arguments[0].setName("p")
    let entry = function.appendBlock("entry")
    let builder = Builder(in: module)
    builder.position(atEndOf: entry)
    builder.ret(function.arguments[1])
    try expect(
      module,
      says: """
        define internal preserve_mostcc i64 @f(ptr %p, i64 %0) section ".text.hot" align 64 gc "statepoint-example" personality ptr @personality {
        entry:
          ret i64 %0
        }
        declare i32 @personality(...)
        """)
    #expect(function.functionType == type && function.argumentCount == 2)
    #expect(
      function.callingConvention == .preserveMost
        && function.garbageCollector == "statepoint-example")
    #expect(function.personality == personality.constant && personality.personality == nil)
    #expect(function.entry == entry && personality.entry == nil && personality.blocks == [])
    #expect(function.isValid && personality.isDeclaration)
    try function.setGarbageCollector(nil)
    function.personality = nil
    #expect(function.garbageCollector == nil && function.personality == nil)
  }

  @Test func attributesAreAddedReadAndRemoved() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let function = try module.addFunction(
      "f", types.function([types.pointer, types.pointer], returning: types.pointer))
    function.add(try types.attribute("noinline"))
    function.add(try types.attribute("uwtable", number: 2))
    function.add(types.attribute(key: "frame-pointer", value: "all"))
    function.add(types.attribute(key: "no-realign-stack"))
    function.add(try types.attribute("nonnull"), at: .result)
    function.add(try types.attribute("align", number: 8), at: .parameter(1))
    function.add(try types.attribute("byval", type: types.i64), at: .parameter(0))
    try expect(
      module,
      says: """
        declare nonnull ptr @f(ptr byval(i64), ptr align 8) #0
        attributes #0 = { noinline uwtable "frame-pointer"="all" "no-realign-stack" }
        """)
    let uwtable = try Attribute.Kind("uwtable")
    #expect(
      function.attributes().map(\.content) == [
        .named(try Attribute.Kind("noinline"), number: 0), .named(uwtable, number: 2),
        .string(key: "frame-pointer", value: "all"), .string(key: "no-realign-stack", value: ""),
      ])
    #expect(
      function.attributes(at: .parameter(0)).map(\.content) == [
        .type(try Attribute.Kind("byval"), types.i64)
      ])
    #expect(function.attribute(uwtable)?.content == .named(uwtable, number: 2))
    #expect(function.attributeValue(key: "frame-pointer") == "all")
    #expect(function.attributeValue(key: "no-realign-stack") == "")
    #expect(function.attributeValue(key: "absent") == nil)
    #expect(try function.has("nonnull", at: .result) && !function.has("nonnull"))
    #expect(function.attributes(at: .parameter(9)) == [])
    function.remove(uwtable)
    function.removeAttribute(key: "frame-pointer")
    #expect(function.attributes().count == 2)
  }

  @Test func anUnknownAttributeIsRefused() throws {
    let context = try Context()
    let error = try thrown { () throws(LLVMError) in try context.handle.attribute("sparkling") }
    #expect(error == .unknownAttribute(name: "sparkling"))
  }

  @Test func intrinsicsAreDeclaredByName() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let sqrt = try module.intrinsic("llvm.sqrt", overloads: [types.double])
    let address = try module.intrinsic("llvm.returnaddress")
    try #expect(module.intrinsic("llvm.sqrt", overloads: [types.double]) == sqrt)
    try expect(
      module,
      says: "declare double @llvm.sqrt.f64(double)\ndeclare ptr @llvm.returnaddress(i32)")
    #expect(sqrt.isIntrinsic && sqrt.isIntrinsic("llvm.sqrt") && !sqrt.isIntrinsic("llvm.sin"))
    #expect(address.isIntrinsic("llvm.returnaddress"))
    let plain = try module.addFunction("sqrt", types.function([], returning: types.void))
    #expect(!plain.isIntrinsic && !plain.isIntrinsic("llvm.sqrt"))
  }

  @Test(arguments: ["llvm.nonsense", "sqrt", "", "llvm.returnaddress", "llvm.sqrtt"])
  func anUnknownOrMistypedIntrinsicIsRefused(name: String) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let error = try thrown { () throws(LLVMError) in
      try module.intrinsic(name, overloads: [module.context.double])
    }
    #expect(error == .unknownIntrinsic(name: name))
    let missing = try thrown { () throws(LLVMError) in try module.intrinsic("llvm.sqrt") }
    #expect(missing == .unknownIntrinsic(name: "llvm.sqrt"))
  }

  @Test func blocksAreMadeMovedAndDeleted() throws {
    let context = try Context()
    let module = try Module(
      text: """
        define void @f(i1 %c) {
        a:
          br i1 %c, label %b, label %c1
        b:
          ret void
        c1:
          ret void
        }
        """, name: "m", in: context)
    let function = try required(module.function(named: "f"))
    let blocks = function.blocks
    #expect(blocks.map(\.name) == ["a", "b", "c1"])
    #expect(blocks[0].successors == [blocks[1], blocks[2]] && blocks[0].function == function)
    #expect(blocks[1].successors == [] && blocks[0].terminator == blocks[0].first)
    let error = try thrown { () throws(LLVMError) in try blocks[1].delete() }
    #expect(error == .stillUsed(symbol: "b"))
    blocks[1].move(after: blocks[2])
    let front = blocks[2].insertBlockBefore("front")
    front.setName("first")
    front.move(before: blocks[1])
    #expect(function.blocks.map(\.name) == ["a", "c1", "first", "b"])
    #expect(front.terminator == nil && front.last == nil && front.instructions == [])
    try front.delete()
    #expect(function.blocks.count == 3)
  }
}
