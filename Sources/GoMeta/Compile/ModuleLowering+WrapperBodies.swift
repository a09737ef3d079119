import GoABI
import GoTypes
import LLVM
import TypeDescriptors

/// Wrappers that call code which LLVM compiles.
extension ModuleLowering {
  /// Code that loads or picks the other method's receiver and calls its body.
  mutating func call(
    _ wrapper: MethodWrapper, _ way: WrapperWay, _ module: borrowing Module
  ) throws(CompileError) {
    let method = wrapper.entry.method
    guard let receiver = wrapper.entry.receiver else { return }
    let context = module.context
    let layout = try callLayout(wrapper.symbol, wrapper.paddedReceiver, method.signature)
    if !hasManagedCode { try checkRegisters(wrapper.symbol, layout) }
    let body = try callee(receiver, wrapper.entry, module)
    let type = try functionType(
      wrapper.symbol, wrapper.paddedReceiver, method.signature, context)
    // The body's own result type, which may be a named struct.
    let wrapperType = context.function(type.parameters, returning: body.functionType.result)
    let function = try llvm { () throws(LLVMError) in
      // Inlined, the method would be missing from tracebacks: the wrapper is left out of them.
      body.add(try context.attribute("noinline"))
      return try module.addFunction(Naming.body(wrapper.symbol), wrapperType)
    }
    function.visibility = .hidden
    if hasManagedCode {
      try llvm { () throws(LLVMError) in try function.setGarbageCollector(Self.collector) }
    }
    let builder = Builder(in: module)
    builder.position(atEndOf: function.appendBlock())
    let arguments = function.arguments.map(\.value)
    let own = try leaves(of: wrapper.paddedReceiver, wrapper.symbol).count
    var values = try receiverValues(of: body, receiver, wrapper, way, arguments, builder, context)
    values += arguments[own...]
    let call = builder.call(body, values)
    call.tailCallKind = .noTail
    if wrapperType.result == context.void {
      builder.ret()
    } else {
      builder.ret(call)
    }
    bodies[function.name] = Body(
      goName: wrapper.symbol,
      function: GoFunction(
        name: wrapper.symbol, receiver: wrapper.paddedReceiver, signature: method.signature,
        layout: layout),
      startLine: 1, file: FunctionPlaces.generated, isGenerated: true)
  }

  /// The leaves of the other method's receiver.
  private func receiverValues(
    of body: Function, _ receiver: TypeName, _ wrapper: MethodWrapper, _ way: WrapperWay,
    _ arguments: [Value], _ builder: borrowing Builder, _ context: ContextHandle
  ) throws(CompileError) -> [Value] {
    let leaves = try leaves(of: .named(receiver), wrapper.symbol)
    var endsWithPointer = false
    if case .pointer = way.type { endsWithPointer = true }
    if !wrapper.isPointer, !way.isIndirect, !endsWithPointer {
      return Array(arguments[way.leafIndex...].prefix(leaves.count))
    }
    let pointer = context.pointer(addressSpace: 1)
    // A value's leaf is the pointer that the way leads through, or where it ends.
    var address = arguments[wrapper.isPointer ? 0 : way.leafIndex]
    var steps = way.steps[...]
    if !wrapper.isPointer {
      steps = way.isIndirect ? steps.drop { $0 != .load }.dropFirst() : []
    }
    for step in steps {
      switch step {
      case .advance(let bytes):
        address = builder.advance(
          address, byBytes: context.i64.constant(Int64(bytes)), inBounds: false)
      case .load: address = builder.load(pointer, from: address, alignment: 8).value
      }
    }
    if endsWithPointer, wrapper.isPointer || way.isIndirect {
      address = builder.load(pointer, from: address, alignment: 8).value
    }
    if wrapper.entry.hasPointerReceiver { return [address] }
    var values: [Value] = []
    for (leaf, parameter) in zip(leaves, body.functionType.parameters) {
      let place = builder.advance(
        address, byBytes: context.i64.constant(leaf.offset), inBounds: false)
      if case .array(let size) = leaf.kind {
        // The body gets a copy of its own.
        let copy = builder.alloca(
          context.array(of: context.i8, count: UInt64(size)), alignment: 8)
        builder.copyMemory(
          to: copy, alignment: 8, from: place, alignment: 1, count: context.i64.constant(size))
        values.append(
          copy.value.type == parameter
            ? copy.value : builder.addressSpaceCast(copy, to: parameter))
      } else {
        let alignment = UInt32(truncatingIfNeeded: leaf.kind.size)
        values.append(builder.load(parameter, from: place, alignment: alignment).value)
      }
    }
    return values
  }

  /// The code of a method, here or in another object of the package.
  private func callee(
    _ receiver: TypeName, _ entry: MethodSetEntry, _ module: borrowing Module
  ) throws(CompileError) -> Function {
    let name = symbol(of: entry, receiver)
    let type: GoType = entry.hasPointerReceiver ? .pointer(.named(receiver)) : .named(receiver)
    if let known = module.function(named: Naming.body(name)) { return known }
    let code = try functionType(name, type, entry.method.signature, module.context)
    let function = try llvm { () throws(LLVMError) in
      try module.addFunction(Naming.body(name), code.functionType(in: module.context))
    }
    function.visibility = .hidden
    return function
  }
}
