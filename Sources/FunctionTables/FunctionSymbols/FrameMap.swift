import Symbols

/// Which words of a function's arguments or locals hold pointers, as Go 1.2 says it: once a
/// function, for all of its PCs (FUNCDATA_GCArgs and FUNCDATA_GCLocals; `BitVector` in
/// runtime/runtime.h).
public enum FrameMap: Sendable, Hashable {
  /// What each 8-byte word holds, upwards. Arguments start at the first; locals end just below the
  /// return address.
  case words([Word])
  /// So many bytes just below the return address are scanned for what looks like a pointer: what
  /// the linker says of C functions. More than 0.
  case conservative(byteCount: Int32)

  /// An interface's code is at the first of its two words; the second is `scalar`.
  public enum Word: UInt8, Sendable, CaseIterable {
    case scalar
    case pointer
    case interface
    case emptyInterface
  }

  private static let bitsPerWord = 2
  private static let mapUnit = 32

  /// The number of bits, or the negative number of bytes (int32), then the bits from the lowest of
  /// each 4-byte unit on.
  public func encoded() throws(FrameMapError) -> [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .conservative(let byteCount):
      guard byteCount > 0 else { throw .size(Int(byteCount)) }
      bytes.append(littleEndian: -byteCount)
    case .words(let words):
      guard let bits = Int32(exactly: words.count * Self.bitsPerWord) else {
        throw .size(words.count)
      }
      bytes.append(littleEndian: bits)
      var unit: UInt32 = 0
      var position: UInt32 = 0
      for word in words {
        unit |= UInt32(word.rawValue) << position
        position += UInt32(Self.bitsPerWord)
        if position == UInt32(Self.mapUnit) {
          bytes.append(littleEndian: unit)
          (unit, position) = (0, 0)
        }
      }
      if position > 0 { bytes.append(littleEndian: unit) }
    }
    return bytes
  }

  /// Reads the map that starts at `offset`.
  public init(reading bytes: [UInt8], at offset: Int = 0) throws(FrameMapError) {
    guard offset >= 0, offset <= bytes.count - 4 else { throw .truncated(offset: offset) }
    let count = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[offset + $1]) }
    let bits = Int32(bitPattern: count)
    guard bits >= 0 else {
      guard bits > .min else { throw .malformed(offset: offset) }
      self = .conservative(byteCount: -bits)
      return
    }
    let units = (Int(bits) + Self.mapUnit - 1) / Self.mapUnit
    guard bits % 2 == 0 else { throw .malformed(offset: offset) }
    guard units * 4 <= bytes.count - offset - 4 else { throw .truncated(offset: offset) }
    self = .words(
      (0..<Int(bits) / Self.bitsPerWord).map { index in
        let code = bytes[offset + 4 + index / 4] >> UInt8(index % 4 * Self.bitsPerWord) & 3
        return Word(rawValue: code) ?? .scalar
      })
  }
}

/// Why a frame map cannot be written or read.
public enum FrameMapError: Error, Equatable, CustomStringConvertible {
  /// More words than the map's 31 bits of length have room for, or a conservative range of none.
  case size(Int)
  case truncated(offset: Int)
  /// A number of bits that is no number of words.
  case malformed(offset: Int)

  public var description: String {
    switch self {
    case .size(let size): "a frame map cannot speak of \(size) words or bytes"
    case .truncated(let offset): "the frame map at \(offset) leads out of its bytes"
    case .malformed(let offset): "the frame map at \(offset) has no whole number of words"
    }
  }
}
