extension StackPointerTracker {
  typealias Place = StackPointerFlow.Place

  /// Follows every path from the function's start. Each instruction is visited once, and once more
  /// when paths meet that disagree about the frame pointer; where they disagree about the stack
  /// pointer there is no answer.
  mutating func follow(
    _ stepper: some InstructionStepper, _ code: RawSpan, _ function: Range<Int>,
    _ relocatedOffsets: [Int]
  ) throws(StackPointerError) {
    let start = function.lowerBound
    let entry = StackState(delta: 0, frame: .caller)
    flow.follow(Place(offset: start, state: entry, source: start, isDoubtful: false))
    while let place = flow.next() {
      try followPath(from: place, stepper, code, function, relocatedOffsets)
    }
    if let jump = flow.indirectTailCall {
      try checkAllReached(stepper, code, function, jump)
    }
  }

  /// Follows one path until it ends, or meets what was visited.
  private mutating func followPath(
    from start: Place, _ stepper: some InstructionStepper, _ code: RawSpan, _ function: Range<Int>,
    _ relocatedOffsets: [Int]
  ) throws(StackPointerError) {
    var place = start
    while true {
      guard place.offset < function.upperBound else {
        if place.isDoubtful { return }
        throw fault(stepper, code, function, place.source) { .flowPastEnd(offset: $0, bytes: $1) }
      }
      let index = (place.offset &- function.lowerBound) >> unitShift
      let seen = deltas[index]
      if seen >= 0 {
        guard Int(seen) == place.state.delta else {
          if place.isDoubtful { return }
          let source = place.source &- function.lowerBound
          let second = place.state.delta
          throw fault(stepper, code, function, place.offset) {
            .differentDeltas(
              offset: $0, bytes: $1, first: Int(seen), second: second, source: source)
          }
        }
        let known = FramePointer(rawValue: frames[index])
        if known == place.state.frame || known == .unknown { return }
        place.state.frame = .unknown
      }
      let step = stepper.step(
        code, at: place.offset, end: function.upperBound, from: place.state,
        framePointerSave: flow.framePointerSave)
      try mark(index, place, step, stepper, code, function)
      if step.flow == .next, step.state == place.state, step.framePointerSave == nil {
        // Most instructions.
        place.source = place.offset
        place.offset &+= step.length
        place.isDoubtful = false
        continue
      }
      let next = try advance(
        step, place, isFirst: seen < 0, stepper, code, function, relocatedOffsets)
      guard let next else { return }
      place = next
    }
  }

  /// Notes the state before the instruction at `place`, and that its other bytes belong to it.
  private mutating func mark(
    _ index: Int, _ place: Place, _ step: InstructionStep, _ stepper: some InstructionStepper,
    _ code: RawSpan, _ function: Range<Int>
  ) throws(StackPointerError) {
    var overlap = deltas[index] == Self.inside ? index : nil
    let units = step.length >> unitShift
    if units > 1 {
      for other in index &+ 1..<index &+ units {
        if deltas[other] >= 0 { overlap = other }
        deltas[other] = Self.inside
      }
    }
    if let overlap {
      let target = overlap << unitShift
      throw fault(stepper, code, function, place.source) {
        .intoInstruction(offset: $0, bytes: $1, target: target)
      }
    }
    deltas[index] = Int32(truncatingIfNeeded: place.state.delta)
    frames[index] = place.state.frame.rawValue
  }

  /// An error about the instruction at an offset of the section.
  func fault(
    _ stepper: some InstructionStepper, _ code: RawSpan, _ function: Range<Int>, _ offset: Int,
    _ error: (Int, [UInt8]) -> StackPointerError
  ) -> StackPointerError {
    error(
      offset &- function.lowerBound, stepper.bytes(code, at: offset, end: function.upperBound))
  }
}
