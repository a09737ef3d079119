import GoMeta
import GoTypes
import LLVM
import Testing

/// FUNCDATA and PCDATA written from Swift are the calls that the contract describes.
@Suite struct MarkerWriterTests {
  @Test func theWrittenCallsAreThoseOfTheContract() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let table = try module.addGlobalVariable(
      "table", initializer: types.i64.constant(7).constant, readOnly: true, addressSpace: 1)
    let function = try module.addFunction("f", types.function([], returning: types.void))
    let builder = Builder(in: module)
    builder.position(atEndOf: function.appendBlock())
    let writer = GoPackageWriter(Package(path: "example.com/m", name: "m"))
    try writer.funcdata(2, table, builder, in: module)
    try writer.pcdata(3, 45, builder, in: module)
    try writer.pcdata(700, .min, builder, in: module)
    builder.ret()
    try module.verify()
    let calls = function.instructions.map(\.description).filter { $0.contains("call") }
    #expect(
      calls == [
        "  call void @go.funcdata(i32 2, ptr addrspacecast (ptr addrspace(1) @table to ptr))",
        "  call void @go.pcdata(i32 3, i32 45)",
        "  call void @go.pcdata(i32 700, i32 -2147483648)",
      ])
  }
}
