/// Follows the stack pointer through a function that nothing is promised about: where the flow or
/// the stack pointer cannot be told, that is what it says, and it goes on.
///
/// What the flow is taken to be, besides what `StackPointerTracker` takes it to be:
/// - Where call frame information states the delta, the code that follows a call is reached from it
///   only with that delta.
/// - Where two paths meet with different deltas, it is unknown.
/// - Code that no path reaches is the target of the function's indirect jumps, or where it goes on
///   after an exception in one of its calls. If these all happen with one delta, it is theirs.
struct StackDeltaFlow: Sendable {
  struct Place: Sendable {
    /// In the section.
    var offset: Int
    var state: StackState
    /// It follows a call that might not return, with at most padding between.
    var isDoubtful: Bool
  }

  /// What does not change while one function is followed.
  struct Function {
    var range: Range<Int>
    /// What call frame information says, the first row at offset 0; empty when there is none.
    var rows: [CallFrameRow]
    var relocatedOffsets: [Int]
    /// nil: not known.
    var entryDelta: Int32?
    var hasExceptionTable: Bool

    /// A relocation applies at an offset in the section.
    func isRelocated(_ operand: Int) -> Bool {
      if operand < 0 || relocatedOffsets.isEmpty { return false }
      var low = 0
      var high = relocatedOffsets.count
      while low < high {
        let middle = (low &+ high) >> 1
        if relocatedOffsets[middle] < operand { low = middle &+ 1 } else { high = middle }
      }
      return low < relocatedOffsets.count && relocatedOffsets[low] == operand
    }
  }

  /// A disagreement of instructions and call frame information.
  struct Disagreement: Sendable, Equatable {
    var offset: Int
    var instructions: Int
    var callFrames: Int
  }

  let unitShift: Int
  /// One for each unit (byte, or arm64 instruction) of the function.
  private(set) var marks: [StackDeltaMark] = []
  /// The first one, where the deltas that instructions leave are settled.
  private(set) var disagreement: Disagreement?
  /// The function returns from elsewhere than its entry's stack pointer: what was followed is not
  /// what happens.
  private(set) var isUntrusted = false

  private var pending: [Place] = []
  private var deferred: [Place] = []
  private var firstDeferred = 0
  /// Where the flow may go on at places that are not told.
  private var elsewhere: StackState?
  private var goesElsewhere = false
  /// On the way, a delta was not as stated, or not as at entry when returning.
  private var mayDisagree = false
  /// What is followed is not reached by the flow.
  private var isGuess = false

  init(unitShift: Int) { self.unitShift = unitShift }

  /// A stack pointer that is not known: no instruction brings it near 0. One above its value at
  /// entry is not followed either: such code leaves its frame, or is entered in its own way.
  private static let nowhere = -(1 << 48)

  static func isKnown(_ delta: Int) -> Bool { delta >= 0 && delta < Int32.max }

  mutating func follow(_ function: Function, _ stepper: some InstructionStepper, _ code: RawSpan) {
    clear(count: function.range.count >> unitShift)
    let entry = StackState(
      delta: function.entryDelta.map { Int($0) } ?? Self.nowhere,
      frame: function.entryDelta == nil ? .unknown : .caller)
    // Parts that start with where an exception goes on have padding in front, which is not theirs.
    pending.append(Place(offset: function.range.lowerBound, state: entry, isDoubtful: true))
    followAll(function, stepper, code)
    followRest(function, stepper, code)
    if mayDisagree { settle(function, stepper, code) }
  }

  /// Leaves nothing of the function followed last.
  mutating func forget() { (disagreement, isUntrusted) = (nil, false) }

  private mutating func clear(count: Int) {
    if marks.count < count {
      marks = Array(repeating: .unreached, count: max(count, 2 &* marks.count))
    } else {
      var span = marks.mutableSpan
      for index in 0..<count { span[index] = .unreached }
    }
    pending.removeAll(keepingCapacity: true)
    deferred.removeAll(keepingCapacity: true)
    firstDeferred = 0
    disagreement = nil
    (isUntrusted, isGuess, goesElsewhere, mayDisagree) = (false, false, false, false)
    elsewhere = nil
  }

