/// What holds at one PC.
extension FunctionTableView {
  /// Where a PC is.
  public struct Location: Sendable, Equatable {
    /// The function whose code it is, and its name: what is inlined there is a matter of
    /// `inlineChain`.
    public var function: Function
    public var name: TableString
    /// Of the source that was compiled there, be it inlined; nil where the table names none.
    public var file: TableString?
    /// −1 where the table has none.
    public var line: Int32
  }

  /// Function, file and line; nil outside the text.
  public func location(of pc: UInt64) throws(FunctionTableViewError) -> Location? {
    guard let function = try function(containing: pc) else { return nil }
    let record = function.record
    let target = (pc &- function.entry) &>> UInt64(truncatingIfNeeded: quantumShift)
    let number = try value(word(places.pcfile, of: record), target)
    let line = try value(word(places.pcln, of: record), target)
    return Location(
      function: function, name: try name(of: function), file: try file(number, of: function),
      line: line)
  }

  /// What the table at an offset says of a PC in instructions' units; −1 where there is no table or
  /// it ends before.
  @inline(__always)
  func value(_ offset: UInt32, _ target: UInt64) throws(FunctionTableViewError) -> Int32 {
    if offset == 0 { return -1 }
    return try PCValueWalk.value(
      in: table, at: parts.pcTable.lowerBound &+ Int(offset), target: target) ?? -1
  }

  @inline(__always)
  private func target(_ pc: UInt64, _ function: Function) -> UInt64 {
    (pc &- function.entry) &>> UInt64(truncatingIfNeeded: quantumShift)
  }

  /// File and line of a PC of a function, or behind its code of a call site that its tables go on
  /// to; else (nil, −1).
  public func line(
    in function: Function, at pc: UInt64
  ) throws(FunctionTableViewError) -> (file: TableString?, line: Int32) {
    guard function.reaches(pc) else { return (nil, -1) }
    let number = try value(word(places.pcfile, of: function.record), target(pc, function))
    let line = try value(word(places.pcln, of: function.record), target(pc, function))
    return (try file(number, of: function), line)
  }

  /// How far SP is below its value at the function's entry, in bytes; nil outside its code, or
  /// where the table does not tell.
  public func stackDelta(
    of function: Function, at pc: UInt64
  ) throws(FunctionTableViewError) -> Int32? {
    guard function.contains(pc) else { return nil }
    let delta = try value(word(places.pcsp, of: function.record), target(pc, function))
    return delta == -1 ? nil : delta
  }

  /// A PCDATA value, also of a call site behind the code; −1 where the function has none.
  public func pcdata(
    _ index: Int, of function: Function, at pc: UInt64
  ) throws(FunctionTableViewError) -> Int32 {
    guard function.reaches(pc) else { return -1 }
    return try value(pcdataTable(index, of: function), target(pc, function))
  }

  /// The offset of a PCDATA table, for `cursor(_:)`; 0 where the function has none.
  public func pcdataTable(
    _ index: Int, of function: Function
  ) throws(FunctionTableViewError) -> UInt32 {
    guard index >= 0, index < (try pcdataCount(of: function)) else { return 0 }
    return try table.number32(
      at: function.record &+ places.recordSize &+ 4 &* index, .pcdata)
  }

  /// A function's FUNCDATA: an offset in `go:func.*`, in tables with absolute addresses an
  /// address; nil where there is none.
  public func funcdata(
    _ index: Int, of function: Function
  ) throws(FunctionTableViewError) -> UInt64? {
    guard let place = try funcdataPlace(index, of: function) else { return nil }
    if places.funcdataWidth == 8 {
      let address = try table.number64(at: place, .funcdata)
      return address == 0 ? nil : address
    }
    let offset = try table.number32(at: place, .funcdata)
    return offset == .max ? nil : UInt64(offset)
  }

  /// Where in the table a FUNCDATA offset or address stands; nil where the function has none of
  /// that index.
  public func funcdataPlace(
    _ index: Int, of function: Function
  ) throws(FunctionTableViewError) -> Int? {
    guard index >= 0, index < (try funcdataCount(of: function)) else { return nil }
    let start =
      function.record &+ places.recordSize &+ 4 &* (try pcdataCount(of: function))
    // Addresses are aligned in the table.
    return (start &+ places.funcdataWidth &- 1) & ~(places.funcdataWidth &- 1)
      &+ places.funcdataWidth &* index
  }

  /// The bytes from a FUNCDATA on, up to the end of what was given; empty where they are not among
  /// them.
  @_lifetime(copy self)
  public func funcdataBytes(
    _ index: Int, of function: Function
  ) throws(FunctionTableViewError) -> RawSpan {
    guard let place = try funcdata(index, of: function) else { return RawSpan() }
    let offset = format.hasAddresses ? place &- funcDataAddress : place
    guard offset < UInt64(truncatingIfNeeded: funcData.byteCount) else { return RawSpan() }
    return funcData.extracting(droppingFirst: Int(truncatingIfNeeded: offset))
  }

  /// How many bytes of code a function has: up to where its pc-value tables end; nil where it has
  /// none. What follows up to the next function is a gap.
  public func codeSize(of function: Function) throws(FunctionTableViewError) -> UInt32? {
    for field in [places.pcsp, places.pcfile, places.pcln] {
      var entries = cursor(try word(field, of: function.record))
      var end: UInt32?
      while let entry = try entries.next() { end = entry.end }
      if let end { return end }
    }
    return nil
  }
}
