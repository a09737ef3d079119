/// What can go wrong while bytes are taken from a section: each case carries the offset, within the
/// bytes that the cursor was made over, at which reading stopped. The layers above add the section.
enum ReadError: Error, Equatable {
  /// The bytes end before the value that starts at this offset does.
  case truncated(Int)
  /// A LEB128 number needs more than 64 bits.
  case numberTooLarge(Int)
  /// A length that the format states does not fit what it measures.
  case badLength(Int)
  /// A DWARF attribute form that is not known, or that may not stand at this place.
  case unknownForm(Int, form: UInt64)
}
