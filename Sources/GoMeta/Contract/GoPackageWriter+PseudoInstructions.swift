public import LLVM

extension GoPackageWriter {
  /// Writes `FUNCDATA $index, symbol(SB)` into the function that the builder stands in: entry
  /// `index` of the function's funcdata list is the symbol's address.
  ///
  /// - Parameters:
  ///   - index: 0 to 254.
  ///   - symbol: a variable that the module defines before it is compiled, best a constant.
  /// - Throws: `CompileError` when the module has another symbol under the pseudo-instruction's
  ///   name.
  @discardableResult
  public func funcdata(
    _ index: Int32, _ symbol: GlobalVariable, _ builder: borrowing Builder,
    in module: borrowing Module
  ) throws(CompileError) -> CallSite {
    let context = module.context
    let address = symbol.addressSpaceCast(to: context.pointer)
    return try call(.funcdata, index, address, builder, in: module)
  }

  /// Writes `PCDATA $index, $value`: the next call that is written into the builder's block has the
  /// value in pc-value table `index` of its function. Where no call follows in the block, the PC
  /// where this stands has it.
  ///
  /// - Parameter index: 0 to 65535.
  /// - Throws: as `funcdata`.
  @discardableResult
  public func pcdata(
    _ index: Int32, _ value: Int32, _ builder: borrowing Builder, in module: borrowing Module
  ) throws(CompileError) -> CallSite {
    try call(.pcdata, index, module.context.i32.constant(value), builder, in: module)
  }

  private func call(
    _ name: PseudoInstruction.Name, _ index: Int32, _ operand: Constant,
    _ builder: borrowing Builder, in module: borrowing Module
  ) throws(CompileError) -> CallSite {
    let context = module.context
    do throws(LLVMError) {
      let type = context.function([context.i32, operand.type], returning: context.void)
      let function =
        if let known = module.function(named: name.rawValue) { known } else {
          try module.addFunction(name.rawValue, type)
        }
      return builder.call(
        type, function, [context.i32.constant(index).value, operand.value])
    } catch { throw .llvm(error) }
  }
}
