import FunctionTables
import TableRebuilding

/// Why no pclntab can be rebuilt from machine code.
public enum RebuildError: Error, CustomStringConvertible {
  /// A file that cannot be read or written.
  case file(FileError)
  /// An input as a whole.
  case input(path: String, what: String)
  /// A function of an input, by the name that the table would give it.
  case function(path: String, name: String, what: String)
  /// What one of an input's packages declares.
  case declarations(path: String, what: String)
  /// Facts that do not fit a table of the release.
  case table(FunctionSymbolTableError)
  /// Bytes without relocations are asked for where there is more than one section of code.
  case rawOfSeveral
  /// The table cannot be written as an object.
  case object(String)
  /// What concerns no input alone.
  case rebuild(String)

  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .input(let path, let what): "\(path): \(what)"
    case .function(let path, let name, let what): "\(path): function \(name): \(what)"
    case .declarations(let path, let what): "\(path): \(what)"
    case .table(let error): "\(error)"
    case .rawOfSeveral:
      "raw bytes have final distances, and those between several sections of code are the linker's: "
        + "give the linked image, or one object with all its code in one section"
    case .object(let what): "cannot write the object: \(what)"
    case .rebuild(let what): what
    }
  }
}

extension RebuildError {
  /// The same with the path of the input at fault.
  init(_ error: TableRebuildError, _ paths: [String]) {
    let path = error.input.flatMap { paths.indices.contains($0) ? paths[$0] : nil } ?? ""
    switch error {
    case .function(let name, let what, _): self = .function(path: path, name: name, what: what)
    default: self = path.isEmpty ? .rebuild("\(error)") : .input(path: path, what: "\(error)")
    }
  }
}
