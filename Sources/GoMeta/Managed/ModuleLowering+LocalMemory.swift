import GoABI
import LLVM

/// x86-64: where LLVM's code generator writes out what fills or copies a local, it raises the local's
/// alignment to that of the platform's stack and uses instructions that fault elsewhere. Goroutine
/// stacks have half of it, so this is written out before.
extension ModuleLowering {
  /// In bytes; what is longer becomes a call.
  private static let largestInline: UInt64 = 128

  func expandLocalMemory(_ module: borrowing Module) throws(CompileError) {
    guard target.architecture == .x86_64 else { return }
    let builder = Builder(in: module)
    for function in module.functions where !function.isDeclaration {
      for instruction in function.instructions {
        guard let call = CallSite(instruction), let memory = MemoryFunction(call),
          call.arguments.prefix(memory == .memset ? 1 : 2).contains(where: isOfLocal)
        else { continue }
        try llvm { () throws(LLVMError) in
          builder.position(before: instruction)
          builder.debugLocation = instruction.debugLocation
          if let size = Constant(call.arguments[2])?.unsignedInteger, size <= Self.largestInline {
            expand(memory, call, size, builder)
          } else {
            try self.call(memory, call, builder, module)
          }
          try instruction.erase()
        }
      }
    }
  }

  private func isOfLocal(_ pointer: Value) -> Bool {
    var pointer = pointer
    while let instruction = Instruction(pointer) {
      switch instruction.opcode {
      case .alloca: return true
      case .getElementPointer, .addressSpaceCast, .bitCast:
        guard let next = instruction.operand(0) else { return false }
        pointer = next
      default: return false
      }
    }
    return false
  }

  private func expand(
    _ memory: MemoryFunction, _ call: CallSite, _ size: UInt64, _ builder: borrowing Builder
  ) {
    let context = builder.context
    let (destination, source) = (call.arguments[0], call.arguments[1])
    var pieces: [(type: IRType, offset: UInt64)] = []
    var offset: UInt64 = 0
    for bytes in [8, 4, 2, 1] as [UInt64] {
      while size - offset >= bytes {
        pieces.append((context.integer(Int(8 * bytes)), offset))
        offset += bytes
      }
    }
    func place(_ pointer: Value, _ offset: UInt64) -> Value {
      offset == 0
        ? pointer
        : builder.advance(pointer, byBytes: context.i64.constant(offset), inBounds: false)
    }
    // Copies may overlap: all is loaded before anything is stored.
    let values = pieces.map { piece in
      guard memory == .memset else {
        return builder.load(piece.type, from: place(source, piece.offset), alignment: 1).value
      }
      let byte = builder.zext(source, to: context.i64)
      let pattern = builder.mul(byte, context.i64.constant(0x0101_0101_0101_0101 as UInt64))
      return piece.type == context.i64 ? pattern : builder.trunc(pattern, to: piece.type)
    }
    for (piece, value) in zip(pieces, values) {
      builder.store(value, to: place(destination, piece.offset), alignment: 1)
    }
  }

  private func call(
    _ memory: MemoryFunction, _ call: CallSite, _ builder: borrowing Builder,
    _ module: borrowing Module
  ) throws(LLVMError) {
    let context = module.context
    let second = memory == .memset ? context.i32 : context.pointer
    let type = context.function(
      [context.pointer, second, context.i64], returning: context.pointer)
    let callee: Function
    if let known = module.function(named: memory.rawValue) {
      callee = known
    } else {
      callee = try module.addFunction(memory.rawValue, type)
      callee.visibility = .hidden
    }
    let value =
      memory == .memset
      ? builder.zext(call.arguments[1], to: context.i32)
      : builder.addressSpaceCast(call.arguments[1], to: context.pointer)
    let new = builder.call(
      type, callee,
      [
        builder.addressSpaceCast(call.arguments[0], to: context.pointer), value,
        builder.integerCast(call.arguments[2], to: context.i64, signed: false),
      ])
    new.tailCallKind = .noTail
    new.add(try context.attribute("nounwind"))
  }
}

extension MemoryFunction {
  /// What a call of an intrinsic becomes; nil for another.
  fileprivate init?(_ call: CallSite) {
    guard let callee = call.calledFunction, callee.isIntrinsic else { return nil }
    if callee.isIntrinsic("llvm.memset") {
      self = .memset
    } else if callee.isIntrinsic("llvm.memcpy") || callee.isIntrinsic("llvm.memcpy.inline") {
      self = .memcpy
    } else if callee.isIntrinsic("llvm.memmove") {
      self = .memmove
    } else {
      return nil
    }
  }
}
