/// Finds the row that holds at an offset; quick while offsets stay in one row.
struct CallFrameRowCursor {
  private var low = 0
  private var high = 0
  private var value = CallFrameRow.unknown

  /// The value of the row that holds at an offset; unknown when there are no rows.
  ///
  /// - Parameter rows: in order, the first at offset 0.
  @inline(__always)
  mutating func value(at offset: Int, in rows: [CallFrameRow]) -> Int32 {
    if offset < low || offset >= high { find(offset, in: rows) }
    return value
  }

  @inline(never)
  private mutating func find(_ offset: Int, in rows: [CallFrameRow]) {
    var first = 0
    var last = rows.count
    while first < last {
      let middle = (first &+ last) / 2
      if Int(rows[middle].offset) > offset { last = middle } else { first = middle &+ 1 }
    }
    low = first > 0 ? Int(rows[first &- 1].offset) : 0
    high = first < rows.count ? Int(rows[first].offset) : Int.max
    value = first > 0 ? rows[first &- 1].value : CallFrameRow.unknown
  }
}
