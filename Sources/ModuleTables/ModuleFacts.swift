import FunctionTables
import GoTypes

/// What is known of a module when its tables are made: its code and data are laid out, and
/// everything in them has a fixed distance from a symbol.
public struct ModuleFacts: Sendable {
  /// A run of bytes that another object holds.
  public struct Region: Sendable {
    /// A symbol at its first byte.
    public var symbol: String
    /// In bytes; never 0.
    public var size: Int

    public init(symbol: String, size: Int) {
      self.symbol = symbol
      self.size = size
    }
  }

  /// What `plugin.Lookup` finds.
  public struct Export: Sendable {
    public var name: String
    /// A function's type, or the pointer type of a variable.
    public var type: GoType

    public init(name: String, type: GoType) {
      self.name = name
      self.type = type
    }
  }

  /// The import path that the host loads it under.
  public var path: String
  public var text: Region
  /// Distances of Go functions' entries from the start of the text, by symbol name: the code that
  /// method tables refer to.
  public var codeOffsets: [String: Int]
  public var functions: [FunctionRecord]
  /// Paths that the functions' file tables index.
  public var files: [String]
  /// Variables that the collector scans.
  public var data: Region
  /// Which words of `data` hold pointers, ascending.
  public var dataPointerWords: [Int]
  public var exports: [Export]
  /// Symbols of the functions that run when the plugin is opened, in order: `func()` in Go's
  /// convention.
  public var initFunctions: [String]

  public init(
    path: String, text: Region, codeOffsets: [String: Int], functions: [FunctionRecord],
    files: [String], data: Region, dataPointerWords: [Int], exports: [Export],
    initFunctions: [String] = []
  ) {
    self.path = path
    self.text = text
    self.codeOffsets = codeOffsets
    self.functions = functions
    self.files = files
    self.data = data
    self.dataPointerWords = dataPointerWords
    self.exports = exports
    self.initFunctions = initFunctions
  }
}
