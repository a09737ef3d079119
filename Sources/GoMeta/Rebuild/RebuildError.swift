import FunctionTables
import LLVM

/// Why no pclntab can be rebuilt from machine code.
public enum RebuildError: Error, CustomStringConvertible {
  case file(FileError)
  /// A release whose pclntab is of another form.
  case release(String)
  /// An input as a whole.
  case input(path: String, what: String)
  /// A function of an input, by the name that the table would give it.
  case function(path: String, name: String, what: String)
  /// What one of an input's packages declares.
  case declarations(path: String, what: String)
  case table(FunctionSymbolTableError)
  /// Bytes without relocations are asked for where there is more than one text.
  case rawOfSeveral(first: String, second: String)
  case object(String)

  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .release(let name):
      "a pclntab for Go \(name) is not rebuilt from machine code yet; supported: 1.2, 1.8"
    case .input(let path, let what): "\(path): \(what)"
    case .function(let path, let name, let what): "\(path): function \(name): \(what)"
    case .declarations(let path, let what): "\(path): \(what)"
    case .table(let error): "\(error)"
    case .rawOfSeveral(let first, let second):
      "raw bytes have the addresses of one text section: \(second) has another beside that of "
        + "\(first); give one object, or the linked image"
    case .object(let what): "cannot write the object: \(what)"
    }
  }
}
