internal import CLLVM

extension Builder {
  /// Puts a call in another's place that carries one more operand bundle: bundles are part of a
  /// call from the start, and cannot be added to one. Everything else stays as it was. The old call
  /// is erased, and the builder left in front of the new one.
  @discardableResult
  public func rebuild(_ call: CallSite, adding bundle: OperandBundle) throws(LLVMError) -> CallSite
  {
    position(before: call.instruction)
    let arguments = call.arguments
    let new = self.call(
      call.functionType, call.callee, arguments, bundles: call.operandBundles + [bundle])
    new.callingConvention = call.callingConvention
    new.tailCallKind = call.tailCallKind
    let places = [.function, .result] + arguments.indices.map { Attribute.Index.parameter($0) }
    for place in places {
      for attribute in call.attributes(at: place) { new.add(attribute, at: place) }
    }
    if LLVMCanValueUseFastMathFlags(call.ref) != 0 {
      LLVMSetFastMathFlags(new.ref, LLVMGetFastMathFlags(call.ref))
    }
    for (kind, node) in call.instruction.attachedMetadata {
      try new.instruction.setMetadata(kind, to: node)
    }
    new.instruction.debugLocation = call.instruction.debugLocation
    let name = call.name
    try call.instruction.replaceAllUses(with: new)
    try call.instruction.erase()
    if new.functionType.result.kind != .void { new.instruction.setName(name) }
    return new
  }
}
