import LLVM

/// Locals that are still in memory after optimisation. The stack may move at every call: an address
/// of a local that lives longer has to be one that Go adjusts.
extension ModuleLowering {
  /// Bytes of a local up to which its words are surely addressed by SP itself.
  private static let largestPlainLocal: UInt64 = 2048

  func lowerLocals(
    _ function: Function, _ module: borrowing Module
  ) throws(CompileError) {
    guard let entry = function.entry else { return }
    try llvm { () throws(LLVMError) in
      // What would let locals share their words: stack maps speak of each for the whole function.
      for instruction in function.instructions {
        guard let callee = CallSite(instruction)?.calledFunction,
          callee.isIntrinsic("llvm.lifetime.start") || callee.isIntrinsic("llvm.lifetime.end")
        else { continue }
        try instruction.erase()
      }
    }
    guard function.instructions.contains(where: isSafepoint) else { return }
    let locals = entry.instructions.filter { $0.opcode == .alloca }
    for local in locals where local.allocatedType?.holdsGCPointer == true {
      try clear(local, module)
    }
    try makeMovable(locals.filter { !isPlain($0, size(of: $0, module)) }, function, module)
    try launderCasts(function, module)
  }

  /// Where the stack may move: every call of code that is not known to leave it alone.
  func isSafepoint(_ instruction: Instruction) -> Bool {
    guard let call = CallSite(instruction) else { return false }
    return !isLeaf(call)
  }

  /// Calls of intrinsics, assembly, and functions without a collector, which call nobody who has one.
  func isLeaf(_ call: CallSite) -> Bool {
    if InlineAssembly(call.callee) != nil { return true }
    guard let callee = call.calledFunction else { return false }
    if callee.isIntrinsic || Naming.leaves.contains(callee.name) { return true }
    if callee.garbageCollector != nil { return false }
    if !callee.isDeclaration { return true }
    return !callee.name.hasSuffix(Naming.callSuffix) && !callee.name.hasSuffix(Naming.bodySuffix)
  }

  /// Calls of C code: nothing grows the stack on the way to it, or while it runs.
  func isSystemStackCall(_ call: CallSite) -> Bool {
    guard let name = call.calledFunction?.name, case .systemStack? = exits[name]?.callee else {
      return false
    }
    return true
  }

  func size(of local: Instruction, _ module: borrowing Module) -> UInt64 {
    guard let type = local.allocatedType else { return 0 }
    let count = local.operand(0).flatMap { Constant($0) }?.unsignedInteger ?? 1
    return count &* (module.dataLayout.size(of: type) ?? 0)
  }

  /// Whether its words are loaded and stored and nothing else, each at a fixed place.
  private func isPlain(_ local: Instruction, _ size: UInt64) -> Bool {
    guard size <= Self.largestPlainLocal else { return false }
    var pending = [local.value]
    while let address = pending.popLast() {
      for user in address.users {
        guard let user = Instruction(user) else { return false }
        switch user.opcode {
        case .load: continue
        case .store:
          if user.operand(0) == address { return false }
        case .getElementPointer:
          guard user.operands.dropFirst().allSatisfy(\.isConstant) else { return false }
          pending.append(user.value)
        case .call:
          guard let call = CallSite(user), isMemoryIntrinsic(call) else { return false }
        default: return false
        }
      }
    }
    return true
  }

  private func isMemoryIntrinsic(_ call: CallSite) -> Bool {
    guard let callee = call.calledFunction else { return false }
    return ["llvm.memcpy", "llvm.memmove", "llvm.memset", "llvm.memcpy.inline"].contains {
      callee.isIntrinsic($0)
    }
  }

  /// Nil pointers, before anything else is stored: the collector looks there from the first call on.
  private func clear(
    _ local: Instruction, _ module: borrowing Module
  ) throws(CompileError) {
    let builder = Builder(in: module)
    builder.position(after: local)
    builder.debugLocation = local.debugLocation ?? startLocation(of: local.function)
    let context = module.context
    builder.fillMemory(
      local, alignment: local.alignment ?? 1, with: context.i8.zero,
      count: context.i64.constant(size(of: local, module)))
  }

