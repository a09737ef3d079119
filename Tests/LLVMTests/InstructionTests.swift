import LLVM
import Testing

@Suite struct InstructionTests {
  private let text = """
    define i64 @f(ptr %p, i64 %n, double %d, { i64, [2 x i8] } %s) {
    entry:
      %slot = alloca [4 x i64], align 16
      %dynamic = alloca i64, i64 %n, align 8
      %gep = getelementptr inbounds i64, ptr %p, i64 %n
      %load = load volatile i64, ptr %gep, align 4
      store i64 %load, ptr %slot, align 8
      %less = icmp slt i64 %load, %n
      %same = fcmp oeq double %d, 1.0
      %part = extractvalue { i64, [2 x i8] } %s, 1, 0
      br i1 %less, label %then, label %exit
    then:
      switch i64 %n, label %exit [ i64 1, label %entry2
                                   i64 2, label %exit ]
    entry2:
      br label %exit
    exit:
      %phi = phi i64 [ 0, %entry ], [ 1, %then ], [ 1, %then ], [ 2, %entry2 ]
      ret i64 %phi
    }
    """

  @Test func everyPropertyIsReadFromText() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let types = module.context
    let function = try required(module.function(named: "f"))
    let code = function.instructions
    #expect(
      code.map(\.opcode) == [
        .alloca, .alloca, .getElementPointer, .load, .store, .icmp, .fcmp, .extractValue, .branch,
        .switch, .branch, .phi, .ret,
      ])
    #expect(code[0].allocatedType == types.array(of: types.i64, count: 4))
    #expect(code[0].isStaticAlloca && !code[1].isStaticAlloca && code[0].alignment == 16)
    #expect(code[2].sourceElementType == types.i64 && code[3].sourceElementType == nil)
    #expect(code[3].isVolatile && !code[4].isVolatile && code[3].alignment == 4)
    #expect(code[3].pointerOperand == code[2].value && code[4].pointerOperand == code[0].value)
    #expect(code[5].integerPredicate == .signedLess && code[5].floatPredicate == nil)
    #expect(code[6].floatPredicate == .orderedEqual && code[6].integerPredicate == nil)
    #expect(code[7].fieldIndices == [1, 0] && code[6].fieldIndices == [])
    #expect(code[9].successors.map(\.name) == ["exit", "entry2", "exit"])
    #expect(code[11].incoming.map(\.block.name) == ["entry", "then", "then", "entry2"])
    #expect(code[11].incoming.map(\.value.unsignedInteger) == [0, 1, 1, 2])
    #expect(code[5].alignment == nil && code[5].pointerOperand == nil && code[5].incoming.isEmpty)
    #expect(code[0].next == code[1] && code[1].previous == code[0] && code[0].previous == nil)
    #expect(code[0].block == function.entry && code[0].function == function)
    #expect(code[8].opcode.isTerminator && !code[7].opcode.isTerminator)
    #expect(code[3].name == "load" && code[4].name == "")
    #expect(code[3].description == "  %load = load volatile i64, ptr %gep, align 4")
  }

  @Test func instructionsAreChangedInPlace() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let function = try required(module.function(named: "f"))
    let code = function.instructions
    try code[3].setVolatile(false)
    try code[3].setAlignment(8)
    try code[4].setOperand(0, to: function.arguments[1])
    code[3].setName("word")
    try expect(
      module,
      says:
        text
        .replacing(
          "%load = load volatile i64, ptr %gep, align 4",
          with: "%word = load i64, ptr %gep, align 8"
        )
        .replacing("store i64 %load", with: "store i64 %n")
        .replacing("icmp slt i64 %load", with: "icmp slt i64 %word"))
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let function = try required(module.function(named: "f"))
    let code = function.instructions
    let errors = [
      try thrown { () throws(LLVMError) in
        try code[4].setOperand(0, to: function.arguments[0])
      },
      try thrown { () throws(LLVMError) in
        try code[4].setOperand(2, to: function.arguments[0])
      },
      try thrown { () throws(LLVMError) in try code[3].setAlignment(3) },
      try thrown { () throws(LLVMError) in try code[12].setVolatile(true) },
      try thrown(code[3].erase),
    ]
    #expect(
      errors == [
        .typeMismatch(expected: "i64", found: "ptr"),
        .indexOutOfRange(what: "operand", index: 2, count: 2), .invalidAlignment(bytes: 3),
        .typeMismatch(expected: "a memory access", found: "  ret i64 %phi"),
        .stillUsed(symbol: "load"),
      ])
    try expect(module, says: text)
  }

  @Test func aCloneIsInsertedAndTheOriginalErased() throws {
    let context = try Context()
    let module = try Module(
      text: "define i64 @f(i64 %a) {\n %b = add nsw i64 %a, 1\n ret i64 %b\n}", name: "m",
      in: context)
    let function = try required(module.function(named: "f"))
    let original = function.instructions[0]
    let clone = original.clone()
    #expect(clone.block == nil)
    let builder = Builder(in: module)
    builder.position(after: original)
    builder.insert(clone, name: "c")
    try original.replaceAllUses(with: clone)
    try original.erase()
    try expect(
      module, says: "define i64 @f(i64 %a) {\n %c = add nsw i64 %a, 1\n ret i64 %c\n}")
    clone.remove()
    #expect(clone.block == nil && function.instructions.count == 1)
    builder.position(atStartOf: try required(function.entry))
    builder.insert(clone, name: "c")
    try module.verify()
    let loose = clone.clone()
    try loose.erase()
  }

  @Test func metadataIsAttachedReadAndRemoved() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let types = module.context
    let load = try required(module.function(named: "f")).instructions[3]
    let kind = types.metadataKind("go.note")
    // One constant alone: the form that the C API looks through.
    let node = types.metadata([types.metadata(types.i32.constant(4))])
    try load.setMetadata(kind, to: node)
    try load.setMetadata(
      types.metadataKind("nontemporal"),
      to: types.metadata([
        types.metadata(types.i32.constant(1))
      ]))
    #expect(load.metadata(kind) == node)
    #expect(Set(load.attachedMetadata.map(\.kind)) == [kind, types.metadataKind("nontemporal")])
    #expect(load.attachedMetadata.contains { $0.kind == kind && $0.node == node })
    #expect(load.description.contains("!nontemporal !0, !go.note !1"))
    try load.setMetadata(kind, to: nil)
    #expect(load.metadata(kind) == nil && load.debugLocation == nil)
    let error = try thrown { () throws(LLVMError) in
      try load.setMetadata(kind, to: types.metadata("text"))
    }
    #expect(error == .typeMismatch(expected: "a metadata node", found: "!\"text\""))
  }

  @Test func callsAreTakenApart() throws {
    let context = try Context()
    let module = try Module(
      text: """
        declare fastcc i64 @g(i64, ptr)
        define void @f(ptr %p, i64 %n) {
          %a = tail call fastcc i64 @g(i64 noundef %n, ptr %p) #0 [ "deopt"(i32 7, ptr %p), "empty"() ]
          call void %p(i64 1)
          call void asm sideeffect "nop", ""()
          ret void
        }
        attributes #0 = { nounwind "gc-leaf-function" }
        """, name: "m", in: context)
    let types = module.context
    let function = try required(module.function(named: "f"))
    let calls = function.instructions.compactMap { CallSite($0) }
    #expect(calls.count == 3)
    let n = function.arguments[1].value
    let p = function.arguments[0].value
    #expect(
      calls[0].calledFunction == module.function(named: "g") && calls[1].calledFunction == nil)
    #expect(calls[1].callee == p && calls[0].arguments == [n, p])
    #expect(calls[0].functionType.description == "i64 (i64, ptr)")
    #expect(calls[0].callingConvention == .fast && calls[1].callingConvention == .c)
    #expect(calls[0].tailCallKind == .tail && calls[1].tailCallKind == .none)
    #expect(
      calls[0].operandBundles == [
        OperandBundle("deopt", [types.i32.constant(7).value, p]), OperandBundle("empty", []),
      ])
    #expect(InlineAssembly(calls[2].callee)?.assembly == "nop")
    #expect(calls[0].attributeValue(key: "gc-leaf-function") == "")
    #expect(calls[0].attribute(try Attribute.Kind("nounwind")) != nil)
    #expect(calls[0].attributes(at: .parameter(0)).count == 1 && calls[0].attributes().count == 2)
    calls[1].tailCallKind = .noTail
    calls[1].callingConvention = .cold
    calls[1].add(types.attribute(key: "gc-leaf-function"))
    calls[0].remove(try Attribute.Kind("nounwind"))
    calls[0].removeAttribute(key: "gc-leaf-function")
    #expect(calls[0].attributes() == [])
    #expect(calls[1].description.hasPrefix("  notail call coldcc void %p(i64 1) #"))
    try module.verify()
  }

  @Test func aCallIsReplacedByAnother() throws {
    let context = try Context()
    let module = try Module(
      text: """
        declare i64 @g(i64)
        define i64 @f(i64 %n) {
          %a = call i64 @g(i64 %n)
          ret i64 %a
        }
        """, name: "m", in: context)
    let types = module.context
    let call = try #require(CallSite(try required(module.function(named: "f")).instructions[0]))
    let wide = try module.addFunction(
      "h", types.function([types.i64, types.i64], returning: types.i64))
    let builder = Builder(in: module)
    builder.position(before: call.instruction)
    let replacement = builder.call(
      wide, call.arguments + [types.i64.undef.value],
      bundles: [OperandBundle("deopt", [types.i32.constant(1).value])])
    try call.replaceAllUses(with: replacement)
    try call.instruction.erase()
    try expect(
      module,
      says: """
        declare i64 @g(i64)
        define i64 @f(i64 %n) {
          %1 = call i64 @h(i64 %n, i64 undef) [ "deopt"(i32 1) ]
          ret i64 %1
        }
        declare i64 @h(i64, i64)
        """)
  }
}
