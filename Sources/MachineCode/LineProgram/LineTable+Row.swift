extension LineTable {
  /// Source file and line from `address` up to the next row's address. Sixteen bytes.
  public struct Row: Sendable, Equatable, BitwiseCopyable {
    /// An offset in the sequence's section in relocatable objects, else a virtual address.
    public var address: UInt64
    /// The file in the low 31 bits; the next bit ends the sequence; the line in the high half. One
    /// field, as it is stored at once where rows are made.
    @usableFromInline
    internal let fileAndLine: UInt64

    /// A place in `LineTable.files`; 0, without meaning, in a row that ends its sequence.
    @inlinable
    public var file: Int { Int(truncatingIfNeeded: fileAndLine & 0x7fff_ffff) }
    /// Counted from 1; 0 for code that comes from no line.
    @inlinable
    public var line: Int { Int(truncatingIfNeeded: fileAndLine >> 32) }
    /// From this address on nothing is known.
    @inlinable
    public var endsSequence: Bool { fileAndLine & 0x8000_0000 != 0 }

    /// More than any file table has, and within the bits of `file`.
    static let noFile: UInt64 = 0x7fff_ffff

    init() {
      (address, fileAndLine) = (0, 0)
    }

    /// The line is in the high half; the low one must not exceed `noFile`.
    @inline(__always)
    init(address: UInt64, fileAndLine: UInt64) {
      (self.address, self.fileAndLine) = (address, fileAndLine)
    }

    /// A row that ends its sequence.
    @inline(__always)
    init(endAt address: UInt64, line: UInt32) {
      (self.address, fileAndLine) = (address, UInt64(line) << 32 | 0x8000_0000)
    }

    /// The same row for another file index.
    @inline(__always)
    func with(file: UInt32) -> Row {
      Row(address: address, fileAndLine: fileAndLine & ~0xffff_ffff | UInt64(file))
    }
  }
}
