extension StackDeltaFlow {
  /// Looks for disagreements once nothing changes any more: on the way, loops that move the stack
  /// pointer pass with deltas that turn out not to be known.
  mutating func settle(
    _ function: Function, _ stepper: some InstructionStepper, _ code: RawSpan
  ) {
    let (first, end) = (function.range.lowerBound, function.range.upperBound)
    var row = CallFrameRowCursor()
    for index in 0..<function.range.count >> unitShift {
      let mark = marks[index]
      guard mark.isKnown, !mark.isGuess else { continue }
      let offset = first &+ index << unitShift
      let state = StackState(delta: Int(mark.delta), frame: mark.frame)
      let step = stepper.step(code, at: offset, end: end, from: state, framePointerSave: nil)
      let next = offset &+ step.length
      switch step.flow {
      case .next: compare(step.state, at: next, function, &row)
      case .jump, .conditionalJump:
        if function.range.contains(step.target), !function.isRelocated(step.operand) {
          compare(step.state, at: step.target, function, &row)
        }
        if step.flow == .conditionalJump { compare(step.state, at: next, function, &row) }
      case .functionReturn:
        let stated = row.value(at: offset &- first, in: function.rows)
        if mark.delta != 0, !CallFrameRow.isDelta(stated) { distrust() }
      default: break
      }
    }
  }

  private mutating func compare(
    _ state: StackState, at offset: Int, _ function: Function, _ row: inout CallFrameRowCursor
  ) {
    guard offset < function.range.upperBound, Self.isKnown(state.delta) else { return }
    let place = offset &- function.range.lowerBound
    let stated = row.value(at: place, in: function.rows)
    guard CallFrameRow.isDelta(stated), Int(stated) != state.delta else { return }
    note(Disagreement(offset: place, instructions: state.delta, callFrames: Int(stated)))
  }
}
