import Symbols

/// Finds addresses of a function's own frame that are used after a call in which the stack may have
/// moved: Go's runtime copies a goroutine's stack when it grows, and adjusts only frame pointers and
/// the words that stack maps name (runtime/stack.go, copystack). LLVM takes a stack slot's address
/// for a constant, and may keep it in a callee-saved register or a spill slot across any call; no
/// attribute prevents that.
///
/// A forward data flow over the machine code, with joins where ways meet, until nothing changes.
/// - An address is what is made from the stack or frame pointer, in whatever way: a copy, a sum, the
///   result of any other instruction.
/// - At a call that may move the stack, every register that survives it and every word of the frame
///   that is not mapped goes stale. The frame pointer never does.
/// - A violation is an instruction that uses a stale address: loads or stores there, computes with
///   it, stores it, calls with it among the argument registers. A copy to a register is none, nor
///   is the sum with a constant; what uses that is.
/// - The distance of two addresses is no address, and right even of stale ones if they were valid at
///   the same time. Code generators put such subtractions behind calls.
///
/// Not followed:
/// - vector registers: an address that is moved into one is lost sight of;
/// - memory at a place that is not a constant distance from the stack pointer, such as elements of
///   a local array, and memory outside the frame;
/// - words that `PUSH` copies from memory (arguments).
///
/// IR that keeps addresses of locals there is refused before code generation.
public struct StackAddressFlow {
  /// A stale address, used. Offsets are in bytes within the function.
  public struct Violation: Sendable, Equatable {
    /// The instruction that makes the address from the stack or frame pointer.
    public var origin: Int
    /// The call in which the stack may move.
    public var call: Int
    /// The instruction that uses the address after it.
    public var use: Int
    /// What held it over the call: a register's name, or a word of the frame.
    public var holder: String
  }

  /// Finds the violations of one function: the first use, in order of address, for each pair of
  /// origin and call.
  ///
  /// - Parameters:
  ///   - function: one of `code`'s.
  ///   - track: of the function, by `CodeText.track`.
  ///   - moves: whether the stack may move in a call of the track, which is no tail call.
  ///   - isMapped: whether the stack map at a call of the track covers the word at so many bytes
  ///     above the stack pointer (before the call instruction).
  /// - Throws: `CodeTextError.function` when the flow enters the middle of an instruction.
  public static func violations(
    in code: CodeText, function: CodeText.Function, track: StackPointerTrack,
    moves: (StackPointerTrack.Call) -> Bool,
    isMapped: (_ call: StackPointerTrack.Call, _ offset: Int) -> Bool
  ) throws(CodeTextError) -> [Violation] {
    var known: Set<SIMD2<Int>> = []
    return try uses(in: code, function, track, moves: moves, isMapped: isMapped)
      .filter { known.insert([$0.origin, $0.call]).inserted }
  }

  /// Every instruction that uses a stale address, in order of address.
  static func uses(
    in code: CodeText, _ function: CodeText.Function, _ track: StackPointerTrack,
    moves: (StackPointerTrack.Call) -> Bool, isMapped: (StackPointerTrack.Call, Int) -> Bool
  ) throws(CodeTextError) -> [Violation] {
    let moving = track.calls.map { !$0.isTailCall && moves($0) }
    guard moving.contains(true) else { return [] }
    let bytes = code.bytes.span.bytes
    let flow =
      switch code.object.architecture {
      case .x86_64:
        StackAddressFlow(X86AddressOperations(), bytes, function.range, track, moving)
      case .arm64:
        StackAddressFlow(ARM64AddressOperations(), bytes, function.range, track, moving)
      }
    guard var flow else { return [] }
    guard flow.settle(isMapped) else {
      throw .function(
        function.name, what: "jumps into the middle of an instruction: keep data out of code")
    }
    return flow.findUses(isMapped)
  }

  private let operations: [AddressOperation]
  private let convention: RegisterConvention
  private let track: StackPointerTrack
  /// For each call of the track, whether the stack may move in it.
  private let moving: [Bool]
  /// The index of each block's first operation, and at last the number of operations.
  private let bounds: [Int32]
  /// What is known where each block starts; nil as long as none leads there.
  private var entries: [StackAddressState?]
  private var isPending: [Bool]

