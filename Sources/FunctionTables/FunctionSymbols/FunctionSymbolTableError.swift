/// Why a pclntab of magic 0xfffffffb cannot be written or read. Offsets are in bytes from its
/// start.
public enum FunctionSymbolTableError: Error, Equatable, CustomStringConvertible {
  case noFunctions
  /// A function starts before the one in front of it ends.
  case unordered(function: String, previous: String)
  /// No code, or an end beyond the address space.
  case extent(function: String)
  case misaligned(function: String, quantum: Int)
  /// The text's end is before the last function's.
  case end(function: String)
  /// A number in the function's file table that no file has.
  case file(function: String, number: Int32)
  /// A function's or file's name with a NUL in it, which ends names in the table.
  case name(String)
  /// A PCDATA or FUNCDATA index that is negative or for which no record has room.
  case index(function: String, index: Int)
  case undefined(function: String, symbol: String)
  /// Offsets are 31 bits wide; this function, or the file table when nil, ends beyond them.
  case tooLarge(function: String?)
  case table(function: String, PCValueError)

  /// A header that is not this format's or not one of its machines'.
  case header(offset: Int)
  /// A record, count or offset that leads out of the table.
  case truncated(offset: Int)
  /// A name that does not end or is no UTF-8.
  case malformedName(offset: Int)
  /// A function entry that is before the previous one, or not the one that its record has.
  case entry(offset: Int)
  /// A function whose pc-value tables end at different PCs.
  case disagreement(offset: Int)
  case malformedTable(record: Int, PCValueError)
  /// Records that share bytes over and over, so that the facts would outgrow the table.
  case excess(offset: Int)

  public var description: String {
    switch self {
    case .noFunctions: "no function to describe: a Go program needs at least one"
    case .unordered(let function, let previous):
      "function \(function) starts before \(previous) ends; give functions in ascending order"
    case .extent(let function):
      "function \(function) has no code, or ends beyond the 64-bit address space"
    case .misaligned(let function, let quantum):
      "function \(function): entry and size must be multiples of the instruction size, \(quantum)"
    case .end(let function): "the text ends before its last function, \(function)"
    case .file(let function, let number):
      "function \(function): no file has number \(number); the first file's number is 1"
    case .name(let name): "the name \"\(name.prefix(80))\" has a NUL in it"
    case .index(let function, let index):
      "function \(function): no record has room for PCDATA or FUNCDATA \(index)"
    case .undefined(let function, let symbol):
      "function \(function): nothing gives the address of \(symbol), its FUNCDATA"
    case .tooLarge(let function):
      "pclntab is larger than 2 GiB at \(function.map { "function \($0)" } ?? "the file table")"
    case .table(let function, let error): "function \(function): \(error)"
    case .header(let offset):
      "pclntab+\(offset): not the header of a pclntab of magic 0xfffffffb for a 64-bit machine"
    case .truncated(let offset): "pclntab+\(offset): leads out of the table"
    case .malformedName(let offset): "pclntab+\(offset): a name that does not end or is no UTF-8"
    case .entry(let offset):
      "pclntab+\(offset): a function's entry out of order or unlike the one in its record"
    case .disagreement(let offset):
      "pclntab+\(offset): the pc-value tables of this function end at different PCs"
    case .malformedTable(let record, let error): "pclntab+\(record): \(error)"
    case .excess(let offset):
      "pclntab+\(offset): records share so many bytes that the table's facts outgrow it"
    }
  }
}
