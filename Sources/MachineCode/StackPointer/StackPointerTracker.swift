import Symbols

/// Follows a function's instructions along the control flow, and tells how far the stack pointer is
/// below its value at entry before each: what Go's pcsp table states. The return address on x86-64
/// is not counted.
///
/// A tracker keeps its tables from one function to the next; it holds nothing else between them.
/// They take up to 16 bytes per byte of x86-64 code, four per byte of arm64 code, and 40 bytes for
/// each jump and call.
///
///     var tracker = StackPointerTracker(architecture: .x86_64)
///     let track = try tracker.track(text.span.bytes, function: 0x40..<0x9b, relocatedOffsets: [])
///
/// What the flow is taken to be:
/// - A call comes back. Where the code after it is reached with another delta, it does not: code
///   generators put unrelated blocks after calls that do not return. Likewise for breakpoints.
/// - Traps (UD2, HLT, BRK, UDF) and returns end it.
/// - A jump out of the function, or one with a relocation, is a tail call. So is an indirect jump
///   with delta 0, if the rest of the function is reached without it.
public struct StackPointerTracker: Sendable {
  let architecture: Architecture
  /// Two to the power of this is the unit, in bytes, in which `deltas` and `frames` are indexed.
  let unitShift: Int
  /// For each unit of the function, the delta before the instruction that starts there, or one of
  /// the marks below.
  var deltas: [Int32] = []
  /// For each unit, the raw value of the frame pointer before the instruction.
  var frames: [Int32] = []
  var flow = StackPointerFlow()

  /// Not reached.
  static let unreached: Int32 = -1
  /// Inside an instruction that was reached.
  static let inside: Int32 = -2

  public init(architecture: Architecture) {
    self.architecture = architecture
    self.unitShift = architecture.pcQuantum == 4 ? 2 : 0
  }

  /// Tracks one function.
  ///
  /// - Parameters:
  ///   - code: the bytes of the section, or of the loaded text.
  ///   - function: where the function lies in `code`.
  ///   - relocatedOffsets: the offsets in `code` where a relocation applies, ascending.
  /// - Returns: the deltas, and the calls in the order of their offsets. A call through memory that
  ///   a relocation names (`call *f@GOTPCREL(%rip)`) has a relocated target; whether it names the
  ///   function or a variable that holds it, the relocation's type tells. Code that the flow does
  ///   not reach takes the delta of what precedes it.
  public mutating func track(
    _ code: RawSpan, function: Range<Int>, relocatedOffsets: [Int]
  ) throws(StackPointerError) -> StackPointerTrack {
    guard function.lowerBound >= 0, function.upperBound <= code.byteCount else {
      throw .functionOutsideSection(function: function, sectionSize: code.byteCount)
    }
    let quantum = architecture.pcQuantum
    guard function.lowerBound % quantum == 0, function.upperBound % quantum == 0 else {
      throw .misalignedFunction(function: function)
    }
    clear(count: function.count >> unitShift)
    switch architecture {
    case .x86_64:
      try follow(X86Stepper(opcodes: X86OpcodeMap.all), code, function, relocatedOffsets)
    case .arm64:
      try follow(ARM64Stepper(), code, function, relocatedOffsets)
    }
    return result(function)
  }

  /// Tracks one function: `track(_:function:relocatedOffsets:)` without keeping the tables.
  public static func track(
    architecture: Architecture, code: RawSpan, function: Range<Int>, relocatedOffsets: [Int]
  ) throws(StackPointerError) -> StackPointerTrack {
    var tracker = StackPointerTracker(architecture: architecture)
    return try tracker.track(code, function: function, relocatedOffsets: relocatedOffsets)
  }

  /// The delta before the instruction at this offset of the function tracked last; nil when the
  /// flow does not reach it, or no instruction starts there.
  func delta(at offset: Int) -> Int? {
    let index = offset >> unitShift
    guard deltas.indices.contains(index), deltas[index] >= 0 else { return nil }
    return Int(deltas[index])
  }

  private mutating func clear(count: Int) {
    flow.clear()
    if deltas.count < count {
      let capacity = max(count, 2 &* deltas.count)
      deltas = Array(repeating: Self.unreached, count: capacity)
      frames = Array(repeating: FramePointer.unknown.rawValue, count: capacity)
    } else {
      for index in 0..<count { deltas[index] = Self.unreached }
    }
  }

  private func result(_ function: Range<Int>) -> StackPointerTrack {
    var changes = [StackPointerTrack.Delta(offset: 0, delta: 0)]
    var last: Int32 = 0
    for index in 0..<(function.count >> unitShift) {
      guard deltas[index] >= 0, deltas[index] != last else { continue }
      last = deltas[index]
      changes.append(.init(offset: index << unitShift, delta: Int(last)))
    }
    return StackPointerTrack(
      deltas: changes, calls: flow.sortedCalls, framePointerSave: flow.framePointerSave)
  }
}
