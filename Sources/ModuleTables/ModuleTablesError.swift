import FunctionTables
import Symbols
import TypeDescriptors

/// Why a module's tables cannot be made.
public enum ModuleTablesError: Error, Equatable, CustomStringConvertible {
  case descriptors(DescriptorError)
  case functions(PCLineTableError)
  case functionSymbols(FunctionSymbolTableError)
  /// Programs of the release are linked whole.
  case noModules(release: String)
  case layout(SectionError)
  case emptyPath
  /// A pointer word of the data that lies outside it or is not after the one before it.
  case pointerWord(Int)

  public var description: String {
    switch self {
    case .descriptors(let error): "\(error)"
    case .functions(let error): "\(error)"
    case .functionSymbols(let error): "\(error)"
    case .noModules(let release): "programs of Go \(release) have no modules that could be loaded"
    case .layout(let error): "\(error)"
    case .pointerWord(let word):
      "pointer word \(word) of the module's data lies outside it or is out of order"
    case .emptyPath: "the plugin's path is empty; the host finds a plugin by it"
    }
  }
}
