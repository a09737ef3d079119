import ModuleTables

/// Why objects do not make a plugin.
public enum LinkError: Error, CustomStringConvertible {
  /// A file that cannot be read or written.
  case file(FileError)
  /// An object that this version of GoMeta did not make, or not for the same target.
  case object(path: String, what: String)
  /// What the packages declare, taken together.
  case declarations(package: String, what: String)
  /// The plugin as a whole, by its import path.
  case plugin(path: String, what: String)
  /// The machine code of one function, or ("") of all.
  case code(function: String, what: String)
  /// The code that linking itself adds: wrappers and thunks.
  case compile(CompileError)
  /// Facts that do not fit the module's tables.
  case tables(ModuleTablesError)
  /// The system's linker refused.
  case linker(command: String, message: String)
  /// The finished file would end the program that loads it.
  case check(path: String, problems: [String])

  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .object(let path, let what): "\(path): \(what)"
    case .declarations(let package, let what): "package \(package): \(what)"
    case .plugin(let path, let what): "plugin \(path): \(what)"
    case .code("", let what): what
    case .code(let function, let what): "function \(function): \(what)"
    case .compile(let error): "\(error)"
    case .tables(let error): "\(error)"
    case .linker(let command, let message): "\(command): \(message)"
    case .check(let path, let problems):
      "\(path): Go's runtime would refuse it: \(problems.joined(separator: "; "))"
    }
  }
}
