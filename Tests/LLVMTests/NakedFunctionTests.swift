import LLVM
import Testing

/// A naked function's body is inline assembly alone. Symbols whose names no assembler takes without
/// quotes come in as operands, and LLVM quotes them.
@Suite struct NakedFunctionTests {
  private let callees = ["example.com/geometry.(*Point).Scale.body", "runtime.memequal64·f"]
  private let datum = "type:.eq.x"
  private let absolute = "go.frame·size"

  /// A naked function with these lines, whose operands `$0`… are the callees, the datum and the
  /// absolute symbol.
  private func object(
    _ target: Target, _ lines: [String], constraints: String, relocation: RelocationModel
  ) throws -> [UInt8] {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let plain = types.function([], returning: types.void)
    var operands = try callees.map { try module.addFunction($0, plain).value }
    for name in [datum, absolute] {
      let symbol = try module.addGlobalVariable(name, types.i8)
      symbol.visibility = .hidden
      operands.append(symbol.value)
    }
    let function = try module.addFunction("example.com/geometry.(*Point).Scale", plain)
    for name in ["naked", "noinline", "nounwind"] { function.add(try types.attribute(name)) }
    let assembly = InlineAssembly(
      types.function(Array(repeating: types.pointer, count: operands.count), returning: types.void),
      lines.joined(separator: "\n"), constraints: constraints, hasSideEffects: true)
    let builder = Builder(in: module)
    builder.position(atEndOf: function.appendBlock())
    builder.call(assembly, operands)
    builder.unreachable()
    let machine = try target.machine(relocation: relocation)
    try module.setTarget(machine)
    return try machine.emit(module)
  }

  /// Type and symbol of each relocation of `.text`.
  private func relocations(_ object: [UInt8]) throws -> [[String]] {
    let folder = try Folder()
    try folder.write(object, "m.o")
    // Offset Info Type Symbol's-value Symbol's-name + addend
    return words(try Tool.llvm("llvm-readelf").output(["-r", "-W", "m.o"], in: folder))
      .filter { $0.count >= 5 && $0[2].hasPrefix("R_") }
      .map { [$0[2], $0[4]] }
  }

  @Test(arguments: RelocationModel.allCases)
  func symbolsAreOperandsOnAMD64(_ relocation: RelocationModel) throws {
    let object = try object(
      .amd64,
      [
        "callq ${0:P}", "jmp ${1:P}", "leaq ${2:P}(%rip), %rax", "subq $3, %r12",
        "movq ${1:P}@GOTPCREL(%rip), %rax",
      ],
      constraints: "s,s,s,s", relocation: relocation)
    #expect(
      try relocations(object).map { [$0[0].replacing("REX_", with: ""), $0[1]] } == [
        ["R_X86_64_PLT32", callees[0]], ["R_X86_64_PLT32", callees[1]],
        ["R_X86_64_PC32", datum], ["R_X86_64_32S", absolute],
        ["R_X86_64_GOTPCRELX", callees[1]],
      ])
  }

  @Test(arguments: RelocationModel.allCases, ["s", "S"])
  func symbolsAreOperandsOnARM64(
    _ relocation: RelocationModel, _ constraint: String
  ) throws {
    let object = try object(
      .arm64,
      [
        "bl $0", "b $1", "adrp x0, $2", "add x0, x0, :lo12:$2",
        "movz x17, #:abs_g0_nc:$3", "movk x17, #:abs_g1_nc:$3", "adrp x1, :got:$1",
        "ldr x1, [x1, :got_lo12:$1]",
      ],
      constraints: Array(repeating: constraint, count: 4).joined(separator: ","),
      relocation: relocation)
    #expect(
      try relocations(object) == [
        ["R_AARCH64_CALL26", callees[0]], ["R_AARCH64_JUMP26", callees[1]],
        ["R_AARCH64_ADR_PREL_PG_HI21", datum], ["R_AARCH64_ADD_ABS_LO12_NC", datum],
        ["R_AARCH64_MOVW_UABS_G0_NC", absolute], ["R_AARCH64_MOVW_UABS_G1_NC", absolute],
        ["R_AARCH64_ADR_GOT_PAGE", callees[1]], ["R_AARCH64_LD64_GOT_LO12_NC", callees[1]],
      ])
  }

  /// Constraint `i` takes addresses that are known to lie in the same output, and no others.
  @Test func anImmediateConstraintRefusesSymbolsOfOtherObjects() throws {
    let error = try #require(throws: LLVMError.self) {
      try object(
        .amd64, ["callq ${0:P}"], constraints: "i,s,s,s", relocation: .positionIndependent)
    }
    #expect(
      error
        == .emissionFailed(
          module: "m", message: "invalid operand for inline asm constraint 'i'"))
  }

  /// A naked `f` calls `example.com/geometry.(*Point).Scale.body`, and the program runs.
  @Test(arguments: Target.allCases) func aNakedStubRuns(_ target: Target) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let type = types.function([types.i64], returning: types.i64)
    let body = try module.addFunction(callees[0], type)
    let builder = Builder(in: module)
    builder.position(atEndOf: body.appendBlock())
    builder.ret(builder.mul(body.arguments[0], types.i64.constant(7)))
    let stub = try module.addFunction("f", type)
    for name in ["naked", "noinline", "nounwind"] { stub.add(try types.attribute(name)) }
    builder.position(atEndOf: stub.appendBlock())
    let assembly = InlineAssembly(
      types.function([types.pointer], returning: types.void),
      target == .amd64 ? "jmp ${0:P}" : "b $0", constraints: "s", hasSideEffects: true)
    builder.call(assembly, [body.value])
    builder.unreachable()
    let printed = try target.run(
      target.object(module),
      main: """
        #include <stdio.h>
        long f(long);
        int main(void) { printf("%ld", f(6)); }
        """)
    #expect(printed == "42")
  }
}
