public import Symbols

/// A reader of ELF64 little-endian files for x86-64 and AArch64: relocatable, executable and
/// shared.
///
/// Everything that the file states about itself is checked once, in `init`; after that sections,
/// symbols and contents are read in place. Beside the bytes it was given, a value keeps the section
/// headers: at most ten times the file's size.
///
///     let object = try ObjectFile(bytes)
///     if let text = object.section(named: ".text") {
///       let code = try object.contents(of: text)
///     }
public struct ObjectFile: Sendable {
  /// `e_type`. Position-independent executables are shared files to ELF.
  public enum Kind: Sendable, Equatable {
    case relocatable
    case executable
    case shared
  }

  public let architecture: Architecture
  public let kind: Kind
  /// In the order of the section header table, the null section first: an index is a place here.
  public let sections: [Section]
  /// The symbol table (SHT_SYMTAB); empty when the file has none.
  public let symbols: SymbolTable
  /// The symbols for dynamic linking (SHT_DYNSYM); empty when the file has none.
  public let dynamicSymbols: SymbolTable

  let bytes: [UInt8]
  /// By the index of the section they apply to: the sections that hold its relocations.
  let relocationSections: [Int: [Int]]

  /// Reads the headers and checks the symbol tables.
  public init(_ bytes: [UInt8]) throws(ObjectFileError) {
    self.bytes = bytes
    let header = try ELFFileHeader(bytes.span.bytes)
    architecture = header.architecture
    kind = header.kind
    sections = try ELFFileHeader.readSections(bytes.span.bytes, header)
    var relocationSections: [Int: [Int]] = [:]
    for section in sections where section.info != 0 {
      guard [.rela, .rel, .crel].contains(section.type) else { continue }
      relocationSections[section.info, default: []].append(section.index)
    }
    self.relocationSections = relocationSections
    symbols = try SymbolTable(bytes, sections, type: .symtab)
    dynamicSymbols = try SymbolTable(bytes, sections, type: .dynsym)
  }

  /// The first section of that name.
  public func section(named name: String) -> Section? {
    sections.first { $0.name == name }
  }

  /// Every section of that name, in the order of the section header table.
  public func sections(named name: String) -> [Section] {
    sections.filter { $0.name == name }
  }

  /// The section's bytes as they stand in the file; empty for NOBITS sections.
  ///
  /// Throws `compressed` for compressed sections, and `truncated` for a section of another file.
  public func contents(of section: Section) throws(ObjectFileError) -> ArraySlice<UInt8> {
    // Older than SHF_COMPRESSED: GNU's .zdebug_ sections, told by their name alone.
    guard !section.flags.contains(.compressed), !section.name.hasPrefix(".zdebug_") else {
      throw .compressed(section: section.name)
    }
    guard section.fileRange.upperBound <= bytes.count else {
      throw .truncated(what: "section \(section.name)", offset: section.fileRange.lowerBound)
    }
    return bytes[section.fileRange]
  }
}
