import LLVM

/// AArch64: Go's unwinder takes a frame's return address from [SP], where LLVM keeps something
/// else.
///
/// At entry the return address is stored there, and every call is given nine integer arguments, so
/// that LLVM reserves the word at [SP] for the ninth: the call itself, to a function that takes
/// fewer, stores nothing in it because the argument is undefined. The store names a dummy local as
/// what it writes, which takes the frame's top word.
struct ARM64ReturnAddress {
  /// Leaves that have a frame: they get a call, to nothing, so that they have the word too.
  let framedLeaves: Set<String>

  /// A function that only returns; the link step provides it.
  static let leafCallee = "go:leaf"

  func apply(to module: borrowing Module) throws(CompileError) {
    do throws(LLVMError) {
      let naked = try Attribute.Kind("naked")
      let unoptimized = try Attribute.Kind("optnone")
      for function in module.functions where !function.isDeclaration {
        if function.attribute(naked) != nil { continue }
        if function.attributeValue(key: Self.isKept) != nil { continue }
        let calls = function.instructions.compactMap { CallSite($0) }.filter { isCall($0) }
        guard
          !calls.isEmpty || framedLeaves.contains(function.name) || Self.hidesCalls(function)
        else { continue }
        // The generator of the lowest level stores undefined arguments.
        function.remove(unoptimized)
        for call in calls { try Self.pad(call, module) }
        try Self.keepReturnAddress(function, callsLeaf: calls.isEmpty, module)
      }
    } catch { throw .llvm(error) }
  }

  private func isCall(_ call: CallSite) -> Bool {
    if InlineAssembly(call.callee) != nil { return false }
    return call.calledFunction?.isIntrinsic != true
  }

  /// Whether code generation makes calls of intrinsics that copy and fill memory.
  static func hidesCalls(_ function: Function) -> Bool {
    function.instructions.contains { instruction in
      guard let callee = CallSite(instruction)?.calledFunction, callee.isIntrinsic else {
        return false
      }
      return ["llvm.memcpy", "llvm.memmove", "llvm.memset"].contains { callee.isIntrinsic($0) }
    }
  }

  /// On functions that keep their return address already.
  private static let isKept = "go-return-address"

  /// Gives a call nine integer arguments.
  static func pad(_ call: CallSite, _ module: borrowing Module) throws(LLVMError) {
    let context = module.context
    let type = call.functionType
    var parameters = type.parameters
    var arguments = call.arguments
    let integers = parameters.count { !$0.isFloatingPoint && !$0.isVector }
    for _ in integers..<max(integers, 9) {
      parameters.append(context.i64)
      arguments.append(context.i64.undef.value)
    }
    let builder = Builder(in: module)
    builder.position(before: call.instruction)
    builder.debugLocation = call.instruction.debugLocation
    let padded = builder.call(
      context.function(parameters, returning: type.result), call.callee, arguments,
      bundles: call.operandBundles)
    padded.callingConvention = call.callingConvention
    padded.tailCallKind = .noTail
    for attribute in call.attributes() { padded.add(attribute) }
    try call.instruction.replaceAllUses(with: padded)
    try call.instruction.erase()
  }

  /// - Parameter callsLeaf: whether the function needs a call of its own to have the word.
  static func keepReturnAddress(
    _ function: Function, callsLeaf: Bool, _ module: borrowing Module
  ) throws(LLVMError) {
    guard let entry = function.entry else { return }
    let context = module.context
    let builder = Builder(in: module)
    builder.position(atStartOf: entry)
    if let subprogram = function.subprogram {
      builder.debugLocation = DebugLocation(line: subprogram.line, in: subprogram)
    }
    let local = builder.alloca(context.i64, alignment: 8)
    let address = builder.call(
      try module.intrinsic("llvm.returnaddress"), [context.i32.constant(0).value])
    let type = context.function([context.pointer, context.pointer], returning: context.void)
    let store = builder.call(
      InlineAssembly(
        type, "str $1, [sp]", constraints: "=*m,r,~{memory}", hasSideEffects: true),
      [local.value, address.value])
    store.add(try context.attribute("elementtype", type: context.i64), at: .parameter(0))
    store.add(context.attribute(key: "gc-leaf-function"))
    function.add(context.attribute(key: isKept))
    guard callsLeaf else { return }
    let callee = try leaf(module)
    let words = [Value](repeating: context.i64.undef.value, count: 9)
    let type9 = context.function(
      [IRType](repeating: context.i64, count: 9), returning: context.void)
    let call = builder.call(type9, callee, words)
    call.tailCallKind = .noTail
    call.add(context.attribute(key: "gc-leaf-function"))
  }

  private static func leaf(_ module: borrowing Module) throws(LLVMError) -> Function {
    if let known = module.function(named: leafCallee) { return known }
    let context = module.context
    let leaf = try module.addFunction(
      leafCallee, context.function([], returning: context.void))
    leaf.visibility = .hidden
    return leaf
  }
}
