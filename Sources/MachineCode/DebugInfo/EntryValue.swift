/// The value of an attribute as it is written: what it means depends on the form.
struct EntryValue {
  /// 0: the entry has not the attribute.
  var form: UInt16 = 0
  /// A number, offset, index or address; of DW_FORM_string where the characters start.
  var raw: UInt64 = 0

  /// The number of a value of class constant (also of the data forms that older versions gave
  /// class lineptr and rangelistptr); nil if it has another form.
  var constant: UInt64? {
    @inline(__always) get {
      switch form {
      // DW_FORM_data2, 4, 8 and 1, sdata, udata, implicit_const
      case 0x05...0x07, 0x0b, 0x0d, 0x0f, 0x21: raw
      default: nil
      }
    }
  }

  /// An offset into another section; nil if it has another form.
  func sectionOffset(_ version: UInt16) -> UInt64? {
    switch form {
    case 0x17: raw  // DW_FORM_sec_offset
    case 0x06 where version < 4, 0x07 where version < 4: raw  // DW_FORM_data4, 8
    default: nil
    }
  }
}

extension ByteCursor {
  /// The value of `form`, one that holds a number, a reference or a string.
  @inline(__always)
  mutating func readValue(
    _ form: UInt16, _ encoding: DWARFEncoding
  ) throws(ReadError) -> EntryValue {
    // The forms of compact code first; they are most of all.
    switch form {
    case 0x06, 0x13, 0x17, 0x10, 0x0e:
      if !encoding.is64Bit && encoding.version > 2 || form == 0x06 || form == 0x13 {
        return EntryValue(form: form, raw: UInt64(try read(UInt32.self)))
      }
    case 0x0f, 0x1b: return EntryValue(form: form, raw: try readULEB())
    case 0x0b: return EntryValue(form: form, raw: UInt64(try readByte()))
    case 0x05: return EntryValue(form: form, raw: UInt64(try read(UInt16.self)))
    case 0x01: return EntryValue(form: form, raw: try read(UInt64.self))
    case 0x08:
      let start = offset
      try skipCharacters()
      return EntryValue(form: form, raw: UInt64(truncatingIfNeeded: start))
    default: break
    }
    return try readOtherValue(form, encoding)
  }

  @inline(never)
  private mutating func readOtherValue(
    _ form: UInt16, _ encoding: DWARFEncoding
  ) throws(ReadError) -> EntryValue {
    let start = offset
    guard let known = DWARFForm(rawValue: UInt64(form)) else {
      throw .unknownForm(start, form: UInt64(form))
    }
    var value = EntryValue(form: form)
    switch known {
    case .flagPresent: value.raw = 1
    case .data1, .ref1, .flag, .strx1, .addrx1: value.raw = UInt64(try readByte())
    case .data2, .ref2, .strx2, .addrx2: value.raw = UInt64(try read(UInt16.self))
    case .strx3, .addrx3: value.raw = try readUInt24()
    case .data4, .ref4, .refSup4, .strx4, .addrx4: value.raw = UInt64(try read(UInt32.self))
    case .data8, .ref8, .refSig8, .refSup8, .addr: value.raw = try read(UInt64.self)
    case .strp, .lineStrp, .secOffset, .strpSup, .gnuRefAlt, .gnuStrpAlt:
      value.raw = try readOffset(is64Bit: encoding.is64Bit)
    case .refAddr:
      // An address in version 2, a section offset since (DWARF 3 §7.5.4).
      value.raw = try readOffset(is64Bit: encoding.is64Bit || encoding.version <= 2)
    case .sdata: value.raw = UInt64(bitPattern: try readSLEB())
    case .udata, .refUdata, .strx, .addrx, .loclistx, .rnglistx, .gnuAddrIndex, .gnuStrIndex:
      value.raw = try readULEB()
    case .string:
      value.raw = UInt64(truncatingIfNeeded: start)
      try skipCharacters()
    case .indirect:
      let actual = try readForm()
      // The form behind an indirect one may not be indirect again, nor have its value elsewhere.
      guard actual != .indirect, actual != .implicitConst else {
        throw .unknownForm(start, form: actual.rawValue)
      }
      return try readOtherValue(UInt16(truncatingIfNeeded: actual.rawValue), encoding)
    case .block, .block1, .block2, .block4, .exprloc, .data16, .implicitConst:
      throw .unknownForm(start, form: UInt64(form))
    }
    return value
  }
}
