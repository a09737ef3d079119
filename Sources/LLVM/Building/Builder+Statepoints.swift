internal import CLLVM

extension Builder {
  /// Makes a call a statepoint (LangRef, "llvm.experimental.gc.statepoint"): the same machine code,
  /// and in the object's `.llvm_stackmaps` a record with `id` at the call's return address. No
  /// values are tracked. The old call is erased with its bundles; statepoints are no tail calls.
  ///
  /// The function gets a GC strategy if it has none, for there are no statepoints without.
  /// - Throws: `typeMismatch` for a variadic function, whose calls cannot be statepoints.
  public func makeStatepoint(
    _ call: CallSite, id: UInt64, in module: borrowing Module
  ) throws(LLVMError) {
    let type = call.functionType
    guard !type.isVariadic else {
      throw .typeMismatch(expected: "a function that is not variadic", found: type.description)
    }
    if let function = call.instruction.function, function.garbageCollector == nil {
      try function.setGarbageCollector("statepoint-example")
    }
    position(before: call.instruction)
    debugLocation = call.instruction.debugLocation
    let i32 = context.i32
    let arguments = call.arguments
    // ID, bytes to patch, callee, number of arguments, flags; behind the arguments the numbers of
    // two kinds of operands that bundles have replaced.
    let operands: [Value] =
      [
        context.i64.constant(id).value, i32.constant(0).value, call.callee,
        i32.constant(arguments.count).value, i32.constant(0).value,
      ] + arguments + [i32.constant(0).value, i32.constant(0).value]
    let intrinsic = try module.intrinsic(
      "llvm.experimental.gc.statepoint", overloads: [call.callee.type])
    let statepoint = self.call(intrinsic.functionType, intrinsic, operands)
    statepoint.callingConvention = call.callingConvention
    statepoint.add(try context.attribute("elementtype", type: type.type), at: .parameter(2))
    for index in arguments.indices {
      for attribute in conventionAttributes(of: call, argument: index) {
        statepoint.add(attribute, at: .parameter(5 &+ index))
      }
    }
    if type.result.kind != .void {
      let result = try module.intrinsic(
        "llvm.experimental.gc.result", overloads: [type.result])
      try call.instruction.replaceAllUses(with: self.call(result, [statepoint.value]))
    }
    try call.instruction.erase()
  }

  /// The attributes of an argument by which it is passed in another way, those that only the called
  /// function states included.
  private func conventionAttributes(of call: CallSite, argument: Int) -> [Attribute] {
    let kinds = Set(Self.conventionAttributeNames.compactMap { try? Attribute.Kind($0) })
    let place = Attribute.Index.parameter(argument)
    let callee = call.calledFunction?.attributes(at: place) ?? []
    return (callee + call.attributes(at: place)).filter { attribute in
      switch attribute.content {
      case .named(let kind, _), .type(let kind, _): kinds.contains(kind)
      case .string, .other: false
      }
    }
  }

  private static let conventionAttributeNames = [
    "zeroext", "signext", "inreg", "byval", "sret", "align", "alignstack", "nest", "swiftself",
    "swiftasync",
  ]
}
