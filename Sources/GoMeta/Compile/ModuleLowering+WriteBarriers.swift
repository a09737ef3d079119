import LLVM

extension ModuleLowering {
  /// Pointers put where the collector follows them. It marks while the program runs, and must be
  /// told what is stored and what is overwritten: each such store becomes a call of a thunk. Stores
  /// to locals stay as they are.
  func addWriteBarriers(_ module: borrowing Module) throws(CompileError) {
    guard target.release.code.writeBarrier != nil else { return }
    for function in module.functions where !function.isDeclaration {
      for instruction in function.instructions {
        guard let value = storedValue(instruction), value.type.holdsGCPointer,
          let address = instruction.pointerOperand,
          address.type.addressSpace == 1 || GlobalVariable(address) != nil
        else { continue }
        guard instruction.opcode == .store, !value.type.isVector else {
          throw .unsupported(
            symbol: function.name,
            what: "\(place(instruction))a GC pointer is stored to the heap or a variable by an "
              + "atomic or vector instruction, for which there is no write barrier; store pointers "
              + "one by one")
        }
        try llvm { () throws(LLVMError) in
          let builder = Builder(in: module)
          builder.position(before: instruction)
          builder.debugLocation = instruction.debugLocation
          try store(value, to: address, offset: 0, builder, module)
          try instruction.erase()
        }
      }
    }
  }

  /// Stores a value scalar by scalar, pointers with a barrier.
  private func store(
    _ value: Value, to address: Value, offset: UInt64, _ builder: borrowing Builder,
    _ module: borrowing Module
  ) throws(LLVMError) {
    let context = module.context
    let layout = module.dataLayout
    if let structure = StructType(value.type) {
      for index in 0..<structure.fieldCount {
        try store(
          builder.extractValue(value, index), to: address,
          offset: offset + (layout.offset(ofField: index, in: structure) ?? 0), builder, module)
      }
      return
    }
    if let element = value.type.elementType, let count = value.type.elementCount {
      for index in 0..<count {
        try store(
          builder.extractValue(value, Int(index)), to: address,
          offset: offset + index * (layout.size(of: element) ?? 0), builder, module)
      }
      return
    }
    var place = address
    if offset > 0 {
      place = builder.advance(address, byBytes: context.i64.constant(offset), inBounds: false)
    }
    guard value.type.addressSpace == 1 else {
      // The whole value's alignment need not hold for its parts.
      builder.store(value, to: place, alignment: 1)
      return
    }
    let pointer = context.pointer(addressSpace: 1)
    if place.type != pointer { place = builder.addressSpaceCast(place, to: pointer) }
    builder.call(try barrieredStore(module), [place, value])
  }

  private func barrieredStore(_ module: borrowing Module) throws(LLVMError) -> Function {
    if let known = module.function(named: Naming.barrieredStore) { return known }
    let context = module.context
    let pointer = context.pointer(addressSpace: 1)
    let thunk = try module.addFunction(
      Naming.barrieredStore, context.function([pointer, pointer], returning: context.void))
    thunk.visibility = .hidden
    thunk.add(try context.attribute("nounwind"))
    return thunk
  }

  private func storedValue(_ instruction: Instruction) -> Value? {
    switch instruction.opcode {
    case .store: instruction.operand(0)
    case .atomicRMW: instruction.operand(1)
    case .compareExchange: instruction.operand(2)
    default: nil
    }
  }
}
