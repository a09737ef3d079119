extension StackPointerTracker {
  /// Where the flow goes on after the instruction at `place`; nil when this path ends. Other places
  /// that it goes to are noted, and calls recorded on the first visit.
  mutating func advance(
    _ step: InstructionStep, _ place: Place, isFirst: Bool, _ stepper: some InstructionStepper,
    _ code: RawSpan, _ function: Range<Int>, _ relocatedOffsets: [Int]
  ) throws(StackPointerError) -> Place? {
    let delta = place.state.delta
    guard step.state.delta >= 0 else {
      throw fault(stepper, code, function, place.offset) {
        .aboveEntry(offset: $0, bytes: $1, delta: step.state.delta)
      }
    }
    guard step.state.delta <= Int32.max else {
      throw fault(stepper, code, function, place.offset) {
        .frameTooLarge(offset: $0, bytes: $1, delta: step.state.delta)
      }
    }
    if let save = step.framePointerSave {
      if let first = flow.framePointerSave, first != save {
        throw fault(stepper, code, function, place.offset) {
          .differentFramePointerSaves(offset: $0, bytes: $1, first: first, second: save)
        }
      }
      flow.framePointerSave = save
    }
    var next = Place(
      offset: place.offset &+ step.length, state: step.state, source: place.offset,
      isDoubtful: false)

    switch step.flow {
    case .next:
      return next
    case .padding:
      next.isDoubtful = place.isDoubtful
      return next
    case .call, .indirectCall, .breakpoint:
      if isFirst, step.flow != .breakpoint {
        let target = target(of: step, relocatedOffsets)
        record(target, isTailCall: false, place, next, function)
      }
      next.isDoubtful = true
      flow.followLater(next)
      return nil
    case .jump, .conditionalJump:
      let target = target(of: step, relocatedOffsets)
      guard target == .direct(step.target), function.contains(step.target) else {
        guard delta == 0 else {
          throw fault(stepper, code, function, place.offset) {
            .unbalancedTailCall(offset: $0, bytes: $1, delta: delta)
          }
        }
        if isFirst { record(target, isTailCall: true, place, next, function) }
        return step.flow == .jump ? nil : next
      }
      var jumped = next
      jumped.offset = step.target
      if step.flow == .jump { return jumped }
      flow.follow(jumped)
      return next
    case .indirectJump:
      guard delta == 0 else {
        throw fault(stepper, code, function, place.offset) { .indirectJump(offset: $0, bytes: $1) }
      }
      if isFirst {
        record(target(of: step, relocatedOffsets), isTailCall: true, place, next, function)
      }
      // Memory at a fixed place holds one address; a register may come from a jump table.
      if step.operand < 0, flow.indirectTailCall == nil { flow.indirectTailCall = place.offset }
      return nil
    case .tableJump:
      throw fault(stepper, code, function, place.offset) { .indirectJump(offset: $0, bytes: $1) }
    case .functionReturn:
      guard delta == 0 else {
        throw fault(stepper, code, function, place.offset) {
          .unbalancedReturn(offset: $0, bytes: $1, delta: delta)
        }
      }
      return nil
    case .stop:
      return nil
    case .undecodable:
      throw fault(stepper, code, function, place.offset) { .undecodable(offset: $0, bytes: $1) }
    case .stackPointerWrite, .farReturn:
      throw fault(stepper, code, function, place.offset) {
        .stackPointerWrite(offset: $0, bytes: $1)
      }
    }
  }

  private mutating func record(
    _ target: StackPointerTrack.Call.Target, isTailCall: Bool, _ place: Place, _ next: Place,
    _ function: Range<Int>
  ) {
    flow.record(
      StackPointerTrack.Call(
        offset: place.offset &- function.lowerBound,
        returnOffset: next.offset &- function.lowerBound,
        target: target, isTailCall: isTailCall, delta: place.state.delta))
  }

  private func target(
    of step: InstructionStep, _ relocatedOffsets: [Int]
  ) -> StackPointerTrack.Call.Target {
    if step.operand >= 0 {
      var low = 0
      var high = relocatedOffsets.count
      while low < high {
        let middle = (low &+ high) >> 1
        if relocatedOffsets[middle] < step.operand { low = middle &+ 1 } else { high = middle }
      }
      if low < relocatedOffsets.count, relocatedOffsets[low] == step.operand {
        return .relocated(step.operand)
      }
    }
    let isIndirect = step.flow == .indirectCall || step.flow == .indirectJump
    return isIndirect ? .indirect : .direct(step.target)
  }

  /// An indirect jump is a tail call only if nothing in the function is left unreached but padding;
  /// what is left would be the targets of a jump table.
  func checkAllReached(
    _ stepper: some InstructionStepper, _ code: RawSpan, _ function: Range<Int>, _ jump: Int
  ) throws(StackPointerError) {
    var offset = function.lowerBound
    let state = StackState(delta: 0, frame: .unknown)
    while offset < function.upperBound {
      let index = (offset &- function.lowerBound) >> unitShift
      guard deltas[index] == Self.unreached else {
        offset &+= 1 << unitShift
        continue
      }
      let step = stepper.step(
        code, at: offset, end: function.upperBound, from: state, framePointerSave: nil)
      guard step.flow == .padding || step.flow == .stop || step.flow == .breakpoint else {
        throw fault(stepper, code, function, jump) { .indirectJump(offset: $0, bytes: $1) }
      }
      offset &+= step.length
    }
  }
}
