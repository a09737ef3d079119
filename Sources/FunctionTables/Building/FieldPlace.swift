import GoRelease

/// Where a field lies in a record that is written in words of four bytes: every field of the
/// records here lies within one, but for addresses, whose lower half counts.
struct FieldPlace: Sendable {
  /// In words from the record's start; −1 for a field that the release does not have.
  let word: Int
  private let shift: UInt32
  private let mask: UInt32

  init<Name>(_ field: RecordLayout<Name>.Field?) {
    word = field.map { $0.offset / 4 } ?? -1
    shift = field.map { UInt32($0.offset % 4 * 8) } ?? 0
    let width = min(field?.width ?? 4, 4)
    mask = .max >> UInt32(8 * (4 - width))
  }

  /// Fills in a field, which is 0 so far, of the record that starts at a word.
  @inline(__always)
  func put(_ value: UInt32, in words: inout MutableSpan<UInt32>, of record: Int) {
    if word >= 0 { words[record &+ word] |= (value & mask) &<< shift }
  }

  @inline(__always)
  func get(from words: borrowing MutableSpan<UInt32>, of record: Int) -> UInt32 {
    word >= 0 ? words[record &+ word] &>> shift & mask : 0
  }
}

extension [UInt32] {
  /// Adds zeros.
  mutating func append(zeros count: Int) {
    append(contentsOf: repeatElement(0, count: count))
  }

  /// Makes the words' bytes what they are in a file.
  mutating func makeLittleEndian() {
    #if _endian(big)
      for index in indices { self[index] = self[index].littleEndian }
    #endif
  }
}
