/// Functions by their index, or by a PC.
extension FunctionTableView {
  /// A function's place in the table.
  public struct Function: Sendable, Equatable {
    /// In the order of the table, which is that of addresses.
    public var index: Int
    /// The address of its code; where the next function's starts.
    public var entry, end: UInt64
    /// Where its record is in the table.
    public var record: Int
  }

  /// A function's record, but for what it is found by.
  public struct Fields: Sendable, Equatable {
    public var name: TableString
    /// The size of arguments and results on the stack, in bytes; `Int32.min` where it is unknown.
    public var arguments: Int32
    /// Where deferred calls return to, in bytes from the entry; 0: nowhere. Up to Go 1.4 the size
    /// of the frame, then up to Go 1.9 a constant without meaning.
    public var deferReturn: UInt32
    /// Offsets of pc-value tables, for `cursor(_:)`; 0: none.
    public var pcsp, pcfile, pcln: UInt32
    public var pcdataCount: Int
    /// What file numbers are added to, to index the cutab; nil up to Go 1.15.
    public var unit: UInt32?
    /// Since Go 1.20.
    public var startLine: Int32?
    /// Which of the functions that the runtime treats in a special way (`internal/abi.FuncID`):
    /// since Go 1.12.
    public var functionID: UInt8?
    /// `internal/abi.FuncFlag`: since Go 1.17.
    public var flags: UInt8?
    public var funcdataCount: Int
  }

  /// The function of that index.
  public func function(at index: Int) throws(FunctionTableViewError) -> Function {
    guard index >= 0, index < functionCount else {
      throw .functionIndex(index, count: functionCount)
    }
    return try uncheckedFunction(at: index)
  }

  /// Of an index below `functionCount`: `header` made sure that its entry and the next are there.
  @inline(__always)
  func uncheckedFunction(at index: Int) throws(FunctionTableViewError) -> Function {
    let pair = parts.functions.lowerBound &+ places.functab &+ index &* places.entrySize
    let offset = Self.entry(table, at: pair &+ places.recordOffset, places.recordOffsetWidth)
    // Whatever follows is compared with the table's size: it need only not overflow.
    guard offset <= UInt64(truncatingIfNeeded: parts.functions.count) else {
      throw .truncated(.functionRecord, offset: pair)
    }
    return Function(
      index: index, entry: uncheckedEntry(at: index), end: uncheckedEntry(at: index &+ 1),
      record: parts.functions.lowerBound &+ Int(truncatingIfNeeded: offset))
  }

  /// Of an index up to `functionCount`.
  @inline(__always)
  func uncheckedEntry(at index: Int) -> UInt64 {
    textStart
      &+ Self.entry(
        table,
        at: parts.functions.lowerBound &+ places.functab &+ index &* places.entrySize,
        places.entryWidth)
  }

  /// The function whose share of the text an address is in, the gap behind its code included; nil
  /// outside the text (runtime.findfunc).
  public func function(containing pc: UInt64) throws(FunctionTableViewError) -> Function? {
    guard let index = try index(containing: pc) else { return nil }
    return try uncheckedFunction(at: index)
  }

  @inline(__always)
  func index(containing pc: UInt64) throws(FunctionTableViewError) -> Int? {
    guard pc >= firstEntry, pc < end, functionCount > 0 else { return nil }
    var low = 0
    if !findFuncTable.isEmpty {
      low = try firstGuess(pc &- firstEntry)
      guard low < functionCount, uncheckedEntry(at: low) <= pc else {
        throw .malformed(.findFuncTable, offset: Int(clamping: pc &- firstEntry))
      }
      // The table points at most a few functions before; a damaged one anywhere before.
      for _ in 0..<32 {
        if low &+ 1 >= functionCount || uncheckedEntry(at: low &+ 1) > pc { return low }
        low &+= 1
      }
    }
    var high = functionCount
    while high &- low > 1 {
      let middle = (low &+ high) / 2
      if uncheckedEntry(at: middle) <= pc { low = middle } else { high = middle }
    }
    return low
  }

  /// The findfunctab: a record for each bucket of text with the index of its first function, and
  /// how many functions further each sixteenth of it starts.
  @inline(__always)
  private func firstGuess(_ distance: UInt64) throws(FunctionTableViewError) -> Int {
    let bucket = distance / UInt64(truncatingIfNeeded: places.bucketSize)
    guard bucket < UInt64(truncatingIfNeeded: findFuncTable.byteCount) else {
      throw .truncated(.findFuncTable, offset: findFuncTable.byteCount)
    }
    let record = Int(truncatingIfNeeded: bucket) &* places.bucketRecordSize
    let step =
      Int(truncatingIfNeeded: distance) & (places.bucketSize &- 1)
      / (places.bucketSize / 16)
    let base = try findFuncTable.number32(at: record &+ places.bucketIndex, .findFuncTable)
    let further = try findFuncTable.number8(
      at: record &+ places.bucketSteps &+ step, .findFuncTable)
    return Int(base) &+ Int(further)
  }

  /// Everything in a function's record.
  public func fields(of function: Function) throws(FunctionTableViewError) -> Fields {
    let record = function.record
    return Fields(
      name: try name(of: function),
      arguments: Int32(bitPattern: try word(places.arguments, of: record)),
      deferReturn: try word(places.deferReturn, of: record),
      pcsp: try word(places.pcsp, of: record), pcfile: try word(places.pcfile, of: record),
      pcln: try word(places.pcln, of: record), pcdataCount: try pcdataCount(of: function),
      unit: places.unit < 0 ? nil : try word(places.unit, of: record),
      startLine: places.startLine < 0
        ? nil : Int32(bitPattern: try word(places.startLine, of: record)),
      functionID: places.functionID < 0
        ? nil : try table.number8(at: record &+ places.functionID, .functionRecord),
      flags: places.flags < 0
        ? nil : try table.number8(at: record &+ places.flags, .functionRecord),
      funcdataCount: try funcdataCount(of: function))
  }

  @inline(__always)
  func word(_ field: Int, of record: Int) throws(FunctionTableViewError) -> UInt32 {
    try table.number32(at: record &+ field, .functionRecord)
  }

  /// No more than the table has room for.
  @inline(__always)
  func pcdataCount(of function: Function) throws(FunctionTableViewError) -> Int {
    let count = Int(try word(places.pcdataCount, of: function.record))
    guard count <= (table.byteCount &- function.record &- places.recordSize) / 4 else {
      throw .truncated(.pcdata, offset: function.record)
    }
    return count
  }

  @inline(__always)
  func funcdataCount(of function: Function) throws(FunctionTableViewError) -> Int {
    let place = function.record &+ places.funcdataCount
    let count =
      places.funcdataCountWidth == 1
      ? Int(try table.number8(at: place, .functionRecord))
      : Int(try table.number32(at: place, .functionRecord))
    guard count <= (table.byteCount &- function.record) / places.funcdataWidth else {
      throw .truncated(.funcdata, offset: function.record)
    }
    return count
  }

  /// Where what a function's record refers to by index ends: behind its last FUNCDATA.
  public func endOfRecord(of function: Function) throws(FunctionTableViewError) -> Int {
    let count = try funcdataCount(of: function)
    if let last = try funcdataPlace(count &- 1, of: function) {
      return last &+ places.funcdataWidth
    }
    return function.record &+ places.recordSize &+ 4 &* (try pcdataCount(of: function))
  }

  /// Where in the table a function's entry stands: in the functab.
  public func entryPlace(of function: Function) -> Int {
    parts.functions.lowerBound &+ places.functab &+ function.index &* places.entrySize
  }
}
