import LLVM
import Testing

@Suite struct ConstantTests {
  @Test func constantsPrintAsLLVMReadsThem() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let point = try types.opaqueStructure(named: "Point")
    try point.setBody([types.i64, types.i8])
    let structure = types.structure([types.i8.constant(1), types.i64.constant(2)], packed: true)
    let constants: [Constant] = [
      types.i64.constant(-1), types.i8.constant(255 as UInt8), types.i8.constant(257),
      types.integer(128).constant(-2), types.integer(128).constant(UInt64.max),
      types.integer(65).constant(Int8.min), types.i1.constant(1), types.double.constant(0.1),
      types.float.constant(1.5), types.pointer.zero, types.i32.undef, types.i32.poison,
      types.bytes([0, 34, 92, 255]), types.i16.array([types.i16.constant(7), types.i16.zero]),
      structure, try point.constant([types.i64.constant(3), types.i8.constant(4)]),
      types.structure([types.i8, types.i8]).type.zero,
    ]
    for (index, constant) in constants.enumerated() {
      _ = try module.addGlobalVariable("g\(index)", initializer: constant)
    }
    try expect(
      module,
      says: """
        %Point = type { i64, i8 }
        @g0 = global i64 -1
        @g1 = global i8 255
        @g2 = global i8 1
        @g3 = global i128 -2
        @g4 = global i128 18446744073709551615
        @g5 = global i65 -128
        @g6 = global i1 true
        @g7 = global double 0.1
        @g8 = global float 1.5
        @g9 = global ptr null
        @g10 = global i32 undef
        @g11 = global i32 poison
        @g12 = global [4 x i8] c"\\00\\22\\5C\\FF"
        @g13 = global [2 x i16] [i16 7, i16 0]
        @g14 = global <{ i8, i64 }> <{ i8 1, i64 2 }>
        @g15 = global %Point { i64 3, i8 4 }
        @g16 = global { i8, i8 } zeroinitializer
        """)
  }

  @Test func expressionsOverAddressesPrintAsLLVMReadsThem() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let base = try module.addGlobalVariable("base", types.i8)
    let far = try module.addGlobalVariable("far", types.i8)
    let difference = far.pointerToInteger(types.i64)
      .subtracting(base.pointerToInteger(types.i64))
    let constants: [Constant] = [
      base.advanced(byBytes: 24), base.advanced(byBytes: -8, inBounds: false),
      base.pointerToInteger(types.i64), difference.truncated(to: types.i32),
      difference.adding(types.i64.constant(4)),
      base.addressSpaceCast(to: types.pointer(addressSpace: 1)),
      base.addressSpaceCast(to: types.pointer),
      types.i64.constant(64).integerToPointer(types.pointer),
      types.i64.constant(0x3FF0_0000_0000_0000).bitCast(to: types.double),
    ]
    for (index, constant) in constants.enumerated() {
      _ = try module.addGlobalVariable("g\(index)", initializer: constant)
    }
    let trunc =
      "i32 trunc (i64 sub (i64 ptrtoint (ptr @far to i64), i64 ptrtoint (ptr @base to i64)) to i32)"
    try expect(
      module,
      says: """
        @base = external global i8
        @far = external global i8
        @g0 = global ptr getelementptr inbounds (i8, ptr @base, i64 24)
        @g1 = global ptr getelementptr (i8, ptr @base, i64 -8)
        @g2 = global i64 ptrtoint (ptr @base to i64)
        @g3 = global \(trunc)
        @g4 = global i64 add (i64 sub (i64 ptrtoint (ptr @far to i64), i64 ptrtoint (ptr @base to i64)), i64 4)
        @g5 = global ptr addrspace(1) addrspacecast (ptr @base to ptr addrspace(1))
        @g6 = global ptr @base
        @g7 = global ptr inttoptr (i64 64 to ptr)
        @g8 = global double 1.0
        """)
    #expect(constants[0].expressionOpcode == .getElementPointer)
    #expect(constants[2].expressionOpcode == .ptrToInt)
    #expect(constants[3].expressionOpcode == .trunc)
    #expect(constants[6].expressionOpcode == nil)
  }

  @Test func numbersAreReadBack() throws {
    let context = try Context()
    let types = context.handle
    #expect(types.i8.constant(-3).signedInteger == -3)
    #expect(types.i8.constant(-3).unsignedInteger == 253)
    #expect(types.i64.constant(UInt64.max).unsignedInteger == .max)
    #expect(types.integer(65).constant(1).unsignedInteger == nil)
    #expect(types.double.constant(2.5).floatingPoint == 2.5)
    #expect(types.double.constant(2.5).signedInteger == nil)
    #expect(types.i8.constant(1).floatingPoint == nil)
    #expect(types.pointer.zero.isZero && !types.i8.constant(1).isZero)
    #expect(types.i8.undef.isUndef && types.i8.poison.isPoison)
  }

  @Test func aggregatesAreReadBack() throws {
    let context = try Context()
    let types = context.handle
    let bytes: [UInt8] = [1, 0, 255]
    #expect(types.bytes(bytes).bytes() == bytes)
    #expect(types.bytes([]).bytes() == [])
    #expect(types.bytes([0, 0]).bytes() == [0, 0])
    let huge = types.array(of: types.i8, count: 1 << 40).zero
    #expect(huge.bytes() == nil)
    #expect(types.i16.array([types.i16.constant(1)]).bytes() == nil)
    #expect(types.bytes(bytes).bytes(limit: 2) == nil)
    let structure = types.structure([types.i8.constant(5), types.i16.constant(6)])
    #expect(structure.element(1)?.unsignedInteger == 6)
    #expect(structure.element(2) == nil && structure.element(-1) == nil)
    #expect(types.bytes(bytes).element(2)?.unsignedInteger == 255)
    #expect(types.bytes(bytes).element(3) == nil)
    #expect(types.i8.constant(1).element(0) == nil)
  }

  @Test func aStructConstantMustFitItsType() throws {
    let context = try Context()
    let types = context.handle
    let type = types.structure([types.i8, types.i16])
    let error = try thrown { () throws(LLVMError) in try type.constant([types.i8.constant(1)]) }
    #expect(error == .typeMismatch(expected: "{ i8, i16 }", found: "{ i8 }"))
  }

  @Test func megabytesAreOneConstantAndReachTheObjectWhole() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let bytes = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &>> 7) }
    let blob = try module.addGlobalVariable(
      "blob", initializer: module.context.bytes(bytes), readOnly: true)
    try blob.setSection(".blob")
    let folder = try Folder()
    try folder.write(Target.amd64.object(module), "m.o")
    try Tool.llvm("llvm-objcopy").output(
      ["--dump-section", ".blob=blob.bin", "m.o", "/dev/null"], in: folder)
    #expect(try folder.read("blob.bin") == bytes)
  }
}
