/// Everything that a pclntab of magic 0xfffffffb says of one function.
public struct FunctionSymbol: Sendable, Equatable {
  public var name: String
  /// The name of the symbol that its code is counted from; nil when that is `name`.
  public var symbol: String?
  /// Where its code starts, in bytes from that symbol: not 0 where a function has no symbol that
  /// other objects see, and is found by a neighbour's.
  public var symbolOffset: Int64
  /// Where its code starts: an address, or bytes from the base that the table is written for.
  public var entry: UInt64
  /// Bytes of code, without what fills the gap to the next function.
  public var size: UInt32
  /// Bytes of arguments and results; nil when nobody declared them.
  public var arguments: Int32?
  /// Bytes of the frame, the saved return address included. Go 1.8 does not store it: nil.
  public var frame: Int32?
  /// The distance of SP below its value at entry, the return address not counted.
  public var stackDeltas: [PCValue]
  /// File numbers: 1 is the first of the table's files.
  public var files: [PCValue]
  public var lines: [PCValue]
  /// Tables by PCDATA index. One that is missing or empty, here and above, reads as −1 everywhere.
  public var pcdata: [Int: [PCValue]]
  /// By FUNCDATA index; one that is missing has no data.
  public var funcdata: [Int: FuncDataAddress]

  public init(
    name: String, symbol: String? = nil, symbolOffset: Int64 = 0, entry: UInt64, size: UInt32,
    arguments: Int32? = nil, frame: Int32? = nil, stackDeltas: [PCValue], files: [PCValue],
    lines: [PCValue],
    pcdata: [Int: [PCValue]] = [:], funcdata: [Int: FuncDataAddress] = [:]
  ) {
    self.name = name
    self.symbol = symbol
    self.symbolOffset = symbolOffset
    self.entry = entry
    self.size = size
    self.arguments = arguments
    self.frame = frame
    self.stackDeltas = stackDeltas
    self.files = files
    self.lines = lines
    self.pcdata = pcdata
    self.funcdata = funcdata
  }
}

/// Where a function's FUNCDATA is.
public enum FuncDataAddress: Sendable, Hashable {
  case address(UInt64)
  case symbol(String, addend: Int64)
}
