import GoMeta
import LLVM

/// Calls a function without parameters. At the call PCDATA 3 is 45, and FUNCDATA 2 of the function
/// that the builder stands in is a table of four bytes.
func markedCall(
  of step: Function, _ package: GoPackageWriter, _ builder: borrowing Builder,
  in module: borrowing Module
) throws {
  // FUNCDATA $2, table(SB): for the whole function, wherever in it this is written.
  let table = try module.addGlobalVariable(
    "table", initializer: module.context.bytes([1, 2, 3, 4]), linkage: .internal, readOnly: true)
  try package.funcdata(2, table, builder, in: module)

  // PCDATA $3, $45: for the next call in this block, and for nothing else.
  try package.pcdata(3, 45, builder, in: module)
  builder.call(step)
}
