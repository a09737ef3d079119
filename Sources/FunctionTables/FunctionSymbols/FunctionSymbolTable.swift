public import GoRelease
public import Symbols

/// The facts of a pclntab of magic 0xfffffffb, the function symbol table that Go 1.2 brought.
///
/// Facts in, bytes out, and back: `bytes(base:)` and `section(text:)` write, `init(reading:)`
/// reads, and what was read writes itself again. What a release has of its own is in `layouts`.
public struct FunctionSymbolTable: Sendable, Equatable {
  /// In ascending order of their entries.
  public var functions: [FunctionSymbol]
  /// Where the last function's code ends, counted as its entry is.
  public var end: UInt64
  /// Source files; the first has number 1. Go 1.2's runtime compares a number with how many there
  /// are and takes none that is not less: the last file's name is never shown. Its own linker
  /// writes it so; whoever wants every name shown ends the list with one that no function uses.
  /// Go 1.8's linker counts one more.
  public var files: [String]
  /// Its PC quantum is the unit of all pc-value tables.
  public var architecture: Architecture

  /// The release's records and constants.
  public var layouts: FunctionSymbolLayouts

  public init(
    functions: [FunctionSymbol], files: [String], architecture: Architecture,
    layouts: FunctionSymbolLayouts = .go1_2
  ) {
    self.functions = functions
    self.end = functions.last.map { $0.entry &+ UInt64($0.size) } ?? 0
    self.files = files
    self.architecture = architecture
    self.layouts = layouts
  }
}
