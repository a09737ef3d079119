/// A function's instructions as operations, in order of address.
struct AddressOperations {
  private(set) var list: [AddressOperation] = []
  /// Whether any of them makes an address from the stack pointer: else there is nothing to follow.
  private(set) var takesStackAddress = false
  /// Whether a jump goes between the instructions.
  private(set) var hasStrayJump = false

  /// In place of a jump's target: no instruction starts there.
  static let stray: Int32 = -2

  init(
    _ decoder: some AddressOperationDecoder, _ code: RawSpan, _ function: Range<Int>,
    _ track: StackPointerTrack
  ) {
    let convention = decoder.convention
    list.reserveCapacity(function.count / 4)
    var deltas = track.deltas[...]
    var calls = track.calls.indices
    var delta = 0
    var framePointerIsSet = false
    var start = function.lowerBound
    while start < function.upperBound {
      let offset = start &- function.lowerBound
      while let next = deltas.first, next.offset <= offset {
        delta = next.delta
        deltas.removeFirst()
      }
      var operation =
        decoder.operation(code, at: start, end: function.upperBound, delta: delta)
        ?? Self.nothing(length: decoder.quantum)
      operation.offset = Int32(truncatingIfNeeded: offset)
      operation.delta = Int32(truncatingIfNeeded: delta)
      while let index = calls.first, track.calls[index].offset <= offset {
        if track.calls[index].offset == offset { operation.call = Int32(truncatingIfNeeded: index) }
        calls.removeFirst()
      }
      let target = Int(operation.target)
      let isJump = operation.flow == .jump || operation.flow == .conditionalJump
      operation.target =
        isJump && operation.call < 0 && function.contains(target)
        ? Int32(truncatingIfNeeded: target &- function.lowerBound) : -1
      takesStackAddress =
        takesStackAddress
        || operation.takesStackAddress(convention, framePointerIsSet: framePointerIsSet)
      if operation.writes.contains(GeneralRegisters(convention.framePointer)),
        operation.sources.contains(GeneralRegisters(convention.stackPointer))
      {
        framePointerIsSet = true
      }
      list.append(operation)
      start &+= Int(operation.length)
    }
    findTargets()
  }

  /// Bytes that are no instruction: the flow does not reach them.
  private static func nothing(length: Int) -> AddressOperation {
    var operation = AddressOperation()
    operation.flow = .stop
    operation.length = UInt8(truncatingIfNeeded: length)
    return operation
  }

  /// Makes indexes of the jumps' targets.
  private mutating func findTargets() {
    for index in list.indices where list[index].target >= 0 {
      let offset = list[index].target
      var low = 0
      var high = list.count
      while low < high {
        let middle = (low &+ high) >> 1
        if list[middle].offset < offset { low = middle &+ 1 } else { high = middle }
      }
      if low < list.count, list[low].offset == offset {
        list[index].target = Int32(truncatingIfNeeded: low)
      } else {
        list[index].target = Self.stray
        hasStrayJump = true
      }
    }
  }

  /// The indexes that control flow starts from or comes together at, ascending.
  var blockStarts: [Int32] {
    var isStart = Array(repeating: false, count: list.count + 1)
    isStart[0] = true
    for (index, operation) in list.enumerated() {
      if operation.target >= 0 { isStart[Int(operation.target)] = true }
      if operation.flow != .next && operation.flow != .padding { isStart[index + 1] = true }
    }
    return isStart.indices.dropLast().filter { isStart[$0] }.map { Int32(truncatingIfNeeded: $0) }
  }
}
