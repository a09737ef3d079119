import GoRelease

/// A pclntab read in place: functions, and what holds at a PC, without decoding a whole table and
/// without allocating anything.
///
/// Opening takes a constant time, whatever the header claims: it is checked, and nothing else read.
/// Every reading after that is checked as well; bytes of any kind are read or refused, and no
/// reading takes longer than the bytes are long.
///
///     let view = try FunctionTableView(table, textStart: text)
///     if let place = try view.location(of: pc), let file = place.file {
///       print(try view.string(place.name), try view.string(file), place.line)
///     }
///
/// PCs are addresses. Who looks up a return address gives the PC before it, as the runtime does
/// (runtime.Callers): the call is there.
public struct FunctionTableView: ~Escapable {
  /// What the magic number tells.
  public enum Format: UInt32, Sendable, CaseIterable {
    /// Go 1.2 to 1.15: one table with absolute addresses.
    case go1_2 = 0xffff_fffb
    /// Go 1.16 and 1.17: tables side by side; addresses are absolute.
    case go1_16 = 0xffff_fffa
    /// Go 1.18 and 1.19: addresses count from the start of the text.
    case go1_18 = 0xffff_fff0
    /// Since Go 1.20.
    case go1_20 = 0xffff_fff1

    /// Whether functab and FUNCDATA hold addresses, rather than offsets from the text and from
    /// `go:func.*`.
    public var hasAddresses: Bool { self == .go1_2 || self == .go1_16 }
  }

  public let format: Format
  /// All bytes that were given.
  public let table: RawSpan
  /// `go:func.*`, or whatever FUNCDATA lies in; empty where nobody gave it.
  let funcData: RawSpan
  /// Where `funcData` is loaded.
  let funcDataAddress: UInt64
  /// Empty where nobody gave it.
  let findFuncTable: RawSpan

  /// The address that functions' offsets count from; 0 in tables with absolute addresses.
  public let textStart: UInt64
  public let functionCount: Int
  /// The size of the shortest instruction: 1, 2 or 4 bytes.
  public let quantum: Int
  let quantumShift: Int
  let places: FunctionTablePlaces
  let parts: Parts
  /// The first function's entry, from which the findfunctab counts.
  public let firstEntry: UInt64
  /// Where the last function's share of the text ends.
  public let end: UInt64

  /// Where the parts are in `table`. In tables of Go 1.2 offsets count from the start of the whole.
  struct Parts {
    var names, units, files, pcTable, functions: Range<Int>
    /// Of Go 1.2: the number of words of the file table.
    var fileCount = 0
  }

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - table: from the header on. Bytes behind the table do no harm.
  ///   - textStart: the address of `runtime.text`; nil to take it from the header, which has it
  ///     from Go 1.18 to 1.25 in files that are not position-independent, and else 0. Tables with
  ///     absolute addresses do without.
  ///   - funcData: `go:func.*`, without which no inlined call is known; for tables of Go 1.16 and
  ///     1.17 the read-only data that FUNCDATA addresses lead into.
  ///   - funcDataAddress: where `funcData` is loaded; of no use from Go 1.18 on.
  ///   - findFuncTable: `runtime.findfunctab`; without it functions are found by bisection.
  @_lifetime(copy table, copy funcData, copy findFuncTable)
  public init(
    _ table: RawSpan, textStart: UInt64? = nil, funcData: RawSpan = RawSpan(),
    funcDataAddress: UInt64 = 0, findFuncTable: RawSpan = RawSpan()
  ) throws(FunctionTableViewError) {
    let format = try Self.format(of: table)
    var places = FunctionTablePlaces(format)
    let header = try Self.header(table, format, places)
    if format == .go1_2, Self.hasPackedCounts(table, header, places) {
      places = FunctionTablePlaces(.reading1_12)
    }
    self.format = format
    self.table = table
    self.funcData = funcData
    self.funcDataAddress = funcDataAddress
    self.findFuncTable = findFuncTable
    self.places = places
    self.quantum = header.quantum
    self.quantumShift = header.quantum.trailingZeroBitCount
    self.functionCount = header.functionCount
    self.parts = header.parts
    let base = format.hasAddresses ? 0 : textStart ?? header.textStart
    self.textStart = base
    let functab = header.parts.functions.lowerBound &+ places.functab
    // `header` made sure that all entries are there, and the end behind them.
    let first = Self.entry(table, at: functab, places.entryWidth)
    let last = Self.entry(
      table, at: functab &+ header.functionCount &* places.entrySize, places.entryWidth)
    firstEntry = base &+ first
    end = base &+ last
  }

  /// An entry of the functab, or its end, at an offset that was checked.
  @inline(__always)
  static func entry(_ table: RawSpan, at offset: Int, _ width: Int) -> UInt64 {
    width == 8
      ? unsafe table.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      : UInt64(unsafe table.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
  }
}

extension FunctionTableView.Function {
  /// Whether a PC is in the function's share of the text, the gap behind its code included.
  @inline(__always)
  public func contains(_ pc: UInt64) -> Bool { pc >= entry && pc < end }

  /// Whether the function's tables may speak of a PC: distances are signed numbers of 32 bits to the
  /// runtime.
  @inline(__always)
  func reaches(_ pc: UInt64) -> Bool { pc >= entry && pc &- entry < 1 << 31 }
}
