/// Runs the call frame instructions of one function after the other. It keeps its tables from one
/// to the next; use one for each task.
///
///     var reader = CallFrameReader()
///     try reader.read(index, of: frames)
///     for place in 0..<reader.count { use(reader.rows[place].offset, reader.rows[place].delta) }
///
/// Its tables take 8 bytes for each byte of the longest function's instructions.
public struct CallFrameReader: Sendable {
  private var table: [CallFrameRow] = []
  private var remembered: [CallFrameState] = []
  /// How many rows the function has: at least one.
  public private(set) var count = 0
  /// From where in the function on, in bytes, the return address is undefined (DWARF 5 §6.4.4):
  /// there is no caller, and the frame address means nothing (glibc's _start, which aligns the
  /// stack). `UInt32.max` where that is not said.
  public private(set) var outermostOffset = UInt32.max

  public init() {}

  /// The rows of the function read last, in order of their offsets: the first has offset 0, no two
  /// have the same offset, and neighbours differ.
  public var rows: Span<CallFrameRow> {
    @_lifetime(borrow self)
    @inline(__always)
    get { table.span.extracting(0..<count) }
  }

  /// Runs the instructions of the function at a place of the index.
  public mutating func read(
    _ place: Int, of frames: borrowing CallFrameIndex
  ) throws(CallFrameError) {
    let functions = frames.functions.span
    let function = functions[place]
    let start = Int(function.instructions)
    let end = start &+ Int(function.instructionsSize)
    reserve(end &- start &+ 1)
    count = 0
    if !remembered.isEmpty { remembered.removeAll(keepingCapacity: true) }
    let commons = frames.commons.span
    let common = commons[function.commonIndex]
    let isEH = common.section == .ehFrame
    let program = CallFrameProgram(
      frames.architecture, common, base: isEH ? frames.ehFrameAddress : 0,
      start: function.address, size: function.size)
    var state = common.initial
    let bytes = isEH ? frames.ehFrame.bytes : frames.debugFrame.bytes
    count = try Self.run(
      program, bytes.extracting(0..<end), from: start, &state, &table, &remembered)
    outermostOffset = state.outermostFrom
  }

  @inline(__always)
  private static func run(
    _ program: CallFrameProgram, _ bytes: RawSpan, from start: Int, _ state: inout CallFrameState,
    _ table: inout [CallFrameRow], _ remembered: inout [CallFrameState]
  ) throws(CallFrameError) -> Int {
    var rows = table.mutableSpan
    return try program.run(bytes, from: start, &state, &rows, &remembered)
  }

  private mutating func reserve(_ needed: Int) {
    guard table.count < needed else { return }
    table = Array(
      repeating: CallFrameRow(offset: 0, value: CallFrameRow.unknown),
      count: max(needed, 2 &* table.count))
  }
}
