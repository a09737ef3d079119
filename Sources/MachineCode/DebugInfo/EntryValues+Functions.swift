extension EntryValues {
  /// A value of class constant that numbers a line or a file; nil if the entry has none.
  @inline(__always)
  func number(_ slot: EntrySlot, _ entry: Int) throws(DebugInfoError) -> UInt32? {
    let value = self[slot]
    if value.form == 0 { return nil }
    guard let constant = value.constant else {
      throw .unknownForm(
        section: DebugInfoSection.info.name, offset: entry, form: UInt64(value.form))
    }
    return UInt32(clamping: constant)
  }

  /// The entry that this one is an instance of, or whose declaration it completes: an offset in
  /// `.debug_info`.
  @inline(__always)
  func origin(_ unit: DebugUnits.Unit, _ entry: Int) throws(DebugInfoError) -> UInt64? {
    var value = self[.abstractOrigin]
    if value.form == 0 { value = self[.specification] }
    if value.form == 0 { return nil }
    switch value.form {
    case 0x10: return value.raw  // DW_FORM_ref_addr
    case 0x11...0x15:  // DW_FORM_ref1, 2, 4, 8, udata
      let base = UInt64(truncatingIfNeeded: unit.offset)
      guard value.raw < UInt64(truncatingIfNeeded: unit.end) &- base else {
        throw .badReference(
          section: DebugInfoSection.info.name, offset: entry, target: value.raw)
      }
      return base &+ value.raw
    case 0x1f20, 0x1c, 0x24:  // DW_FORM_GNU_ref_alt, ref_sup4, 8
      throw .supplementaryFile(section: DebugInfoSection.info.name, offset: entry)
    default:
      throw .unknownForm(
        section: DebugInfoSection.info.name, offset: entry, form: UInt64(value.form))
    }
  }

  /// What a function's entry itself says.
  func function(
    _ unit: DebugUnits.Unit, _ place: Int, _ debug: DebugSections, _ entry: Int
  ) throws(DebugInfoError) -> FunctionOrigin {
    var function = FunctionOrigin()
    let linkageName = self[.linkageName]
    function.hasLinkageName = linkageName.form != 0
    function.name = try debug.string(
      function.hasLinkageName ? linkageName : self[.name], unit.entry, unit.encoding, entry)
    function.declLine = try number(.declLine, entry) ?? 0
    function.declFile = try number(.declFile, entry) ?? .max
    function.declUnit = UInt32(truncatingIfNeeded: place)
    return function
  }
}

extension FunctionOrigin {
  /// Takes what is not known yet from the function that this one is an instance of.
  mutating func complete(from origin: FunctionOrigin) {
    if !hasLinkageName, origin.hasLinkageName || name == nil {
      (name, hasLinkageName) = (origin.name, origin.hasLinkageName)
    }
    if declLine == 0 { declLine = origin.declLine }
    if declFile == .max { (declFile, declUnit) = (origin.declFile, origin.declUnit) }
  }
}
