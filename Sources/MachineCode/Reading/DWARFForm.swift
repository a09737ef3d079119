/// How the value of a DWARF attribute is encoded (DWARF 5 §7.5.6, table 7.6; GNU's extensions for
/// split and supplementary files).
enum DWARFForm: UInt64 {
  case addr = 0x01
  case block2 = 0x03
  case block4 = 0x04
  case data2 = 0x05
  case data4 = 0x06
  case data8 = 0x07
  case string = 0x08
  case block = 0x09
  case block1 = 0x0a
  case data1 = 0x0b
  case flag = 0x0c
  case sdata = 0x0d
  case strp = 0x0e
  case udata = 0x0f
  case refAddr = 0x10
  case ref1 = 0x11
  case ref2 = 0x12
  case ref4 = 0x13
  case ref8 = 0x14
  case refUdata = 0x15
  case indirect = 0x16
  case secOffset = 0x17
  case exprloc = 0x18
  case flagPresent = 0x19
  case strx = 0x1a
  case addrx = 0x1b
  case refSup4 = 0x1c
  case strpSup = 0x1d
  case data16 = 0x1e
  case lineStrp = 0x1f
  case refSig8 = 0x20
  case implicitConst = 0x21
  case loclistx = 0x22
  case rnglistx = 0x23
  case refSup8 = 0x24
  case strx1 = 0x25
  case strx2 = 0x26
  case strx3 = 0x27
  case strx4 = 0x28
  case addrx1 = 0x29
  case addrx2 = 0x2a
  case addrx3 = 0x2b
  case addrx4 = 0x2c
  case gnuAddrIndex = 0x1f01
  case gnuStrIndex = 0x1f02
  case gnuRefAlt = 0x1f20
  case gnuStrpAlt = 0x1f21
}

/// What the size of a value depends on besides its form: facts of the unit it stands in.
struct DWARFEncoding {
  var version: UInt16
  /// In bytes.
  var addressSize: UInt8
  /// The 64-bit DWARF format, in which offsets take eight bytes (DWARF 5 §7.4).
  var is64Bit: Bool
}

extension ByteCursor {
  /// Passes over a value of `form`.
  mutating func skip(_ form: DWARFForm, _ encoding: DWARFEncoding) throws(ReadError) {
    switch form {
    case .flagPresent, .implicitConst:
      break
    case .data1, .ref1, .flag, .strx1, .addrx1:
      try skip(1)
    case .data2, .ref2, .strx2, .addrx2:
      try skip(2)
    case .strx3, .addrx3:
      try skip(3)
    case .data4, .ref4, .refSup4, .strx4, .addrx4:
      try skip(4)
    case .data8, .ref8, .refSig8, .refSup8:
      try skip(8)
    case .data16:
      try skip(16)
    case .addr:
      try skip(UInt64(encoding.addressSize))
    case .strp, .lineStrp, .secOffset, .strpSup, .gnuRefAlt, .gnuStrpAlt:
      try skip(encoding.is64Bit ? 8 : 4)
    case .refAddr:
      // An address in version 2, a section offset since (DWARF 3 §7.5.4).
      let offsetSize: UInt64 = encoding.is64Bit ? 8 : 4
      try skip(encoding.version <= 2 ? UInt64(encoding.addressSize) : offsetSize)
    case .sdata, .udata, .refUdata, .strx, .addrx, .loclistx, .rnglistx, .gnuAddrIndex,
      .gnuStrIndex:
      try skipLEB()
    case .string:
      _ = try skipString()
    case .block1:
      try skip(UInt64(try readByte()))
    case .block2:
      try skip(UInt64(try read(UInt16.self)))
    case .block4:
      try skip(UInt64(try read(UInt32.self)))
    case .block, .exprloc:
      try skip(try readULEB())
    case .indirect:
      let start = offset
      let actual = try readForm()
      // The form behind an indirect one may not be indirect again, nor have its value elsewhere.
      guard actual != .indirect, actual != .implicitConst else {
        throw .unknownForm(start, form: actual.rawValue)
      }
      try skip(actual, encoding)
    }
  }

  /// The code of a form.
  mutating func readForm() throws(ReadError) -> DWARFForm {
    let start = offset
    let code = try readULEB()
    guard let form = DWARFForm(rawValue: code) else { throw .unknownForm(start, form: code) }
    return form
  }
}
