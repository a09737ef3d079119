extension UnitContents {
  /// Walks over all entries of a unit.
  mutating func walk(
    _ unit: DebugUnits.Unit, _ place: Int, _ debug: DebugSections,
    _ cache: borrowing AbbreviationCache, _ table: AbbreviationCache.Table
  ) throws(DebugInfoError) {
    let info = debug.info
    var scanner = EntryScanner(
      info.bytes.extracting(0..<unit.end), unit, EntryTable(cache, table))
    var values = EntryValues()
    var scope = Scope(depth: -1, subprogram: -1, call: -1)
    while true {
      let stop: EntryScanner.Stop
      do throws(ReadError) {
        stop = try scanner.next(leaving: scope.depth, stopsAtCalls: scope.subprogram >= 0)
        if case .entry = stop { try scanner.read(&values) }
      } catch {
        throw DebugInfoError(error, .info)
      }
      switch stop {
      case .end: return
      case .leaving:
        leave(&scope)
        continue
      case .entry: break
      default: throw DebugInfoError(stop, at: scanner.entry)
      }
      var inner = Scope(depth: scanner.depth, subprogram: -1, call: -1)
      let entry = scanner.entry
      let hasChildren = scanner.abbreviation.hasChildren
      switch scanner.abbreviation.kind {
      case .subprogram:
        inner.subprogram = try addSubprogram(&values, entry, unit, place, debug)
      case .inlined:
        inner.subprogram = scope.subprogram
        inner.call = try addCall(&values, entry, unit, debug, hasChildren, scope)
      case .codeless, .plain: break
      }
      guard hasChildren else { continue }
      scopes.append(scope)
      scope = inner
      scanner.depth &+= 1
      guard scanner.depth <= EntryScanner.deepest else {
        throw .nestedTooDeep(section: DebugInfoSection.info.name, offset: entry)
      }
    }
  }

  /// Ends a function or a call.
  @inline(__always)
  private mutating func leave(_ scope: inout Scope) {
    // A call that was optimised away, and all below it.
    if scope.call >= 0, Int(scope.call) == inlined.count &- 1,
      inlined[Int(scope.call)].rangeCount == 0
    {
      inlined.removeLast()
    }
    scope = scopes.popLast() ?? Scope(depth: -1, subprogram: -1, call: -1)
  }

  /// Adds a function, if it has code; returns its place, or -1.
  @inline(__always)
  private mutating func addSubprogram(
    _ values: inout EntryValues, _ entry: Int, _ unit: DebugUnits.Unit, _ place: Int,
    _ debug: DebugSections
  ) throws(DebugInfoError) -> Int32 {
    let first = ranges.count
    try appendRanges(&values, unit, debug, entry)
    let count = ranges.count &- first
    guard count > 0 else { return -1 }
    var subprogram = Subprogram(
      entry: entry,
      function: try values.function(unit, place, debug, entry),
      firstRange: UInt32(truncatingIfNeeded: first), rangeCount: UInt32(truncatingIfNeeded: count))
    if let origin = try values.origin(unit, entry) {
      subprogram.origin = origins.number(of: origin)
    }
    subprograms.append(subprogram)
    return Int32(truncatingIfNeeded: subprograms.count &- 1)
  }

  /// Adds a call, if it has code or entries below it may have; returns the innermost call then.
  @inline(__always)
  private mutating func addCall(
    _ values: inout EntryValues, _ entry: Int, _ unit: DebugUnits.Unit, _ debug: DebugSections,
    _ hasChildren: Bool, _ scope: Scope
  ) throws(DebugInfoError) -> Int32 {
    let first = ranges.count
    try appendRanges(&values, unit, debug, entry)
    let count = ranges.count &- first
    guard count > 0 || hasChildren else { return scope.call }
    var number = UInt32.max
    if let origin = try values.origin(unit, entry) { number = origins.number(of: origin) }
    inlined.append(
      InlinedSubroutine(
        parent: scope.call, subprogram: UInt32(bitPattern: scope.subprogram), origin: number,
        callFile: try values.number(.callFile, entry) ?? .max,
        callLine: try values.number(.callLine, entry) ?? 0,
        firstRange: UInt32(truncatingIfNeeded: first),
        rangeCount: UInt32(truncatingIfNeeded: count)))
    return Int32(truncatingIfNeeded: inlined.count &- 1)
  }
}

extension DebugInfoError {
  /// Why a scanner stopped at the entry at an offset.
  fileprivate init(_ stop: EntryScanner.Stop, at entry: Int) {
    let section = DebugInfoSection.info.name
    switch stop {
    case .unknownAbbreviation(let code):
      self = .unknownAbbreviation(section: section, offset: entry, code: code)
    case .badSibling(let target):
      self = .badSibling(section: section, offset: entry, target: target)
    case .nestedTooDeep, .entry, .leaving, .end:
      self = .nestedTooDeep(section: section, offset: entry)
    }
  }
}
