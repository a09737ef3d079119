import GoABI
import LLVM

extension ModuleLowering {
  /// Calls in managed code: those at which the stack may move go through checks and ways out, and
  /// say in which locals there are pointers; the others are marked as leaves.
  mutating func lowerManagedCalls(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions where isManaged(function) {
      let roots = try rootLocals(function, module)
      let area = ResultArea(function)
      var hasCalls = false
      let hidesCalls = ARM64ReturnAddress.hidesCalls(function)
      for instruction in function.instructions {
        guard let call = CallSite(instruction) else { continue }
        if call.calledFunction?.isIntrinsic == true { continue }
        let isAssembly = InlineAssembly(call.callee) != nil
        hasCalls = hasCalls || !isAssembly
        if isLeaf(call) {
          call.add(module.context.attribute(key: "gc-leaf-function"))
          if !isAssembly, target.architecture == .arm64 {
            try llvm { () throws(LLVMError) in try ARM64ReturnAddress.pad(call, module) }
          }
        } else {
          try lower(call, roots, area, module)
        }
      }
      if target.architecture == .arm64, hasCalls || hidesCalls {
        try llvm { () throws(LLVMError) in
          try ARM64ReturnAddress.keepReturnAddress(function, callsLeaf: !hasCalls, module)
        }
      }
    }
  }

  private mutating func lower(
    _ call: CallSite, _ roots: [Value], _ area: ResultArea, _ module: borrowing Module
  ) throws(CompileError) {
    let caller = call.instruction.function?.name ?? ""
    guard
      let signature = NativeSignature(call.functionType, architecture: target.architecture),
      call.tailCallKind != .mustTail, call.callingConvention == .c
    else { throw refusal(call, caller) }
    let context = module.context
    // Ways out to Go keep nothing there.
    let keepsShown = call.calledFunction.map { exits[$0.name] == nil } ?? true
    let slots = signature.slots(forCall: true, keepsShown: keepsShown)
    let values = PCDataBundle.values(of: call)
    if let values { callValues[CallValuesRecord(values).id] = values }
    let callee = try llvm { () throws(LLVMError) in try checkedCallee(of: call, module) }
    try llvm { () throws(LLVMError) in
      let builder = Builder(in: module)
      builder.position(before: call.instruction)
      builder.debugLocation = call.instruction.debugLocation
      let scalars = call.arguments.flatMap { builder.parts(of: $0) }
      var arguments: [Value] = []
      for slot in slots {
        switch slot {
        case .parameter(let index): arguments.append(scalars[index])
        case .resultArea:
          arguments.append(
            try area.place(count: signature.resultTypes.count, self, module))
        case .nothing: arguments.append(context.i64.undef.value)
        }
      }
      let new = builder.call(
        signature.functionType(slots, forCall: true), callee, arguments,
        bundles: roots.isEmpty ? [] : [OperandBundle("deopt", roots)])
      new.tailCallKind = .noTail
      for attribute in call.attributes() { new.add(attribute) }
      if let values {
        new.add(
          context.attribute(key: "statepoint-id", value: "\(CallValuesRecord(values).id)"))
      }
      if signature.form.returnsThroughMemory {
        let place = try area.place(count: signature.resultTypes.count, self, module)
        let results = signature.resultTypes.enumerated().map { index, type in
          builder.load(
            type,
            from: builder.advance(place, byBytes: context.i64.constant(8 * index)), alignment: 8
          ).value
        }
        try call.instruction.replaceAllUses(with: builder.whole(call.type, results))
      } else {
        try call.instruction.replaceAllUses(with: new)
      }
      try call.instruction.erase()
    }
  }

  private func refusal(_ call: CallSite, _ caller: String) -> CompileError {
    let what =
      call.tailCallKind == .mustTail
      ? "a musttail call: Go's unwinder would miss its caller; make it an ordinary call"
      : call.callingConvention != .c
        ? "a call in another convention than C's, which stack checks do not know; use ccc"
        : call.functionType.isVariadic
          ? "a call of a variadic function, which no stack map can describe; call one with fixed "
            + "parameters"
          : "a call that passes something else than integers of up to 64 bits, pointers and "
            + "floats; pass the parts, or a pointer"
    return .unsupported(
      symbol: Naming.goName(caller), what: place(call.instruction) + what)
  }

