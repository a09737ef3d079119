/// How an address is written in `.eh_frame` (LSB core, "DWARF exception header encoding"): the low
/// half of the byte is the format, the high half what it counts from.
struct CallFramePointer: Sendable, Equatable {
  var rawValue: UInt8

  static let absolute = CallFramePointer(rawValue: 0x00)
  static let omitted = CallFramePointer(rawValue: 0xff)

  var isRelativeToPlace: Bool { rawValue & 0x70 == 0x10 }
  /// The address stands behind another pointer, or counts from something that is not known here.
  var isUnknown: Bool { rawValue & 0x80 != 0 || (rawValue & 0x70 != 0 && !isRelativeToPlace) }
}
