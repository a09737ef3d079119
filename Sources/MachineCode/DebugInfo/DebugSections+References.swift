/// What the values of attributes refer to in other sections. `entry` is where the entry that has
/// the value stands, for errors.
extension DebugSections {
  /// The string that a value of class string names; nil for no value.
  func string(
    _ value: EntryValue, _ unit: UnitEntry, _ encoding: DWARFEncoding, _ entry: Int
  ) throws(DebugInfoError) -> DebugString? {
    switch DWARFForm(rawValue: UInt64(value.form)) {
    case nil: return nil
    case .string: return DebugString(.info, offset: value.raw)
    case .strp: return DebugString(.str, offset: value.raw)
    case .lineStrp: return DebugString(.lineStr, offset: value.raw)
    case .strx, .strx1, .strx2, .strx3, .strx4:
      let size: UInt64 = encoding.is64Bit ? 8 : 4
      let (distance, overflow) = value.raw.multipliedReportingOverflow(by: size)
      guard let base = unit.strOffsetsBase, !overflow else {
        throw .badIndex(
          section: DebugInfoSection.info.name, offset: entry, index: value.raw)
      }
      var cursor = EntryCursor(
        strOffsets.bytes, at: Int(clamping: base.addingReportingOverflow(distance).partialValue),
        .strOffsets)
      return DebugString(.str, offset: try cursor.readOffset(is64Bit: encoding.is64Bit))
    case .strpSup, .gnuStrpAlt:
      throw .supplementaryFile(section: DebugInfoSection.info.name, offset: entry)
    default:
      throw .unknownForm(
        section: DebugInfoSection.info.name, offset: entry, form: UInt64(value.form))
    }
  }

  /// The address that a value of class address is.
  @inline(__always)
  func address(
    _ value: EntryValue, _ unit: UnitEntry, _ entry: Int
  ) throws(DebugInfoError) -> UInt64 {
    if value.form == 0x01 { return value.raw }
    return try indexedAddress(value, unit, entry)
  }

  private func indexedAddress(
    _ value: EntryValue, _ unit: UnitEntry, _ entry: Int
  ) throws(DebugInfoError) -> UInt64 {
    switch DWARFForm(rawValue: UInt64(value.form)) {
    case .addrx, .addrx1, .addrx2, .addrx3, .addrx4:
      return try address(value.raw, unit, entry)
    default:
      throw .unknownForm(
        section: DebugInfoSection.info.name, offset: entry, form: UInt64(value.form))
    }
  }

  /// The address at a place in the unit's part of `.debug_addr` (DWARF 5 §7.27).
  @inline(__always)
  func address(
    _ index: UInt64, _ unit: UnitEntry, _ entry: Int
  ) throws(DebugInfoError) -> UInt64 {
    let bytes = addr.bytes
    let count = UInt64(truncatingIfNeeded: bytes.byteCount)
    // No section has as many as 2^61 addresses, so nothing overflows.
    guard let base = unit.addrBase, base <= count, index < (count &- base) / 8 else {
      throw .badIndex(section: DebugInfoSection.info.name, offset: entry, index: index)
    }
    return UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: Int(truncatingIfNeeded: base &+ index &* 8), as: UInt64.self))
  }
}
