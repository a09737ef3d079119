/// Writes one pc-value table, entry by entry, without an array of entries: `PCValueTable.encode`
/// for those who make a table's entries while they walk.
///
///     var encoder = PCValueEncoder(quantum: 1)
///     encoder.append(at: 0, value: 0, to: &bytes)
///     encoder.append(at: 4, value: 24, to: &bytes)
///     encoder.finish(end: size, to: &bytes)
@frozen
public struct PCValueEncoder: Sendable {
  /// The most bytes that `append` and `finish` write.
  public static let longestEntry = 10
  public static let longestEnd = 21

  @usableFromInline let shift: UInt32
  /// What was written last, and up to where.
  @usableFromInline var written: Int32 = -1
  @usableFromInline var end: UInt32 = 0
  @usableFromInline var isEmpty = true
  /// What holds from `end` up to `nextPC`, and what holds from there.
  @usableFromInline var value: Int32 = -1
  @usableFromInline var nextPC: UInt32 = 0
  @usableFromInline var next: Int32 = -1

  /// - Parameter quantum: the size of the shortest instruction in bytes: 1 or 4.
  @inlinable
  public init(quantum: Int) {
    shift = UInt32(truncatingIfNeeded: max(quantum, 1).trailingZeroBitCount)
  }

  /// From `pc` on, in bytes from the function's entry, the value holds. PCs must not decrease and
  /// be multiples of the quantum; of several entries at one PC the last counts, and what is said
  /// before the first is −1.
  ///
  /// - Parameter bytes: with room for `longestEntry` more.
  @inlinable @inline(__always)
  public mutating func append(
    at pc: UInt32, value: Int32, to bytes: inout OutputSpan<UInt8>
  ) {
    if pc > nextPC {
      if value == next { return }
      settle(to: &bytes)
      nextPC = pc
    }
    next = value
  }

  /// Ends the table at the function's end. A table that would say −1 throughout has no bytes.
  ///
  /// - Parameter bytes: with room for `longestEnd` more.
  @inlinable @inline(__always)
  public mutating func finish(end last: UInt32, to bytes: inout OutputSpan<UInt8>) {
    settle(to: &bytes)
    if isEmpty, value == -1 { return }
    if last > end { write(upTo: last, to: &bytes) }
    bytes.append(0)
  }

  /// The same, behind the bytes of an array.
  @inlinable
  public mutating func append(at pc: UInt32, value: Int32, to bytes: inout [UInt8]) {
    if pc > nextPC, value != next {
      bytes.append(addingCapacity: Self.longestEntry) { (output: inout OutputSpan<UInt8>) in
        append(at: pc, value: value, to: &output)
      }
    } else if pc <= nextPC {
      next = value
    }
  }

  /// The same, behind the bytes of an array.
  @inlinable
  public mutating func finish(end last: UInt32, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Self.longestEnd) { (output: inout OutputSpan<UInt8>) in
      finish(end: last, to: &output)
    }
  }

  @inlinable @inline(__always)
  mutating func settle(to bytes: inout OutputSpan<UInt8>) {
    if next == value { return }
    if nextPC > end { write(upTo: nextPC, to: &bytes) }
    value = next
  }

  /// A first value of −1 is a change of zero, which ends a table anywhere but at its start.
  @inlinable @inline(__always)
  mutating func write(upTo pc: UInt32, to bytes: inout OutputSpan<UInt8>) {
    let delta = value &- written
    let change = UInt32(bitPattern: (delta &<< 1) ^ (delta &>> 31))
    // An end between two instructions belongs to the last of them.
    let length = pc &- end
    var units = length &>> shift
    if units &<< shift != length { units &+= 1 }
    if change | units < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: change))
      bytes.append(UInt8(truncatingIfNeeded: units))
    } else {
      Self.append(change, to: &bytes)
      Self.append(units, to: &bytes)
    }
    isEmpty = false
    written = value
    end = pc
  }

  @inlinable
  static func append(_ number: UInt32, to bytes: inout OutputSpan<UInt8>) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
