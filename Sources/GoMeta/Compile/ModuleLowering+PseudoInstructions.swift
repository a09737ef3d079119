import LLVM

extension ModuleLowering {
  /// Takes the calls of `go.funcdata` and `go.pcdata` out of the module: funcdata becomes a fact of
  /// the function it stands in, pcdata a part of the call it is bound to. This comes first, while
  /// every call stands where the front end put it.
  mutating func bindPseudoInstructions(
    _ module: borrowing Module, name: String
  ) throws(CompileError) {
    var markers: [Value: PseudoInstruction.Name] = [:]
    for marker in PseudoInstruction.Name.allCases {
      guard let function = module.function(named: marker.rawValue) else { continue }
      guard function.isDeclaration else {
        throw .pseudoInstruction(
          module: name, function: function.name, call: "define void @\(function.name)",
          rule: "it belongs to the IR contract and has no body: declare it")
      }
      try checkUses(of: function, name)
      markers[function.value] = marker
    }
    guard !markers.isEmpty else { return }
    for function in module.functions where !function.isDeclaration {
      for block in function.blocks {
        do throws(PseudoInstructionViolation) {
          try bind(block, in: function, markers, module)
        } catch {
          throw .pseudoInstruction(
            module: name, function: function.name, call: error.call, rule: error.rule)
        }
      }
    }
    for marker in markers.keys {
      guard let function = Function(marker) else { continue }
      try llvm { () throws(LLVMError) in try function.delete() }
    }
  }

  /// That the function is called and nothing else.
  private func checkUses(of function: Function, _ module: String) throws(CompileError) {
    for user in function.users {
      if let call = CallSite(user), call.callee == function.value,
        !call.arguments.contains(function.value)
      {
        continue
      }
      let place = Instruction(user)?.function?.name ?? ""
      throw .pseudoInstruction(
        module: module, function: place, call: PseudoInstructionViolation(user, "").call,
        rule: "the address of @\(function.name) is taken; it can only be called")
    }
  }

  private mutating func bind(
    _ block: BasicBlock, in function: Function, _ markers: [Value: PseudoInstruction.Name],
    _ module: borrowing Module
  ) throws(PseudoInstructionViolation) {
    /// Those that no call has followed so far.
    var waiting: [(data: PCDataValue, call: CallSite)] = []
    for instruction in block.instructions {
      guard let call = CallSite(instruction) else { continue }
      guard let marker = markers[call.callee] else {
        guard Self.isCallSite(call), !waiting.isEmpty else { continue }
        // As in Go's assembler: of several values for an index the last one holds.
        var values: [Int32: PCDataValue] = [:]
        for (data, place) in waiting {
          values[data.index] = data
          try erase(place)
        }
        waiting = []
        try bind(values.values.sorted { $0.index < $1.index }, to: call, module)
        continue
      }
      switch try PseudoInstruction(marker, call, release: target.release) {
      case .funcdata(let index, let symbol):
        try add(FunctionData(function: function, index: index, symbol: symbol), from: call)
        try erase(call)
      case .pcdata(let data): waiting.append((data, call))
      }
    }
    for (data, call) in waiting {
      addPlaceMarker(data, at: call, module)
      try erase(call)
    }
  }

  /// Whether a call instruction stands for a call in machine code, by what the IR says: intrinsics
  /// and inline assembly are operations.
  private static func isCallSite(_ call: CallSite) -> Bool {
    InlineAssembly(call.callee) == nil && call.calledFunction?.isIntrinsic != true
  }

  private func erase(_ call: CallSite) throws(PseudoInstructionViolation) {
    // It returns nothing, so nothing uses it.
    do { try call.instruction.erase() } catch {
      throw PseudoInstructionViolation(call, "\(error)")
    }
  }

  private mutating func add(
    _ data: FunctionData, from call: CallSite
  ) throws(PseudoInstructionViolation) {
    // One function's come one after another.
    let own = functionData.reversed().prefix { $0.function == data.function }
    guard let other = own.first(where: { $0.index == data.index }) else {
      return functionData.append(data)
    }
    guard other.symbol == data.symbol else {
      throw PseudoInstructionViolation(
        call,
        "the function has @\"\(other.symbol.name)\" for index \(data.index) already: a function "
          + "has one symbol an index")
    }
  }

  private func bind(
    _ values: [PCDataValue], to call: CallSite, _ module: borrowing Module
  ) throws(PseudoInstructionViolation) {
    guard call.tailCallKind != .mustTail else {
      throw PseudoInstructionViolation(
        call, "go.pcdata is bound to it, but it is musttail and has no return address")
    }
    guard !call.functionType.isVariadic else {
      throw PseudoInstructionViolation(
        call, "go.pcdata is bound to it, but it is of a variadic function, which Go has none of")
    }
    if let bundle = call.operandBundles.first {
      throw PseudoInstructionViolation(
        call, "go.pcdata is bound to it, but it has an operand bundle \"\(bundle.tag)\" already")
    }
    do throws(LLVMError) {
      let builder = Builder(in: module)
      let bound = try builder.rebuild(call, adding: PCDataBundle.make(values, module.context))
      // A jump has no return address.
      bound.tailCallKind = .noTail
    } catch { throw PseudoInstructionViolation(call, "\(error)") }
  }

  /// Where no call follows: inline assembly that makes no code, but notes where it has come to
  /// stand. It is ordered like code with effects unknown.
  private func addPlaceMarker(_ data: PCDataValue, at call: CallSite, _ module: borrowing Module) {
    let builder = Builder(in: module)
    builder.position(before: call.instruction)
    builder.debugLocation = call.instruction.debugLocation
    let type = module.context.function([], returning: module.context.void)
    let marker = builder.call(
      InlineAssembly(type, PCDataRecord.assembly(data), constraints: "", hasSideEffects: true))
    for name in ["nounwind", "nomerge"] {
      if let attribute = try? module.context.attribute(name) { marker.add(attribute) }
    }
  }
}