  private mutating func followAll(
    _ function: Function, _ stepper: some InstructionStepper, _ code: RawSpan
  ) {
    while true {
      if let place = pending.popLast() {
        followPath(from: place, function, stepper, code)
      } else if firstDeferred < deferred.count {
        firstDeferred &+= 1
        followPath(from: deferred[firstDeferred &- 1], function, stepper, code)
      } else {
        return
      }
    }
  }

  /// Follows what no path has reached, but for padding.
  private mutating func followRest(
    _ function: Function, _ stepper: some InstructionStepper, _ code: RawSpan
  ) {
    let guess = goesElsewhere ? elsewhere : nil
    var row = CallFrameRowCursor()
    var offset = function.range.lowerBound
    while true {
      offset = nextUnreached(from: offset, function.range)
      if offset >= function.range.upperBound { return }
      let state = guess ?? StackState(delta: Self.nowhere, frame: .unknown)
      let step = stepper.step(
        code, at: offset, end: function.range.upperBound, from: state, framePointerSave: nil)
      if step.flow == .padding || step.flow == .stop || step.flow == .breakpoint {
        offset &+= step.length
        continue
      }
      // Bytes that are no code stand where nothing goes.
      let stated = row.value(at: offset &- function.range.lowerBound, in: function.rows)
      isGuess = !CallFrameRow.isDelta(stated) || !goesElsewhere
      var place = Place(offset: offset, state: state, isDoubtful: false)
      if CallFrameRow.isDelta(stated) {
        place.state = StackState(delta: Self.nowhere, frame: .unknown)
      }
      pending.append(place)
      followAll(function, stepper, code)
      offset &+= 1 << unitShift
    }
  }

  private func nextUnreached(from offset: Int, _ range: Range<Int>) -> Int {
    let marks = marks.span
    var index = (offset &- range.lowerBound) >> unitShift
    let count = range.count >> unitShift
    while index < count, marks[index] != .unreached { index &+= 1 }
    return range.lowerBound &+ index << unitShift
  }

  /// Follows one path until it ends, or meets what was visited.
  private mutating func followPath(
    from start: Place, _ function: Function, _ stepper: some InstructionStepper, _ code: RawSpan
  ) {
    let (first, end) = (function.range.lowerBound, function.range.upperBound)
    var place = start
    var row = CallFrameRowCursor()
    while place.offset < end {
      let stated = row.value(at: place.offset &- first, in: function.rows)
      if CallFrameRow.isDelta(stated) {
        if place.state.delta != Int(stated) {
          if Self.isKnown(place.state.delta), !isGuess {
            // A call that does not return, whose next instruction belongs to something else.
            if place.isDoubtful { return }
            mayDisagree = true
          }
          place.state.delta = Int(stated)
        }
      } else if let distance = CallFrameRow.distance(stated), place.state.frame.distance == nil {
        place.state.frame = FramePointer(distance: Int(distance))
      }
      let index = (place.offset &- first) >> unitShift
      guard visit(&place, at: index) else { return }
      let plain = stepper.plainLength(code, at: place.offset, end: end)
      if plain > 0 {
        cover(index, plain >> unitShift)
        place.offset &+= plain
        place.isDoubtful = false
        continue
      }
      let step = stepper.step(
        code, at: place.offset, end: end, from: place.state, framePointerSave: nil)
      cover(index, step.length >> unitShift)
      if step.flow == .next, step.state == place.state {
        // Most instructions.
        place.offset &+= step.length
        place.isDoubtful = false
        continue
      }
      guard let next = advance(step, place, stated, function) else { return }
      place = next
    }
  }

