/// A section of code of a `CodeInput`.
public struct CodeSection: Sendable {
  /// Its place in the object's `sections`.
  public let index: Int
  public let name: String
  /// Of its first byte, in the address space of the `CodeInput`.
  public let address: UInt64
  /// In bytes; at least 1 in images.
  public let size: UInt64
  /// In bytes, a power of two.
  public let alignment: UInt64
  /// The code: as it stands in the file, not relocated.
  public let bytes: InputBytes
  /// The offsets in the section at which a relocation applies, ascending; none in images.
  public let relocatedOffsets: [Int]

  public var end: UInt64 { address &+ size }
}
