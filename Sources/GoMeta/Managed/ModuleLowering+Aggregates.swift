import LLVM

/// Structs and arrays as values: statepoints know of pointers, not of what pointers are part of, so
/// such values are taken apart where they are made and put together where they are used.
extension ModuleLowering {
  func scalarizeAggregates(
    _ function: Function, _ module: borrowing Module
  ) throws(CompileError) {
    try llvm { () throws(LLVMError) in
      try AggregateScalarization(function, module.dataLayout).run(module)
    }
  }
}

private final class AggregateScalarization {
  private let function: Function
  private let layout: DataLayout
  /// The scalars of each value that was taken apart.
  private var scalars: [Value: [Value]] = [:]
  private var phis: [(old: Instruction, parts: [Instruction])] = []
  private var dead: [Instruction] = []

  init(_ function: Function, _ layout: DataLayout) {
    self.function = function
    self.layout = layout
  }

  func run(_ module: borrowing Module) throws(LLVMError) {
    let builder = Builder(in: module)
    guard let entry = function.entry,
      function.arguments.contains(where: { $0.type.isAggregateOfPointers })
        || function.instructions.contains(where: { $0.type.isAggregateOfPointers })
    else { return }
    for argument in function.arguments where argument.type.isAggregateOfPointers {
      builder.position(atStartOf: entry)
      scalars[argument.value] = builder.parts(of: argument.value)
    }
    // Definitions come before uses in this order, but for what phis take.
    for block in function.blocksInFlowOrder {
      for instruction in block.instructions { try split(instruction, builder) }
    }
    for (old, parts) in phis {
      for (value, block) in old.incoming {
        for (part, scalar) in zip(parts, known(value, before: block.terminator, builder)) {
          builder.addIncoming(to: part, scalar, from: block)
        }
      }
    }
    for instruction in dead.reversed() {
      try instruction.replaceAllUses(with: instruction.type.poison)
      try instruction.erase()
    }
  }

  private func split(
    _ instruction: Instruction, _ builder: borrowing Builder
  ) throws(LLVMError) {
    builder.position(before: instruction)
    builder.debugLocation = instruction.debugLocation
    let isAggregate = instruction.type.isAggregateOfPointers
    switch instruction.opcode {
    case .phi where isAggregate:
      let parts = instruction.type.scalarTypes.map { builder.phi($0) }
      phis.append((instruction, parts))
      keep(instruction, parts.map(\.value))
    case .insertValue where isAggregate:
      guard let aggregate = instruction.operand(0), let element = instruction.operand(1) else {
        return
      }
      var parts = known(aggregate, before: instruction, builder)
      let range = instruction.type.scalarRange(at: instruction.fieldIndices)
      parts.replaceSubrange(range, with: known(element, before: instruction, builder))
      keep(instruction, parts)
    case .extractValue:
      guard let aggregate = instruction.operand(0), aggregate.type.isAggregateOfPointers else {
        return
      }
      let range = aggregate.type.scalarRange(at: instruction.fieldIndices)
      let parts = Array(known(aggregate, before: instruction, builder)[range])
      if instruction.type.isAggregateOfPointers {
        keep(instruction, parts)
      } else {
        try instruction.replaceAllUses(with: builder.whole(instruction.type, parts))
        dead.append(instruction)
      }
    case .insertElement where isAggregate:
      guard let vector = instruction.operand(0), let element = instruction.operand(1),
        let index = instruction.operand(2).flatMap({ Constant($0) })?.unsignedInteger,
        index < UInt64(instruction.type.fieldCount)
      else { return try keepWhole(instruction, builder) }
      var parts = known(vector, before: instruction, builder)
      parts[Int(index)] = element
      keep(instruction, parts)
    case .extractElement:
      guard let vector = instruction.operand(0), vector.type.isVectorOfPointers else { return }
      guard let index = instruction.operand(1).flatMap({ Constant($0) })?.unsignedInteger,
        index < UInt64(vector.type.fieldCount)
      else { return try putTogether(instruction, builder) }
      try instruction.replaceAllUses(
        with: known(vector, before: instruction, builder)[Int(index)])
      dead.append(instruction)
    case .shuffleVector where isAggregate:
      guard let first = instruction.operand(0), let second = instruction.operand(1) else { return }
      let parts =
        known(first, before: instruction, builder) + known(second, before: instruction, builder)
      let pointer = instruction.type.fieldType(0)
      keep(
        instruction,
        instruction.shuffleMask.map { index in
          index >= 0 && index < parts.count ? parts[index] : pointer.poison.value
        })
    case .select where isAggregate && instruction.operand(0)?.type.isVector == false:
      guard let condition = instruction.operand(0), let first = instruction.operand(1),
        let second = instruction.operand(2)
      else { return }
      keep(
        instruction,
        zip(known(first, before: instruction, builder), known(second, before: instruction, builder))
          .map { builder.select(condition, $0, $1) })
    case .freeze where isAggregate:
      guard let operand = instruction.operand(0) else { return }
      keep(instruction, known(operand, before: instruction, builder).map { builder.freeze($0) })
    case .load where isAggregate:
      guard let pointer = instruction.pointerOperand else { return }
      let isVolatile = instruction.isVolatile
      keep(
        instruction,
        instruction.type.scalarOffsets(layout).map { type, offset in
          builder.load(
            type, from: builder.place(pointer, offset),
            alignment: instruction.alignment(at: offset),
            volatile: isVolatile
          ).value
        })
    case .store:
      guard let value = instruction.operand(0), value.type.isAggregateOfPointers,
        let pointer = instruction.pointerOperand
      else { return }
      let parts = known(value, before: instruction, builder)
      for ((_, offset), part) in zip(value.type.scalarOffsets(layout), parts) {
        builder.store(
          part, to: builder.place(pointer, offset), alignment: instruction.alignment(at: offset),
          volatile: instruction.isVolatile)
      }
      try instruction.erase()
    default: try keepWhole(instruction, builder)
    }
  }

