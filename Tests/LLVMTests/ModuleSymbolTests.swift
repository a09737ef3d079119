import LLVM
import Testing

@Suite struct ModuleSymbolTests {
  @Test func symbolsAreListedInOrderAndFoundByName() throws {
    let context = try Context()
    let module = try Module(
      text: """
        @a = global i8 0
        @b = external global i32
        @c = alias i8, ptr @a
        declare void @f()
        define void @"runtime.memequal64·f"() { ret void }
        """, name: "m", in: context)
    #expect(module.globalVariables.map(\.name) == ["a", "b"])
    #expect(module.aliases.map(\.name) == ["c"])
    #expect(module.functions.map(\.name) == ["f", "runtime.memequal64·f"])
    #expect(module.functions.map(\.isDeclaration) == [true, false])
    #expect(module.function(named: "runtime.memequal64·f") == module.functions[1])
    #expect(module.globalVariable(named: "b") == module.globalVariables[1])
    #expect(module.alias(named: "c") == module.aliases[0])
    #expect(module.function(named: "a") == nil)
    #expect(module.globalVariable(named: "a\0x") == nil)
    for name in ["a", "b", "c", "f"] { #expect(module.symbol(named: name)?.name == name) }
    #expect(module.symbol(named: "d") == nil)
  }

  @Test func aNameThatIsTakenIsRefusedAndNothingAdded() throws {
    let context = try Context()
    let module = try Module(text: "@a = global i8 0", name: "m", in: context)
    let types = module.context
    let type = types.function([], returning: types.void)
    let errors = [
      try thrown { () throws(LLVMError) in try module.addFunction("a", type) },
      try thrown { () throws(LLVMError) in try module.addGlobalVariable("a", types.i8) },
      try thrown { () throws(LLVMError) in
        try module.addAlias("a", types.i8, to: module.globalVariables[0])
      },
    ]
    #expect(errors == Array(repeating: .nameTaken(symbol: "a"), count: 3))
    let function = try module.addFunction("f", type)
    let renaming = try thrown { () throws(LLVMError) in try function.rename("a") }
    #expect(renaming == .nameTaken(symbol: "a"))
    let naming = try thrown { () throws(LLVMError) in try module.addFunction("x\0y", type) }
    #expect(naming == .invalidName(symbol: "x\0y"))
    try expect(module, says: "@a = global i8 0\ndeclare void @f()")
  }

  @Test func renamingChangesAllReferences() throws {
    let context = try Context()
    let module = try Module(
      text: """
        define void @f() { ret void }
        define void @g() {
          call void @f()
          ret void
        }
        """, name: "m", in: context)
    try required(module.function(named: "f")).rename("example.com/geometry.(*Point).Scale.body")
    try expect(
      module,
      says: """
        define void @"example.com/geometry.(*Point).Scale.body"() { ret void }
        define void @g() {
          call void @"example.com/geometry.(*Point).Scale.body"()
          ret void
        }
        """)
  }

  @Test func whatIsUsedIsNotDeleted() throws {
    let context = try Context()
    let module = try Module(
      text: """
        @x = global i8 0
        @p = global ptr @x
        define void @f() { ret void }
        define void @g() {
          call void @f()
          ret void
        }
        """, name: "m", in: context)
    let variable = try required(module.globalVariable(named: "x"))
    let function = try required(module.function(named: "f"))
    let errors = [try thrown(variable.delete), try thrown(function.delete)]
    #expect(errors == [.stillUsed(symbol: "x"), .stillUsed(symbol: "f")])
    try required(module.globalVariable(named: "p")).delete()
    try required(module.function(named: "g")).delete()
    try variable.delete()
    try function.delete()
    #expect(module.symbol(named: "x") == nil && module.symbol(named: "f") == nil)
  }

  @Test func linkingMovesTheOtherModulesSymbols() throws {
    let context = try Context()
    let module = try Module(
      text: "declare i32 @f()\ndefine i32 @g() {\n %x = call i32 @f()\n ret i32 %x\n}", name: "a",
      in: context)
    let other = try Module(text: "define i32 @f() { ret i32 7 }", name: "b", in: context)
    try module.link(other)
    try expect(
      module,
      says: """
        define i32 @g() {
          %x = call i32 @f()
          ret i32 %x
        }
        define i32 @f() { ret i32 7 }
        """)
  }

  @Test func aConflictInLinkingIsThrownWithLLVMsMessage() throws {
    let context = try Context()
    let module = try Module(text: "define void @f() { ret void }", name: "a", in: context)
    let other = try Module(text: "define void @f() { ret void }", name: "b", in: context)
    do throws(LLVMError) {
      try module.link(other)
      Issue.record("no error")
    } catch {
      #expect(
        error
          == .linkFailed(
            module: "a",
            message: "Linking globals named 'f': symbol multiply defined!"))
    }
  }

  @Test func modulesOfTwoContextsAreNotLinked() throws {
    let context = try Context()
    let another = try Context()
    let module = Module(name: "a", in: context)
    do throws(LLVMError) {
      try module.link(Module(name: "b", in: another))
      Issue.record("no error")
    } catch {
      #expect(error == .differentContexts(module: "b"))
    }
  }

  @Test func aWarningCanBeTaken() throws {
    let context = try Context()
    let module = try Module(
      text: "!llvm.module.flags = !{!0}\n!0 = !{i32 2, !\"k\", i32 1}", name: "a", in: context)
    let other = try Module(
      text: "!llvm.module.flags = !{!0}\n!0 = !{i32 2, !\"k\", i32 2}", name: "b", in: context)
    try module.link(other)
    let warnings = module.takeWarnings()
    #expect(warnings.count == 1 && warnings[0].contains("'k'"))
    #expect(module.takeWarnings() == [])
  }
}
