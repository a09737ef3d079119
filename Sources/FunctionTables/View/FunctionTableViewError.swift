/// Why a pclntab cannot be read. Offsets are in bytes from its start.
public enum FunctionTableViewError: Error, Equatable, CustomStringConvertible {
  /// The first four bytes are none of the four magic numbers.
  case magic(UInt32)
  /// A table for a big-endian machine.
  case bigEndian(magic: UInt32)
  /// A table for a machine whose addresses have other than 64 bits.
  case pointerSize(UInt8)
  /// A header field with a value that no linker writes.
  case header(offset: Int, what: Fact)
  /// The header claims more functions than the bytes have room for.
  case functionCount(UInt64, room: Int)
  /// The header puts a part outside the table.
  case part(Fact, offset: UInt64)
  /// An index that no function has.
  case functionIndex(Int, count: Int)
  /// What stands at the offset, or what it says, leads out of the table.
  case truncated(Fact, offset: Int)
  /// What stands at the offset cannot be what it should be.
  case malformed(Fact, offset: Int)

  /// What was read.
  public enum Fact: String, Sendable {
    case header, functab, names, string, pcdata, funcdata, padding
    case units = "cutab"
    case files = "filetab"
    case pcTable = "pctab"
    case functionRecord = "function record"
    case pcValueTable = "pc-value table"
    case inlineTree = "inline tree"
    case findFuncTable = "findfunctab"
    case quantum = "PC quantum"
  }

  public var description: String {
    switch self {
    case .magic(let magic):
      "no pclntab: it begins with 0x\(String(magic, radix: 16)), which is none of its magic numbers"
    case .bigEndian(let magic):
      "pclntab of magic 0x\(String(magic, radix: 16)) for a big-endian machine; only tables of "
        + "64-bit little-endian machines are read"
    case .pointerSize(let size):
      "pclntab for a machine with addresses of \(size) bytes; only those of 8 are read"
    case .header(let offset, let what): "pclntab+\(offset): bad \(what.rawValue) in the header"
    case .functionCount(let count, let room):
      "pclntab+8: \(count) functions, more than the \(room) that the table has room for"
    case .part(let what, let offset):
      "pclntab header: the \(what.rawValue) is to be at offset \(offset), outside the table"
    case .functionIndex(let index, let count): "no function \(index); the table has \(count)"
    case .truncated(let what, let offset):
      "pclntab+\(offset): the \(what.rawValue) leads out of its bytes"
    case .malformed(let what, let offset): "pclntab+\(offset): malformed \(what.rawValue)"
    }
  }
}
