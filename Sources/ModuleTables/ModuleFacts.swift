import FunctionTables
public import TypeDescriptors

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

  /// The path by which the host finds the plugin's symbols, as the release wants it.
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
  /// What `plugin.Lookup` finds; its names and types are in the set of descriptors. Nil for nothing.
  public var pluginTable: PluginTable?
  /// Symbols of the functions that run when the plugin is opened, in order: `func()` in Go's
  /// convention.
  public var initFunctions: [String]

  public init(
    path: String, text: Region, codeOffsets: [String: Int], functions: [FunctionRecord],
    files: [String], data: Region, dataPointerWords: [Int],
    pluginTable: PluginTable? = nil,
    initFunctions: [String] = []
  ) {
    self.path = path
    self.text = text
    self.codeOffsets = codeOffsets
    self.functions = functions
    self.files = files
    self.data = data
    self.dataPointerWords = dataPointerWords
    self.pluginTable = pluginTable
    self.initFunctions = initFunctions
  }
}
