extension LineTable {
  /// Source file and line from `address` up to the next row's address. Sixteen bytes.
  public struct Row: Sendable, Equatable {
    /// An offset in the sequence's section in relocatable objects, else a virtual address.
    public var address: UInt64
    /// The file in the low 31 bits; the highest bit ends the sequence.
    private var fileAndEnd: UInt32
    private var lineNumber: UInt32

    /// A place in `LineTable.files`; 0, without meaning, in a row that ends its sequence.
    public var file: Int { Int(fileAndEnd & 0x7fff_ffff) }
    /// Counted from 1; 0 for code that comes from no line.
    public var line: Int { Int(lineNumber) }
    /// From this address on nothing is known.
    public var endsSequence: Bool { fileAndEnd >> 31 != 0 }

    /// More than any file table has, and within the bits of `file`.
    static let noFile: UInt64 = 0x7fff_ffff

    init() {
      (address, fileAndEnd, lineNumber) = (0, 0, 0)
    }

    /// `file` must not exceed `noFile`.
    @inline(__always)
    init(address: UInt64, file: UInt32, line: UInt32) {
      (self.address, fileAndEnd, lineNumber) = (address, file, line)
    }

    /// A row that ends its sequence.
    @inline(__always)
    init(endAt address: UInt64, line: UInt32) {
      (self.address, fileAndEnd, lineNumber) = (address, 0x8000_0000, line)
    }

    /// The same row for another file index.
    @inline(__always)
    func with(file: UInt32) -> Row {
      Row(address: address, file: file, line: lineNumber)
    }
  }
}
