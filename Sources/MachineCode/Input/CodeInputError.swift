/// Why an object file's code cannot be had as one address space.
public enum CodeInputError: Error, Equatable, Sendable {
  case object(ObjectFileError)
  /// The file has code but no symbol table (.symtab).
  case noSymbols
  /// A section that cannot be placed, or whose place is not possible.
  case section(String, what: String)
  /// A function's symbol does not fit its section.
  case function(String, what: String)
  /// The functions' names together are longer than four times the file.
  case namesTooLong
}

extension CodeInputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .object(let error): error.description
    case .noSymbols:
      "it has code but no symbol table (.symtab): link it without -s, do not strip it"
    case .section(let name, let what): "section \(name): \(what)"
    case .function(let name, let what): "function \(name): \(what)"
    case .namesTooLong:
      "the names of the functions together are longer than four times the file"
    }
  }
}
