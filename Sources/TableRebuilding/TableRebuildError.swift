public import FunctionTables
public import MachineCode
public import Symbols

/// Why a table cannot be rebuilt.
public enum TableRebuildError: Error, CustomStringConvertible {
  case noInput
  case noFunctions(input: Int)
  /// Inputs for several architectures, or an image beside another input.
  case mixedArchitectures(Architecture, first: Architecture, input: Int)
  case imageAmongSeveral(input: Int)
  case lines(LineProgramError, input: Int)
  case frames(CallFrameError, input: Int)
  case debugInfo(DebugInfoError, input: Int)
  /// A function's stack pointer: cannot be followed, or its two sources disagree.
  case function(name: String, what: String, input: Int)
  case table(PCLineTableError)
  /// All symbols of the code are seen in their own object only.
  case local

  /// The input at fault, by its place among those given; nil when it is all of them.
  public var input: Int? {
    switch self {
    case .noInput, .table, .local: nil
    case .noFunctions(let input), .mixedArchitectures(_, _, let input),
      .imageAmongSeveral(let input),
      .lines(_, let input), .frames(_, let input), .debugInfo(_, let input),
      .function(_, _, let input):
      input
    }
  }

  public var description: String {
    switch self {
    case .noInput: "no input: give relocatable objects or one linked image"
    case .noFunctions: "it has no functions: no symbol of type FUNC names code in it"
    case .mixedArchitectures(let own, let first, _):
      "its code is for \(own.rawValue), that of the first input for \(first.rawValue)"
    case .imageAmongSeveral: "a linked image must be the only input"
    case .lines(let error, _): "\(error)"
    case .frames(let error, _): "\(error)"
    case .debugInfo(let error, _): "\(error)"
    case .function(let name, let what, _): "function \(name): \(what)"
    case .table(let error): "\(error)"
    case .local:
      "all functions are seen in their own object only, and no other object can refer to them: make "
        + "one of each section global, or give the linked image"
    }
  }
}
