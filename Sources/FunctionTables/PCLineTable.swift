public import GoRelease
import Symbols

/// A module's pclntab, complete, with the places of its parts.
public struct PCLineTable: Sendable {
  /// From the header to the last function record: the contents of `.gopclntab`.
  public var bytes: [UInt8]
  /// Ranges of `bytes`.
  public var functionNames, compilationUnits, files, pcData, functions: Range<Int>
  public var functionCount: Int
  /// What funcdata offsets are relative to (`go:func.*`).
  public var funcData: [UInt8]
  public var findFuncTable: [UInt8]
  /// In bytes from the start of the text: the first function's entry and the last one's end.
  public var firstEntry, end: UInt32
  /// Where in `bytes` the address of the start of the text belongs; nil where the header leaves it
  /// out (up to Go 1.17, and from Go 1.26 on).
  public var textStart: Int?
  /// The release's records and constants.
  public let layouts: FunctionLayouts
}

/// Why a pclntab cannot be made.
public enum PCLineTableError: Error, Equatable, CustomStringConvertible {
  case noFunctions
  case overlap(function: String, previous: String)
  /// No code, or code beyond 4 GiB from the start of the text.
  case extent(function: String)
  /// A PCDATA or FUNCDATA index that a function record has no room for.
  case index(function: String, index: Int)
  case table(function: String, PCValueError)
  /// A part of the table has more bytes than its offsets can tell.
  case tooLarge
  /// A release whose pclntab is of another format.
  case format(release: String)

  public var description: String {
    switch self {
    case .noFunctions: "no function to describe: a Go module needs at least one"
    case .overlap(let function, let previous):
      "function \(function) starts before \(previous) ends; two symbols share one piece of code"
    case .extent(let function):
      "function \(function) has no code, or ends more than 4 GiB from the start of the text"
    case .index(let function, let index):
      "function \(function): no function has PCDATA or FUNCDATA \(index); the largest indexes are "
        + "\(PCLineTable.largestPCDataIndex) and \(PCLineTable.largestFuncDataIndex)"
    case .table(let function, let error): "function \(function): \(error)"
    case .tooLarge:
      "the functions have more names, files, pc-value tables or data than fit a pclntab: 4 GiB in "
        + "all, and 1 GiB of data of each alignment"
    case .format(let release): "the pclntab of Go \(release) is one table with absolute addresses"
    }
  }
}

extension PCLineTable {
  /// A function record counts its FUNCDATA in a byte (runtime._func, nfuncdata).
  static let largestFuncDataIndex = 254
  /// PCDATA is counted in four bytes, and a record has room for every index up to the largest.
  static let largestPCDataIndex = 65535
}
