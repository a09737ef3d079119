import LLVM
import Testing

@Suite struct ValueTests {
  private let text = """
    @x = global i64 5
    @p = global ptr @x
    define i64 @f(i64 %a, i64 %b) {
      %c = add i64 %a, %a
      %d = load i64, ptr @x
      %e = mul i64 %c, %d
      ret i64 %e
    }
    """

  @Test func valuesNarrowToWhatTheyAreAndNothingElse() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let function = try required(module.function(named: "f"))
    let variable = try required(module.globalVariable(named: "x"))
    let instruction = try required(function.instructions.first)
    #expect(Function(function.value) == function && Function(variable) == nil)
    #expect(GlobalVariable(variable.value) == variable && GlobalVariable(function) == nil)
    #expect(Constant(function.value) == function.constant && Constant(instruction) == nil)
    #expect(Instruction(instruction.value) == instruction && Instruction(variable) == nil)
    #expect(Argument(function.arguments[0].value) == function.arguments[0])
    #expect(Argument(instruction) == nil && GlobalAlias(variable) == nil)
    #expect(CallSite(instruction) == nil && InlineAssembly(function) == nil)
    #expect(function.isConstant && !instruction.isConstant)
  }

  @Test func usersAndOperandsAreRead() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let function = try required(module.function(named: "f"))
    let a = function.arguments[0]
    let code = function.instructions
    #expect(a.users == [code[0].value, code[0].value] && a.hasUses)
    #expect(!function.arguments[1].hasUses)
    #expect(code[2].operands == [code[0].value, code[1].value] && code[2].operandCount == 2)
    #expect(code[2].operand(2) == nil && code[2].operand(-1) == nil && a.operands == [])
    let variable = try required(module.globalVariable(named: "x"))
    #expect(variable.users.count == 2)
    #expect(variable.users.contains(code[1].value))
    #expect(a.function == function && a.name == "a" && a.type == module.context.i64)
  }

  @Test func allUsesAreReplacedByAValueOfTheSameType() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let function = try required(module.function(named: "f"))
    try function.arguments[0].replaceAllUses(with: function.arguments[1])
    try function.arguments[1].replaceAllUses(with: function.arguments[1])
    try expect(module, says: text.replacing("%a, %a", with: "%b, %b"))
    let error = try thrown { () throws(LLVMError) in
      try function.arguments[1].replaceAllUses(with: module.context.i8.zero)
    }
    #expect(error == .typeMismatch(expected: "i64", found: "i8"))
  }

  @Test func inlineAssemblyIsReadBack() throws {
    let context = try Context()
    let types = context.handle
    let assembly = InlineAssembly(
      types.function([types.i64], returning: types.i64), "movq $1, $0", constraints: "=r,r",
      hasSideEffects: true, alignsStack: true, dialect: .intel, canUnwind: true)
    #expect(assembly.assembly == "movq $1, $0" && assembly.constraints == "=r,r")
    #expect(assembly.hasSideEffects && assembly.alignsStack && assembly.canUnwind)
    #expect(assembly.dialect == .intel && assembly.functionType.parameters == [types.i64])
    #expect(InlineAssembly(assembly.value) == assembly)
  }
}