  /// Nil when the function makes no address that could go stale.
  init?(
    _ decoder: some AddressOperationDecoder, _ code: RawSpan, _ function: Range<Int>,
    _ track: StackPointerTrack, _ moving: [Bool]
  ) {
    guard function.lowerBound >= 0, function.upperBound <= code.byteCount, !function.isEmpty else {
      return nil
    }
    let operations = AddressOperations(decoder, code, function, track)
    guard operations.takesStackAddress || operations.hasStrayJump else { return nil }
    self.operations = operations.list
    self.convention = decoder.convention
    self.track = track
    self.moving = moving
    let starts = operations.blockStarts
    bounds = starts + [Int32(truncatingIfNeeded: operations.list.count)]
    entries = Array(repeating: nil, count: starts.count)
    isPending = Array(repeating: false, count: starts.count)
  }

  /// Follows all ways until nothing changes; false when one leads between instructions.
  private mutating func settle(_ isMapped: (StackPointerTrack.Call, Int) -> Bool) -> Bool {
    enter(0, StackAddressState())
    var hasPending = true
    while hasPending {
      hasPending = false
      for block in isPending.indices where isPending[block] {
        isPending[block] = false
        guard var state = entries[block] else { continue }
        for index in bounds[block]..<bounds[block + 1] {
          apply(operations[Int(index)], &state, isMapped)
        }
        guard follow(block, state) else { return false }
        hasPending = true
      }
    }
    return true
  }

  private func apply(
    _ operation: AddressOperation, _ state: inout StackAddressState,
    _ isMapped: (StackPointerTrack.Call, Int) -> Bool
  ) {
    state.apply(operation, convention)
    guard operation.call >= 0 else { return }
    state.forgetScratch(convention)
    let call = track.calls[Int(operation.call)]
    if moving[Int(operation.call)] {
      state.moveStack(operation.call, delta: operation.delta, convention) { isMapped(call, $0) }
    }
  }

  /// Goes on to the blocks that follow one.
  private mutating func follow(_ block: Int, _ state: StackAddressState) -> Bool {
    let last = operations[Int(bounds[block + 1]) - 1]
    switch last.flow {
    case .next, .padding, .stackPointerWrite:
      enter(block + 1, state)
    case .call, .indirectCall, .breakpoint:
      // As for the stack pointer: a call comes back unless what follows it has another frame.
      let next = Int(bounds[block + 1])
      if next < operations.count, operations[next].delta == last.delta { enter(block + 1, state) }
    case .jump, .conditionalJump:
      if last.target == AddressOperations.stray { return false }
      if last.target >= 0 { enter(self.block(startingAt: last.target), state) }
      if last.flow == .conditionalJump { enter(block + 1, state) }
    case .indirectJump, .tableJump, .functionReturn, .stop, .undecodable, .farReturn: break
    }
    return true
  }

  private func block(startingAt operation: Int32) -> Int {
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low &+ high) >> 1
      if bounds[middle] < operation { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  private mutating func enter(_ block: Int, _ state: StackAddressState) {
    guard block < entries.count else { return }
    if entries[block] == nil {
      entries[block] = StackAddressState(entering: state)
      isPending[block] = true
    } else if entries[block]?.join(state) == true {
      isPending[block] = true
    }
  }

  private func findUses(_ isMapped: (StackPointerTrack.Call, Int) -> Bool) -> [Violation] {
    var uses: [Violation] = []
    for block in entries.indices {
      guard var state = entries[block] else { continue }
      for index in bounds[block]..<bounds[block + 1] {
        let operation = operations[Int(index)]
        if let value = state.staleUse(by: operation, convention) {
          uses.append(
            Violation(
              origin: Int(value.origin), call: track.calls[Int(value.call)].offset,
              use: Int(operation.offset), holder: value.holder.description(convention)))
        }
        apply(operation, &state, isMapped)
      }
    }
    return uses
  }
}
