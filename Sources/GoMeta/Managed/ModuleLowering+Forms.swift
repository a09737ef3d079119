import GoABI
import LLVM

/// A function that managed code calls through a check of the stack.
struct CheckedFunction {
  /// Its code's name.
  var body: String
  /// The check's.
  var name: String
  var signature: NativeSignature
}

extension ModuleLowering {
  /// Gives every function that managed code may call, directly or by its address, the name under
  /// which its stack is checked first. Direct calls still name the code.
  mutating func nameCallTargets(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions where !function.isDeclaration {
      guard let body = bodies[function.name] else { continue }
      let direct = function.users.compactMap { CallSite($0) }.filter {
        $0.callee == function.value && !$0.arguments.contains(function.value)
      }
      let isAddressTaken = function.users.count > direct.count
      guard isManaged(function) || body.function != nil || isAddressTaken else { continue }
      let signature = NativeSignature(
        function.functionType, hasContext: body.function?.hasContext ?? false,
        architecture: target.architecture)
      // Nothing can call it through a pointer either.
      if signature == nil, !isManaged(function) { continue }
      guard let signature, isManaged(function) || !signature.isOther else {
        throw .unsupported(
          symbol: Naming.goName(function.name),
          what: isManaged(function)
            ? "takes or returns something else than integers of up to 64 bits, pointers and floats; "
              + "pass the parts, or a pointer"
            : "has its address taken, and takes or returns more than C's registers hold; give it "
              + "gc \"\(Self.collector)\"")
      }
      let name = Naming.call(checkedName(of: function, module))
      checkedFunctions[function.name] = CheckedFunction(
        body: function.name, name: name, signature: signature)
      guard isAddressTaken || module.function(named: name) != nil else { continue }
      try llvm { () throws(LLVMError) in
        let check = try callTarget(name, function.functionType, module)
        try function.replaceAllUses(with: check)
        for call in direct { try call.setCallee(function) }
      }
    }
  }

  /// Local functions of several objects may have one name: theirs gets a hash of what tells the
  /// objects apart.
  private func checkedName(of function: Function, _ module: borrowing Module) -> String {
    let name = Naming.goName(function.name)
    guard function.linkage.isLocal else { return name }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for text in [contract.package.path, module.sourceFileName, name] {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    return name + "." + String(hash, radix: 16)
  }

  /// What managed code calls, as a declaration until the check is made.
  func callTarget(
    _ name: String, _ type: FunctionType, _ module: borrowing Module
  ) throws(LLVMError) -> Function {
    if let known = module.function(named: name) { return known }
    let function = try module.addFunction(name, type)
    function.visibility = .hidden
    return function
  }

  /// Puts managed functions into the form in which they are called.
  func lowerForms(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions {
      guard let checked = checkedFunctions[function.name], checked.signature.isOther,
        isManaged(function)
      else { continue }
      try llvm { () throws(LLVMError) in try lower(function, checked.signature, module) }
    }
  }

  private func lower(
    _ old: Function, _ signature: NativeSignature, _ module: borrowing Module
  ) throws(LLVMError) {
    let name = old.name
    let slots = signature.slots(forCall: false)
    try old.rename(name + ".old")
    let function = try module.addFunction(name, signature.functionType(slots))
    for attribute in old.attributes() { function.add(attribute) }
    function.linkage = old.linkage
    function.visibility = old.visibility
    try function.setGarbageCollector(old.garbageCollector)
    try function.setAlignment(old.alignment)
    function.takeBody(of: old)

    let builder = Builder(in: module)
    guard let entry = function.entry else { return }
    var scalars: [Value?] = Array(repeating: nil, count: signature.kinds.count)
    var area: Value?
    for (slot, argument) in zip(slots, function.arguments) {
      switch slot {
      case .parameter(let index): scalars[index] = argument.value
      case .resultArea: area = argument.value
      case .nothing: break
      }
    }
    builder.position(atStartOf: entry)
    builder.debugLocation = startLocation(of: function)
    var rest = scalars.compactMap { $0 }[...]
    for argument in old.arguments {
      let count = argument.type.scalarTypes.count
      try argument.replaceAllUses(with: builder.whole(argument.type, Array(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    if let area { try returnThrough(area, function, builder) }
    // Calls of itself and others name the new function.
    try old.replaceAllUses(with: function)
    try old.delete()
  }

  private func returnThrough(
    _ area: Value, _ function: Function, _ builder: borrowing Builder
  ) throws(LLVMError) {
    for block in function.blocks {
      guard let end = block.terminator, end.opcode == .ret, let value = end.operand(0) else {
        continue
      }
      builder.position(before: end)
      builder.debugLocation = end.debugLocation
      for (index, part) in builder.parts(of: value).enumerated() {
        builder.store(
          part,
          to: builder.advance(
            area, byBytes: builder.context.i64.constant(8 * index), inBounds: false),
          alignment: 8)
      }
      builder.ret()
      try end.erase()
    }
  }
}
