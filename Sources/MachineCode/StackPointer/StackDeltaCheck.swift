/// Compares call frame information that states the delta throughout a function with its
/// instructions, in one pass in the order of their addresses: what each leaves must be what is
/// stated where it goes. Much quicker than following the flow, which has the last word on functions
/// that do not pass.
enum StackDeltaCheck {
  static func passes(
    _ function: StackDeltaFlow.Function, _ stepper: some InstructionStepper, _ code: RawSpan
  ) -> Bool {
    let (first, end) = (function.range.lowerBound, function.range.upperBound)
    let rows = function.rows.span
    guard rows.count > 0 else { return false }
    var row = 0
    var nextRow = rows.count > 1 ? first &+ Int(rows[1].offset) : Int.max
    var stated = Int(rows[0].value)
    var offset = first
    var state = StackState(delta: stated, frame: .caller)
    // Whether the instruction before goes here, and whether it is a call that might not return.
    var arrives = true
    var isDoubtful = true
    while offset < end {
      while offset >= nextRow {
        row &+= 1
        stated = Int(rows[row].value)
        nextRow = row &+ 1 < rows.count ? first &+ Int(rows[row &+ 1].offset) : Int.max
      }
      if state.delta != stated || !arrives {
        if arrives, !isDoubtful { return false }
        state = StackState(delta: stated, frame: .unknown)
        if arrives, isDoubtful { arrives = false }
      }
      let plain = stepper.plainLength(code, at: offset, end: end)
      if plain > 0 {
        offset &+= plain
        (arrives, isDoubtful) = (true, false)
        continue
      }
      let step = stepper.step(code, at: offset, end: end, from: state, framePointerSave: nil)
      offset &+= step.length
      state = step.state
      switch step.flow {
      case .next: (arrives, isDoubtful) = (true, false)
      case .padding: break
      case .call, .indirectCall, .breakpoint: (arrives, isDoubtful) = (true, true)
      case .jump, .conditionalJump:
        if function.range.contains(step.target), !function.isRelocated(step.operand) {
          let target = step.target &- first
          let isHere = target >= Int(rows[row].offset) && target < nextRow &- first
          guard isHere || value(at: target, rows) == stated else { return false }
        }
        (arrives, isDoubtful) = (step.flow == .conditionalJump, false)
      case .indirectJump, .tableJump, .functionReturn, .stop, .farReturn, .stackPointerWrite:
        arrives = false
      case .undecodable: return false
      }
    }
    return true
  }

  private static func value(at offset: Int, _ rows: Span<CallFrameRow>) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low &+ high) / 2
      if Int(rows[middle].offset) > offset { high = middle } else { low = middle &+ 1 }
    }
    return low > 0 ? Int(rows[low &- 1].value) : -1
  }
}
