/// The pc-value tables of a pclntab, equal ones in one place, for who puts them together apart from
/// everything else: `FunctionTableBuilder.take` makes them a builder's.
public struct PCTableSet: Sendable {
  var tables: ContentTable

  /// - Parameter functionCount: how many functions to expect; any number will do.
  public init(functionCount: Int = 0) {
    let count = min(max(functionCount, 0), 1 << 20)
    tables = ContentTable(strings: count &* 3, byteCount: count &* 128)
    // A record without a table has offset 0.
    tables.append(zeros: 1)
  }

  /// The place of an encoded table: 0, no table, of one without bytes.
  @inline(__always)
  public mutating func offset(of encoded: RawSpan) -> UInt32 {
    encoded.isEmpty ? 0 : tables.offset(of: encoded)
  }
}

extension FunctionTableBuilder {
  /// Takes over tables, to whose offsets records then refer, in place of the builder's own.
  public mutating func take(_ set: consuming PCTableSet) { pcTables = set }
}
