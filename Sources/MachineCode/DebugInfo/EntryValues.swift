/// The attributes of one entry that are needed.
struct EntryValues {
  private var raw = InlineArray<16, UInt64>(repeating: 0)
  private var forms = InlineArray<16, UInt16>(repeating: 0)

  subscript(slot: EntrySlot) -> EntryValue {
    @inline(__always) get {
      let place = Int(slot.rawValue & 15)
      return EntryValue(form: forms[place], raw: raw[place])
    }
  }

  /// Makes all values absent.
  @inline(__always)
  mutating func clear() { forms = InlineArray(repeating: 0) }

  /// Reads the values of the entry at the cursor, to its end.
  @inline(__always)
  mutating func read(
    _ cursor: inout ByteCursor, _ abbreviation: Abbreviation, _ table: borrowing EntryTable,
    _ encoding: DWARFEncoding
  ) throws(ReadError) {
    clear()
    var place = Int(abbreviation.firstReadingStep)
    let end = Int(abbreviation.endStep)
    while place < end {
      // The cache's own places.
      let step = unsafe table.steps[unchecked: place]
      place &+= 1
      let slot = Int(step.slot.rawValue & 15)
      if step.operation == .constant {
        raw[slot] = table.constants[Int(step.operand)]
        forms[slot] = step.form
        continue
      }
      try cursor.skip(UInt64(step.operand))
      if step.operation == .value {
        let value = try cursor.readValue(step.form, encoding)
        raw[slot] = value.raw
        forms[slot] = value.form
      } else {
        try cursor.skip(step.operation, encoding)
      }
    }
  }
}

/// The abbreviations of one unit.
struct EntryTable: ~Escapable {
  let abbreviations: Span<Abbreviation>
  let codes: Span<UInt64>
  let steps: Span<AbbreviationStep>
  let constants: Span<UInt64>
  let isDense: Bool

  @_lifetime(borrow cache)
  init(_ cache: borrowing AbbreviationCache, _ table: AbbreviationCache.Table) {
    let part = table.first..<table.first &+ table.count
    abbreviations = cache.abbreviations.span.extracting(part)
    codes = cache.codes.span.extracting(part)
    steps = cache.steps.span
    constants = cache.constants.span
    isDense = table.isDense
  }

  /// The abbreviation with a code; nil if the table has none.
  func abbreviation(_ code: UInt64) -> Abbreviation? {
    guard let place = place(code) else { return nil }
    return abbreviations[place]
  }

  /// The place of the abbreviation with a code; nil if the table has none.
  @inline(never)
  func place(_ code: UInt64) -> Int? {
    if isDense {
      let place = code &- 1
      return place < UInt64(truncatingIfNeeded: abbreviations.count) ? Int(place) : nil
    }
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low &+ high) / 2
      if codes[middle] < code { low = middle &+ 1 } else { high = middle }
    }
    return low < codes.count && codes[low] == code ? low : nil
  }
}