  /// What takes and makes whole values, as calls do: results are taken apart at once.
  private func keepWhole(
    _ instruction: Instruction, _ builder: borrowing Builder
  ) throws(LLVMError) {
    try putTogether(instruction, builder)
    guard instruction.type.isAggregateOfPointers else { return }
    builder.position(after: instruction)
    scalars[instruction.value] = builder.parts(of: instruction.value)
  }

  /// What takes a whole value gets one made right before it.
  private func putTogether(
    _ instruction: Instruction, _ builder: borrowing Builder
  ) throws(LLVMError) {
    for index in 0..<instruction.operandCount {
      guard let operand = instruction.operand(index), operand.type.isAggregateOfPointers,
        let parts = scalars[operand]
      else { continue }
      builder.position(before: instruction)
      try instruction.setOperand(index, to: builder.whole(operand.type, parts))
    }
  }

  private func keep(_ instruction: Instruction, _ parts: [Value]) {
    scalars[instruction.value] = parts
    dead.append(instruction)
  }

  /// The scalars of a value; those of constants are made where they are needed.
  private func known(
    _ value: Value, before place: Instruction?, _ builder: borrowing Builder
  ) -> [Value] {
    if let parts = scalars[value] { return parts }
    if let place { builder.position(before: place) }
    return builder.parts(of: value)
  }
}

extension Instruction {
  /// What is known of the alignment at so many bytes behind its address.
  fileprivate func alignment(at offset: UInt64) -> UInt32 {
    let whole = UInt64(max(alignment ?? 1, 1))
    return UInt32(truncatingIfNeeded: offset == 0 ? whole : min(whole, offset & (0 &- offset)))
  }
}

extension Builder {
  fileprivate func place(_ pointer: Value, _ offset: UInt64) -> Value {
    offset == 0
      ? pointer : advance(pointer, byBytes: context.i64.constant(offset), inBounds: false)
  }

  /// The scalars of a value, in order.
  func parts(of value: Value) -> [Value] {
    guard value.type.isAggregate else { return [value] }
    if value.type.isVector {
      return (0..<value.type.fieldCount).map { extractElement(value, context.i32.constant($0)) }
    }
    return (0..<value.type.fieldCount).flatMap { parts(of: extractValue(value, $0)) }
  }

  /// A value of a type from its scalars.
  func whole(_ type: IRType, _ parts: [Value]) -> Value {
    var rest = parts[...]
    return whole(type, &rest)
  }

  private func whole(_ type: IRType, _ parts: inout ArraySlice<Value>) -> Value {
    guard type.isAggregate else { return parts.popFirst() ?? type.poison.value }
    var value = type.poison.value
    for index in 0..<type.fieldCount {
      let part = whole(type.fieldType(index), &parts)
      value =
        type.isVector
        ? insertElement(part, into: value, context.i32.constant(index))
        : insertValue(part, into: value, index)
    }
    return value
  }
}