  /// Joins the state at a place with what is known there.
  ///
  /// - Returns: whether there is anything new.
  @inline(__always)
  private mutating func visit(_ place: inout Place, at index: Int) -> Bool {
    let seen = marks[index]
    let isKnown = Self.isKnown(place.state.delta)
    var isGuess = isGuess
    if seen.isReached {
      let delta = isKnown ? Int32(truncatingIfNeeded: place.state.delta) : StackDeltaMark.unknown
      // What the flow reaches is known better than what is guessed.
      if isGuess, !seen.isGuess { return false }
      if delta != seen.delta {
        // A call that comes back would come with the delta that others come with. With one that is
        // not known there is no telling.
        if place.isDoubtful, isKnown { return false }
        place.state.delta = Self.nowhere
      }
      if place.state.frame != seen.frame { place.state.frame = .unknown }
      isGuess = seen.isGuess
      let joined = mark(place.state, isGuess: isGuess)
      if joined == seen { return false }
      marks[index] = joined
      return true
    }
    marks[index] = mark(place.state, isGuess: isGuess)
    return true
  }

  @inline(__always)
  private func mark(_ state: StackState, isGuess: Bool) -> StackDeltaMark {
    StackDeltaMark(
      delta: Self.isKnown(state.delta)
        ? Int32(truncatingIfNeeded: state.delta) : StackDeltaMark.unknown,
      frame: state.frame, isGuess: isGuess)
  }

  mutating func note(_ found: Disagreement) {
    if let disagreement, disagreement.offset <= found.offset { return }
    disagreement = found
  }

  mutating func distrust() { isUntrusted = true }

  /// Notes that bytes belong to the instruction before them.
  private mutating func cover(_ index: Int, _ units: Int) {
    guard units > 1 else { return }
    var span = marks.mutableSpan
    for other in index &+ 1..<index &+ units
    where span[other].delta == StackDeltaMark.unreached.delta {
      span[other].delta = StackDeltaMark.inside
    }
  }

  /// Where the flow goes on after an instruction; nil when this path ends.
  private mutating func advance(
    _ step: InstructionStep, _ place: Place, _ stated: Int32, _ function: Function
  ) -> Place? {
    var next = Place(
      offset: place.offset &+ step.length, state: step.state, isDoubtful: false)
    if !Self.isKnown(next.state.delta) { next.state.delta = Self.nowhere }
    switch step.flow {
    case .next:
      return next
    case .padding:
      next.isDoubtful = place.isDoubtful
      return next
    case .call, .indirectCall, .breakpoint:
      if step.flow != .breakpoint, function.hasExceptionTable { noteElsewhere(place.state) }
      next.isDoubtful = true
      deferred.append(next)
      return nil
    case .jump, .conditionalJump:
      if function.range.contains(step.target), !function.isRelocated(step.operand) {
        var jumped = next
        jumped.offset = step.target
        if step.flow == .jump { return jumped }
        pending.append(jumped)
      }
      return step.flow == .jump ? nil : next
    case .indirectJump, .tableJump:
      // Memory at a fixed place holds one address; anything else may be a jump table.
      if step.operand < 0 || step.flow == .tableJump { noteElsewhere(place.state) }
      return nil
    case .functionReturn:
      if Self.isKnown(place.state.delta), place.state.delta != 0, !CallFrameRow.isDelta(stated),
        !isGuess
      {
        mayDisagree = true
      }
      return nil
    case .stackPointerWrite:
      next.state.delta = Self.nowhere
      return next
    case .stop, .undecodable, .farReturn:
      return nil
    }
  }

  private mutating func noteElsewhere(_ state: StackState) {
    guard !isGuess else { return }
    guard goesElsewhere else {
      (elsewhere, goesElsewhere) = (state, true)
      return
    }
    guard var known = elsewhere else { return }
    if known.delta != state.delta { known.delta = Self.nowhere }
    if known.frame != state.frame { known.frame = .unknown }
    elsewhere = known
  }
}
