import LLVM

/// The scalars that structs and arrays are made of, and vectors of pointers that the collector follows:
/// optimisers make such of neighbouring words.
extension IRType {
  var isAggregate: Bool { kind == .structure || kind == .array || isVectorOfPointers }

  var isVectorOfPointers: Bool { kind == .vector && elementType?.addressSpace == 1 }

  /// One with a pointer that the collector follows.
  var isAggregateOfPointers: Bool { isVectorOfPointers || (isAggregate && holdsGCPointer) }

  /// Fields of a struct, elements of an array.
  var fieldCount: Int {
    if let structure = asStruct { return structure.fieldCount }
    return kind == .array || isVectorOfPointers ? Int(clamping: elementCount ?? 0) : 0
  }

  func fieldType(_ index: Int) -> IRType {
    if let structure = asStruct, index < structure.fieldCount { return structure.fields[index] }
    return elementType ?? self
  }

  /// In order; the type itself, when it is one.
  var scalarTypes: [IRType] {
    guard isAggregate else { return kind == .void ? [] : [self] }
    return (0..<fieldCount).flatMap { fieldType($0).scalarTypes }
  }

  /// Each with its offset in bytes.
  func scalarOffsets(_ layout: DataLayout, from start: UInt64 = 0) -> [(IRType, UInt64)] {
    guard isAggregate else { return [(self, start)] }
    return (0..<fieldCount).flatMap { index in
      let field = fieldType(index)
      let offset =
        asStruct.map { layout.offset(ofField: index, in: $0) ?? 0 }
        ?? UInt64(index) * (layout.size(of: field) ?? 0)
      return field.scalarOffsets(layout, from: start + offset)
    }
  }

  /// Which scalars stand at a path of fields.
  func scalarRange(at path: [UInt32]) -> Range<Int> {
    var type = self
    var start = 0
    for field in path {
      for index in 0..<Int(field) { start += type.fieldType(index).scalarTypes.count }
      type = type.fieldType(Int(field))
    }
    return start..<start + type.scalarTypes.count
  }
}

extension Function {
  /// From the entry on, each block before those that only it leads to (a reverse post-order). Blocks
  /// that nothing reaches come last.
  var blocksInFlowOrder: [BasicBlock] {
    guard let entry else { return [] }
    var order: [BasicBlock] = []
    var seen: Set<BasicBlock> = [entry]
    var path: [(block: BasicBlock, next: Int, successors: [BasicBlock])] = [
      (entry, 0, entry.successors)
    ]
    while let (block, next, successors) = path.last {
      if next < successors.count {
        path[path.count - 1].next += 1
        if seen.insert(successors[next]).inserted {
          path.append((successors[next], 0, successors[next].successors))
        }
      } else {
        order.append(block)
        path.removeLast()
      }
    }
    return order.reversed() + blocks.filter { !seen.contains($0) }
  }
}