  func startLocation(of function: Function?) -> DebugLocation? {
    function?.subprogram.map { DebugLocation(line: $0.line, in: $0) }
  }

  /// The same address, as a pointer that stack maps speak of. LLVM does not know that it is one of a
  /// local, and cannot make it anew.
  func laundered(
    _ address: Value, _ builder: borrowing Builder, _ context: ContextHandle
  ) throws(LLVMError) -> Value {
    let pointer = context.pointer(addressSpace: 1)
    let call = builder.call(
      InlineAssembly(
        context.function([context.pointer], returning: pointer), "", constraints: "=r,0",
        hasSideEffects: true), [address])
    call.add(try context.attribute("nounwind"))
    return call.value
  }

  /// Before optimisers join such casts with others.
  func launderCasts(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions where isManaged(function) {
      try launderCasts(function, module)
    }
  }

  /// Addresses that the front end itself made pointers for the collector.
  private func launderCasts(
    _ function: Function, _ module: borrowing Module
  ) throws(CompileError) {
    try llvm { () throws(LLVMError) in
      let builder = Builder(in: module)
      for cast in function.instructions where cast.opcode == .addressSpaceCast {
        guard cast.type.addressSpace == 1, let address = cast.operand(0),
          address.type.addressSpace == 0
        else { continue }
        builder.position(before: cast)
        builder.debugLocation = cast.debugLocation
        try cast.replaceAllUses(with: try laundered(address, builder, module.context))
        try cast.erase()
      }
    }
  }

  private func makeMovable(
    _ locals: [Instruction], _ function: Function, _ module: borrowing Module
  ) throws(CompileError) {
    guard var last = locals.first else { return }
    let builder = Builder(in: module)
    var keep: [Instruction] = []
    while let next = last.next, next.opcode == .alloca || isClearing(next) {
      if isClearing(next) { keep.append(next) }
      last = next
    }
    builder.position(after: last)
    builder.debugLocation = startLocation(of: function)
    var bases: [(local: Value, base: Value)] = []
    for local in locals {
      let base = try llvm { () throws(LLVMError) in
        try laundered(local.value, builder, module.context)
      }
      bases.append((local.value, base))
      if let base = Instruction(base) { keep.append(base) }
    }
    var move = LocalMove(lowering: self, keep: keep)
    try move.run(bases, module)
  }

  private func isClearing(_ instruction: Instruction) -> Bool {
    CallSite(instruction)?.calledFunction?.isIntrinsic("llvm.memset") == true
  }
}

/// Replaces locals' addresses, and all that is computed from them, by pointers that Go adjusts.
private struct LocalMove {
  let lowering: ModuleLowering
  /// Uses of the address that stay.
  let keep: [Instruction]
  private var replacements: [Value: Value] = [:]
  private var pending: [(old: Value, new: Value)] = []
  private var phis: [(old: Instruction, new: Instruction)] = []
  private var dead: [Instruction] = []
  /// Those with an operand that may be replaced later.
  private var postponed: [Instruction] = []

  init(lowering: ModuleLowering, keep: [Instruction]) {
    self.lowering = lowering
    self.keep = keep
  }

  mutating func run(
    _ bases: [(local: Value, base: Value)], _ module: borrowing Module
  ) throws(CompileError) {
    let builder = Builder(in: module)
    for (local, base) in bases { replacements[local] = base }
    pending = bases.map { ($0.local, $0.base) }
    repeat {
      while let (old, new) = pending.popLast() {
        for user in old.users {
          guard let user = Instruction(user), !keep.contains(user), !dead.contains(user) else {
            continue
          }
          try replace(old, by: new, in: user, builder, module)
        }
      }
      // What else they compare and choose is memory of other languages.
      guard let user = postponed.popLast(), !dead.contains(user) else { continue }
      for operand in user.operands where operand.type.addressSpace == 0 && !operand.isConstant {
        guard replacements[operand] == nil else { continue }
        builder.position(before: user)
        builder.debugLocation = user.debugLocation
        replacements[operand] = try launder(operand, builder)
      }
      if let old = user.operands.first(where: { replacements[$0] != nil }),
        let new = replacements[old]
      {
        try replace(old, by: new, in: user, builder, module)
      }
    } while !pending.isEmpty || !postponed.isEmpty
    for (old, new) in phis {
      for (value, block) in old.incoming {
        if replacements[value] == nil, !value.isConstant, let end = block.terminator {
          builder.position(before: end)
          builder.debugLocation = end.debugLocation
          builder.addIncoming(to: new, try launder(value, builder), from: block)
        } else {
          builder.addIncoming(
            to: new, mapped(value, new.type) ?? new.type.poison.value, from: block)
        }
      }
    }
    do throws(LLVMError) {
      for instruction in dead.reversed() {
        try instruction.replaceAllUses(with: instruction.type.poison)
        try instruction.erase()
      }
    } catch { throw .llvm(error) }
  }

