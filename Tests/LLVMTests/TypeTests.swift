import LLVM
import Testing

@Suite struct TypeTests {
  @Test func typesPrintAsLLVMNamesThem() throws {
    let context = try Context()
    let types = context.handle
    let named = try types.opaqueStructure(named: "Point")
    try named.setBody([types.double, types.double])
    let found: [IRType] = [
      types.i1, types.i8, types.i16, types.i32, types.i64, types.integer(128), types.half,
      types.float, types.double, types.void, types.pointer, types.pointer(addressSpace: 1),
      types.array(of: types.i8, count: 5_000_000_000), types.vector(of: types.float, count: 4),
      types.structure([types.i8, types.pointer]).type,
      types.structure([types.i8, types.i64], packed: true).type,
      types.function([types.i64, types.pointer], returning: types.void).type,
      types.function([types.pointer], returning: types.i32, variadic: true).type,
    ]
    #expect(
      found.map(\.description) == [
        "i1", "i8", "i16", "i32", "i64", "i128", "half", "float", "double", "void", "ptr",
        "ptr addrspace(1)", "[5000000000 x i8]", "<4 x float>", "{ i8, ptr }", "<{ i8, i64 }>",
        "void (i64, ptr)", "i32 (ptr, ...)",
      ])
    #expect(named.description == "%Point = type { double, double }")
    #expect(types.structure(named: "Point") == named)
    #expect(types.structure(named: "Line") == nil)
  }

  @Test func typesAreTakenApart() throws {
    let context = try Context()
    let types = context.handle
    #expect(types.i32.kind == .integer && types.i32.integerWidth == 32)
    #expect(types.double.kind == .double && types.double.isFloatingPoint)
    #expect(types.double.integerWidth == nil && types.double.elementType == nil)
    #expect(types.pointer(addressSpace: 1).addressSpace == 1)
    let array = types.array(of: types.i16, count: 3)
    #expect(array.elementType == types.i16 && array.elementCount == 3)
    let vector = types.vector(of: types.float, count: 4)
    #expect(vector.elementType == types.float && vector.elementCount == 4 && vector.isVector)
    let function = types.function([types.i8, types.pointer], returning: types.i1)
    #expect(function.parameters == [types.i8, types.pointer] && function.result == types.i1)
    #expect(!function.isVariadic && function.type.asFunction == function)
    #expect(function.type.isSized == false && types.void.isSized == false)
    let structure = types.structure([types.i8, types.i64], packed: true)
    #expect(structure.fields == [types.i8, types.i64] && structure.isPacked && structure.isLiteral)
    #expect(structure.type.asStruct == structure && structure.name == nil)
    #expect(types.i8.asStruct == nil && types.i8.asFunction == nil)
  }

  @Test func anOpaqueStructGetsItsFieldsOnce() throws {
    let context = try Context()
    let types = context.handle
    let structure = try types.opaqueStructure(named: "T")
    #expect(structure.isOpaque && structure.fields == [] && !structure.type.isSized)
    try structure.setBody([types.i8])
    #expect(!structure.isOpaque && structure.name == "T")
    let error = try thrown { () throws(LLVMError) in try structure.setBody([types.i16]) }
    #expect(error == .typeMismatch(expected: "an opaque struct", found: "%T = type { i8 }"))
  }

  @Test func layoutAgreesWithTheCCompiler() throws {
    let folder = try Folder()
    try folder.write(
      """
      #include <stddef.h>
      #include <stdio.h>
      struct s { char a; double b; short c; int d[3]; void *e; char f; };
      int main(void) {
        printf("%zu %zu", sizeof(struct s), _Alignof(struct s));
        printf(" %zu %zu", offsetof(struct s, a), offsetof(struct s, b));
        printf(" %zu %zu", offsetof(struct s, c), offsetof(struct s, d));
        printf(" %zu %zu", offsetof(struct s, e), offsetof(struct s, f));
      }
      """, "s.c")
    try Tool.system("gcc").output(["-o", "s", "s.c"], in: folder)
    let printed = try Tool.system("env").output([folder.path("s")], in: folder)
    let context = try Context()
    let module = Module(name: "m", in: context)
    try module.setTarget(Target.amd64.machine())
    let types = module.context
    let layout = module.dataLayout
    let structure = types.structure([
      types.i8, types.double, types.i16, types.array(of: types.i32, count: 3), types.pointer,
      types.i8,
    ])
    let size = try #require(layout.size(of: structure.type))
    let alignment = try #require(layout.alignment(of: structure.type))
    var numbers = [size, UInt64(alignment)]
    for index in 0..<6 {
      numbers.append(try #require(layout.offset(ofField: index, in: structure)))
    }
    #expect(numbers.map(String.init).joined(separator: " ") == printed)
  }

  @Test func layoutOfWhatHasNoneIsNil() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let layout = module.dataLayout
    let opaque = try types.opaqueStructure(named: "T")
    #expect(layout.size(of: types.void) == nil && layout.size(of: opaque.type) == nil)
    #expect(layout.alignment(of: types.function([], returning: types.void).type) == nil)
    #expect(layout.offset(ofField: 0, in: opaque) == nil)
    #expect(layout.offset(ofField: 1, in: types.structure([types.i8])) == nil)
    #expect(layout.offset(ofField: -1, in: types.structure([types.i8])) == nil)
    #expect(layout.bits(of: types.i1) == 1 && layout.storeSize(of: types.i1) == 1)
  }

  @Test func pointersMayDifferBetweenAddressSpaces() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    try module.setDataLayout("e-p:64:64-p270:32:32")
    let types = module.context
    #expect(module.dataLayout.pointerSize() == 8)
    #expect(module.dataLayout.pointerSize(addressSpace: 270) == 4)
    #expect(module.dataLayout.pointerInteger(in: types, addressSpace: 270) == types.i32)
  }
}