  /// The check or the way out that stands for what is called.
  private func checkedCallee(
    of call: CallSite, _ module: borrowing Module
  ) throws(LLVMError) -> Value {
    guard let function = call.calledFunction, !function.name.hasSuffix(Naming.callSuffix) else {
      return call.callee
    }
    let name =
      checkedFunctions[function.name]?.name
      ?? Naming.call(Naming.goName(function.name))
    return try callTarget(name, function.functionType, module).value
  }

  /// Locals that hold pointers, as stack maps are told of them: the address, the number of words,
  /// and bits of those that hold pointers, 24 in a number.
  private func rootLocals(
    _ function: Function, _ module: borrowing Module
  ) throws(CompileError) -> [Value] {
    var operands: [Value] = []
    let context = module.context
    for local in function.entry?.instructions ?? [] {
      guard local.opcode == .alloca, let type = local.allocatedType, type.holdsGCPointer else {
        continue
      }
      let layout = module.dataLayout
      let element = layout.size(of: type) ?? 0
      let size = size(of: local, module)
      guard size <= 8 * Self.mostRootWords, element > 0 else {
        throw .unsupported(
          symbol: Naming.goName(function.name),
          what: "\(place(local))a local of \(size) bytes with pointers: goroutine frames hold at "
            + "most \(8 * Self.mostRootWords) bytes of such; allocate it on the heap")
      }
      let offsets = type.scalarOffsets(layout).filter { $0.0.addressSpace == 1 }.map(\.1)
      var bits = [UInt32](repeating: 0, count: Int((size / 8 + 23) / 24))
      for start in stride(from: 0, to: size, by: UInt64.Stride(element)) {
        for offset in offsets {
          guard (start + offset) % 8 == 0 else {
            throw .unsupported(
              symbol: Naming.goName(function.name),
              what: "\(place(local))a local with a pointer \(start + offset) bytes from its start, "
                + "which is no whole word, where the collector looks; align it")
          }
          let word = Int((start + offset) / 8)
          bits[word / 24] |= 1 << UInt32(word % 24)
        }
      }
      do throws(LLVMError) {
        // The frame is read in words.
        if let alignment = local.alignment, alignment < 8 { try local.setAlignment(8) }
      } catch { throw .llvm(error) }
      operands.append(local.value)
      operands.append(context.i32.constant(size / 8).value)
      operands += bits.map { context.i32.constant($0).value }
    }
    return operands
  }

  private static let mostRootWords: UInt64 = 4096
}

/// Memory of a frame that functions with many results store them in: read right behind each call, so
/// that all calls of a function can share it.
private final class ResultArea {
  private let function: Function
  private var local: Instruction?
  /// One that Go adjusts.
  private var address: Value?
  private var size = 0

  init(_ function: Function) { self.function = function }

  func place(
    count: Int, _ lowering: ModuleLowering, _ module: borrowing Module
  ) throws(LLVMError) -> Value {
    if let address, size >= count { return address }
    let builder = Builder(in: module)
    if let entry = function.entry { builder.position(atStartOf: entry) }
    builder.debugLocation = lowering.startLocation(of: function)
    let larger = builder.alloca(
      module.context.array(of: module.context.i64, count: UInt64(count)), alignment: 8)
    size = count
    if let local, let address {
      try local.replaceAllUses(with: larger)
      try local.erase()
      self.local = larger
      return address
    }
    local = larger
    // Of several calls LLVM would keep the address in a register that the stack's copier passes over.
    let address = try lowering.laundered(larger.value, builder, module.context)
    Instruction(address).flatMap { CallSite($0) }?
      .add(module.context.attribute(key: "gc-leaf-function"))
    self.address = address
    return address
  }
}