  private mutating func replace(
    _ old: Value, by new: Value, in user: Instruction, _ builder: borrowing Builder,
    _ module: borrowing Module
  ) throws(CompileError) {
    let pointer = module.context.pointer(addressSpace: 1)
    builder.position(before: user)
    builder.debugLocation = user.debugLocation
    do throws(LLVMError) {
      switch user.opcode {
      case .load: return try user.setPointerOperand(to: new)
      case .store, .atomicRMW, .compareExchange:
        if user.pointerOperand == old,
          user.opcode != .store || user.operand(0) != old
        {
          return try user.setPointerOperand(to: new)
        }
      case .getElementPointer:
        guard let type = user.sourceElementType else { break }
        return note(
          user,
          builder.elementPointer(type, new, Array(user.operands.dropFirst()), inBounds: false))
      case .addressSpaceCast where user.type == pointer:
        try user.replaceAllUses(with: new)
        dead.append(user)
        return
      case .phi:
        let phi = builder.phi(pointer)
        phis.append((user, phi))
        return note(user, phi.value)
      case .select:
        if let condition = user.operand(0),
          let first = user.operand(1).flatMap({ mapped($0, pointer) }),
          let second = user.operand(2).flatMap({ mapped($0, pointer) })
        {
          return note(user, builder.select(condition, first, second))
        }
        return postpone(user)
      case .icmp:
        if let predicate = user.integerPredicate,
          let first = user.operand(0).flatMap({ mapped($0, pointer) }),
          let second = user.operand(1).flatMap({ mapped($0, pointer) })
        {
          try user.replaceAllUses(with: builder.compare(predicate, first, second))
          dead.append(user)
          return
        }
        return postpone(user)
      case .call:
        guard let call = CallSite(user),
          lowering.isLeaf(call) || lowering.isSystemStackCall(call)
        else { break }
        // Code that moves nothing before it is done with it gets the address as it is now.
        let address = builder.addressSpaceCast(new, to: old.type)
        for index in 0..<user.operandCount where user.operand(index) == old {
          try user.setOperand(index, to: address)
        }
        return
      default: break
      }
    } catch { throw .llvm(error) }
    throw refusal(user, "goes where Go's stack copier does not find it")
  }

  private mutating func note(_ old: Instruction, _ new: Value) {
    guard replacements[old.value] == nil else { return }
    replacements[old.value] = new
    pending.append((old.value, new))
    dead.append(old)
  }

  private mutating func postpone(_ user: Instruction) {
    if !postponed.contains(user) { postponed.append(user) }
  }

  private func launder(
    _ address: Value, _ builder: borrowing Builder
  ) throws(CompileError) -> Value {
    do { return try lowering.laundered(address, builder, builder.context) } catch {
      throw .llvm(error)
    }
  }

  private func mapped(_ value: Value, _ pointer: IRType) -> Value? {
    if let known = replacements[value] { return known }
    guard let constant = Constant(value) else { return nil }
    if constant.isZero || value.isUndef { return pointer.zero.value }
    return constant.addressSpaceCast(to: pointer).value
  }

  private func refusal(_ instruction: Instruction, _ what: String) -> CompileError {
    .unsupported(
      symbol: Naming.goName(instruction.function?.name ?? ""),
      what: "\(lowering.place(instruction))the address of a local \(what), and the stack may move: "
        + "addrspacecast it to ptr addrspace(1), pass a value, or allocate on the heap")
  }
}
