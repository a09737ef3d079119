import GoRelease
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
  /// out (from Go 1.26 on).
  public var textStart: Int?
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
    case .format(let release): "the pclntab of Go \(release) is one table with absolute addresses"
    }
  }
}

extension PCLineTable {
  /// A function record counts its FUNCDATA in a byte (runtime._func, nfuncdata).
  static let largestFuncDataIndex = 254
  /// PCDATA is counted in four bytes, and a record has room for every index up to the largest.
  static let largestPCDataIndex = 65535

  /// Builds the table of a module whose functions are given in any order. `files` are the paths
  /// that the functions' file tables index.
  public init(
    functions unsorted: [FunctionRecord], files: [String], release: GoRelease,
    architecture: Architecture
  ) throws(PCLineTableError) {
    guard let layouts = release.functions else { throw .format(release: release.name) }
    let functions = unsorted.sorted { $0.entry < $1.entry }
    guard let first = functions.first, let last = functions.last else { throw .noFunctions }
    for function in functions {
      let (_, overflow) = function.entry.addingReportingOverflow(function.size)
      guard function.size > 0, !overflow else { throw .extent(function: function.name) }
      let wrong =
        function.pcdata.keys.filter { $0 < 0 || $0 > Self.largestPCDataIndex }
        + function.funcdata.keys.filter { $0 < 0 || $0 > Self.largestFuncDataIndex }
      if let index = wrong.min() { throw .index(function: function.name, index: index) }
    }
    for (previous, next) in zip(functions, functions.dropFirst())
    where next.entry < previous.entry + previous.size {
      throw .overlap(function: next.name, previous: previous.name)
    }
    var writer = PCLineTableWriter(layouts: layouts, architecture: architecture, files: files)
    for function in functions { try writer.add(function) }
    self = writer.finish(first: first.entry, end: last.entry &+ last.size)
  }
}
