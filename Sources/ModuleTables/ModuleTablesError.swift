import FunctionTables
import Symbols
import TypeDescriptors

/// Why a module's tables cannot be made.
public enum ModuleTablesError: Error, Equatable, CustomStringConvertible {
  case descriptors(DescriptorError)
  case functions(PCLineTableError)
  case layout(SectionError)
  case emptyPath

  public var description: String {
    switch self {
    case .descriptors(let error): "\(error)"
    case .functions(let error): "\(error)"
    case .layout(let error): "\(error)"
    case .emptyPath: "the plugin's path is empty; the host finds a plugin by it"
    }
  }
}
