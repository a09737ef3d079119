/// Everything a pclntab says of one function.
public struct FunctionRecord: Sendable {
  public var name: String
  /// In bytes from the start of the text.
  public var entry: UInt32
  /// In bytes.
  public var size: UInt32
  /// Size of the arguments and results on the caller's stack, spill slots included, in bytes.
  public var argumentSize: Int32 = 0
  /// Where deferred functions are called, in bytes from the entry; 0: nowhere.
  public var deferReturn: UInt32 = 0
  public var startLine: Int32 = 0
  public var functionID: UInt8 = 0
  public var flags: UInt8 = 0
  /// The distance of SP below its value at entry.
  public var stackDeltas: [PCValue]
  /// Indexes into the file table.
  public var files: [PCValue]
  public var lines: [PCValue]
  /// Tables by PCDATA index; one that is missing reads as −1 everywhere.
  public var pcdata: [Int: [PCValue]] = [:]
  /// By FUNCDATA index; one that is missing has no data.
  public var funcdata: [Int: FuncData] = [:]
  /// What was inlined; it takes the place of the FUNCDATA of its index.
  public var inlineTree: InlineTree?

  public init(
    name: String, entry: UInt32, size: UInt32, stackDeltas: [PCValue], files: [PCValue],
    lines: [PCValue]
  ) {
    self.name = name
    self.entry = entry
    self.size = size
    self.stackDeltas = stackDeltas
    self.files = files
    self.lines = lines
  }
}

/// A function's data for the runtime, equal ones stored once.
public struct FuncData: Sendable, Hashable {
  public var bytes: [UInt8]
  /// In bytes; a power of two.
  public var alignment: Int

  public init(bytes: [UInt8], alignment: Int) {
    self.bytes = bytes
    self.alignment = alignment
  }
}
