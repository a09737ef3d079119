import Symbols

/// Tells the stack deltas of one function after the other, by following its instructions, by its
/// call frame information, or by both. It keeps its tables from one to the next; use one for each
/// task.
///
///     var reader = StackDeltaReader(architecture: .x86_64, callFrames: frames)
///     try reader.read(text.bytes, function: 0x40..<0x9b, address: 0x401040, relocatedOffsets: [])
///     let deltas = reader.deltas
///
/// Call frame information states the delta where the frame address is told by the stack pointer.
/// Elsewhere (the frame pointer tells the frame address; there is none) the instructions count, as
/// far as they tell. Its tables take up to 8 bytes for each byte of x86-64 code, 2 for each of
/// arm64 code.
public struct StackDeltaReader: Sendable {
  public enum Source: Sendable {
    /// Both; where both tell a delta they must agree.
    case both
    /// Call frame information as it stands; instructions only where it does not tell.
    case callFrames
    case instructions
  }

  private let architecture: Architecture
  private let callFrames: CallFrameIndex
  private let source: Source
  private var frames = CallFrameReader()
  private var flow: StackDeltaFlow
  private var rows: [CallFrameRow] = []
  private var result: [StackDelta] = []

  public init(
    architecture: Architecture, callFrames: CallFrameIndex, source: Source = .both
  ) {
    (self.architecture, self.callFrames, self.source) = (architecture, callFrames, source)
    flow = StackDeltaFlow(unitShift: architecture.pcQuantum == 4 ? 2 : 0)
  }

  /// The deltas of the function read last: the first at offset 0, in order, neighbours differ.
  public var deltas: Span<StackDelta> {
    @_lifetime(borrow self)
    @inline(__always)
    get { result.span }
  }

  /// Reads one function.
  ///
  /// - Parameters:
  ///   - code: the bytes of the section, or of the loaded text.
  ///   - function: where the function lies in `code`.
  ///   - address: the function's, in the address space of the call frame information.
  ///   - relocatedOffsets: the offsets in `code` where a relocation applies, ascending.
  ///   - isPart: it is a part of another function, entered by jumps (`f.cold`): its delta at entry
  ///     is not 0.
  /// - Throws: for `.disagreement`, `deltas` are those of the call frame information.
  public mutating func read(
    _ code: RawSpan, function: Range<Int>, address: UInt64, relocatedOffsets: [Int],
    isPart: Bool = false
  ) throws(StackDeltaError) {
    result.removeAll(keepingCapacity: true)
    let quantum = architecture.pcQuantum
    guard function.lowerBound >= 0, function.upperBound <= code.byteCount,
      function.count < Int(Int32.max), function.lowerBound % quantum == 0
    else { throw .badFunction(function, sectionSize: code.byteCount) }
    // A symbol may mark a place by a size of one byte.
    let function = function.lowerBound..<function.upperBound &- function.count % quantum
    rows.removeAll(keepingCapacity: true)
    var hasTable = false
    if source != .instructions {
      do throws(CallFrameError) {
        hasTable = try readRows(address, UInt32(truncatingIfNeeded: function.count))
      } catch { throw .callFrames(error) }
    }
    let isStated = !rows.isEmpty && rows.allSatisfy { CallFrameRow.isDelta($0.value) }
    if isStated, source == .callFrames {
      stateRows()
      return
    }
    var entry: Int32? = isPart ? nil : 0
    if let first = rows.first, CallFrameRow.isDelta(first.value) { entry = first.value }
    let target = StackDeltaFlow.Function(
      range: function, rows: rows, relocatedOffsets: relocatedOffsets, entryDelta: entry,
      hasExceptionTable: hasTable)
    switch architecture {
    case .x86_64: read(target, isStated, X86Stepper(opcodes: X86OpcodeMap.all), code)
    case .arm64: read(target, isStated, ARM64Stepper(), code)
    }
    if source == .both, let found = flow.disagreement {
      throw .disagreement(
        offset: found.offset, instructions: found.instructions, callFrames: found.callFrames)
    }
  }

  private mutating func read(
    _ function: StackDeltaFlow.Function, _ isStated: Bool, _ stepper: some InstructionStepper,
    _ code: RawSpan
  ) {
    if isStated, StackDeltaCheck.passes(function, stepper, code) {
      flow.forget()
    } else {
      flow.follow(function, stepper, code)
    }
    if isStated { stateRows() } else { join(function.range.count) }
  }

  /// Collects what call frame information says of the function, from offset 0 on.
  ///
  /// - Returns: whether the function has an exception table.
  private mutating func readRows(
    _ address: UInt64, _ size: UInt32
  ) throws(CallFrameError) -> Bool {
    let (end, overflow) = address.addingReportingOverflow(UInt64(size))
    if overflow { return false }
    var hasTable = false
    var covered = address
    var index =
      callFrames.index(containing: address) ?? callFrames.firstIndex(startingAfter: address)
    while index < callFrames.count, callFrames.functions[index].address < end {
      let function = callFrames.functions[index]
      try frames.read(index, of: callFrames)
      if function.hasExceptionTable { hasTable = true }
      // Of several that overlap, the one that starts last counts.
      let next = index &+ 1 < callFrames.count ? callFrames.functions[index &+ 1].address : .max
      let stop = min(function.end, end, next)
      if function.address > covered { append(covered &- address, CallFrameRow.unknown) }
      for place in 0..<frames.count {
        let row = frames.rows[place]
        let start = function.address &+ UInt64(row.offset)
        if start >= stop { break }
        // Where there is no caller the frame address is not meant.
        let isMeant = source == .callFrames || row.offset < frames.outermostOffset
        append(start > address ? start &- address : 0, isMeant ? row.value : CallFrameRow.unknown)
      }
      covered = stop
      index &+= 1
    }
    if !rows.isEmpty, covered < end { append(covered &- address, CallFrameRow.unknown) }
    return hasTable
  }

  private mutating func append(_ offset: UInt64, _ value: Int32) {
    let offset = UInt32(truncatingIfNeeded: offset)
    if let last = rows.last {
      if last.offset == offset { rows.removeLast() } else if last.value == value { return }
    }
    rows.append(CallFrameRow(offset: offset, value: value))
  }

  private mutating func stateRows() {
    for row in rows { result.append(StackDelta(offset: row.offset, delta: row.delta)) }
  }

  /// Takes what call frame information says, and what was followed where it says nothing. What no
  /// path reaches, padding, is as what stands before it.
  private mutating func join(_ count: Int) {
    var row = CallFrameRowCursor()
    var last = Int32.min
    let (allMarks, unitShift, isUntrusted) = (flow.marks, flow.unitShift, flow.isUntrusted)
    let marks = allMarks.span
    for index in 0..<count >> unitShift {
      let offset = index << unitShift
      let stated = row.value(at: offset, in: rows)
      let mark = marks[index].delta
      let delta: Int32
      if CallFrameRow.isDelta(stated) {
        delta = stated
      } else if mark > StackDeltaMark.unknown {
        delta = isUntrusted ? StackDelta.unknown : mark
      } else if mark == StackDeltaMark.unknown || last == .min {
        delta = StackDelta.unknown
      } else {
        continue
      }
      if delta == last { continue }
      last = delta
      result.append(StackDelta(offset: UInt32(truncatingIfNeeded: offset), delta: delta))
    }
    if result.isEmpty { result.append(StackDelta(offset: 0, delta: StackDelta.unknown)) }
  }
}
