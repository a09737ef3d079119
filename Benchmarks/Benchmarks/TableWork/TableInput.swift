public import GoRelease
public import MachineCode
public import TableRebuilding

/// An input of GoMeta, and each part of the work on it as the bound does it.
public struct TableInput: Sendable {
  /// Mapped once, as the bound's is.
  private let bytes: InputBytes
  public let code: CodeInput

  public init(_ path: String) throws {
    bytes = try InputBytes(mapping: path)
    code = try CodeInput(bytes)
  }

  public var textSize: Int { code.sections.reduce(0) { $0 + Int($1.size) } }

  /// Every line program, one after the other in the reader's memory; the number of rows.
  public func decodeLines() throws -> Int {
    let units = try LineUnits(code.debug)
    var reader = LineUnitReader(units)
    var count = 0
    for unit in 0..<units.count {
      try reader.read(unit)
      for sequence in reader.sequences { count &+= sequence.rowRange.count }
    }
    return count
  }

  /// Every FDE; the number of rows.
  public func runFrames() throws -> Int {
    let index = try CallFrameIndex(code.debug, architecture: code.architecture)
    var reader = CallFrameReader()
    var count = 0
    for place in 0..<index.count {
      try reader.read(place, of: index)
      count &+= reader.count
    }
    return count
  }

  /// Every entry; the number of inlined calls.
  public func walkEntries() throws -> Int {
    let units = try DebugUnits(code.debug)
    var reader = DebugUnitReader(units)
    var count = 0
    for unit in 0..<units.units.count {
      try reader.read(unit)
      count &+= reader.inlined.count
    }
    return count
  }

  /// The stack pointer deltas of every function; the number of transitions.
  public func followStacks(_ source: StackDeltaReader.Source) throws -> (count: Int, unknown: Int) {
    let frames = try CallFrameIndex(code.debug, architecture: code.architecture)
    var reader = StackDeltaReader(
      architecture: code.architecture, callFrames: frames, source: source)
    var (count, unknown) = (0, 0)
    for function in code.functions.functions {
      let section = code.sections[Int(function.section)]
      let start = Int(function.address - section.address)
      do throws(StackDeltaError) {
        try reader.read(
          section.bytes.bytes, function: start..<start + Int(function.size),
          address: function.address, relocatedOffsets: section.relocatedOffsets)
        count &+= reader.deltas.count
      } catch {
        unknown += 1
      }
    }
    return (count, unknown)
  }

  /// The whole, from the file's bytes on.
  public func rebuild(
    jobs: Int, stacks: StackDeltaReader.Source
  ) async throws -> RebuiltLineTable {
    let input = try CodeInput(bytes)
    var rebuilder = TableRebuilder()
    rebuilder.stackSource = stacks
    rebuilder.disagreements = .omit
    guard case .lineTable(let layouts) = try FunctionTableFormat(named: "1.27") else {
      throw WrongFormat()
    }
    return try await rebuilder.rebuild([input], layouts: layouts, jobs: jobs)
  }

  struct WrongFormat: Error {}
}

extension TableInput {
  public typealias StackSource = StackDeltaReader.Source
}
