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

  /// The file.
  public let bytes: InputBytes
  /// By the index of the section they apply to: the sections that hold its relocations.
  let relocationSections: [Int: [Int]]

  /// Reads the headers of a copy of the bytes and checks the symbol tables.
  public init(_ bytes: [UInt8]) throws(ObjectFileError) {
    try self.init(InputBytes(bytes))
  }

  /// Reads the headers and checks the symbol tables; nothing is copied.
  public init(_ bytes: InputBytes) throws(ObjectFileError) {
    self.bytes = bytes
    let header = try ELFFileHeader(bytes.bytes)
    architecture = header.architecture
    kind = header.kind
    sections = try ELFFileHeader.readSections(bytes.bytes, header)
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

  /// The section's contents: in place, or decompressed into memory of their own; empty for NOBITS
  /// sections.
  ///
  /// Each call decompresses anew; the result takes at most 1032 times what the section takes in the
  /// file, or 64 KiB. Throws `truncated` for a section of another file.
  public func contents(of section: Section) throws(ObjectFileError) -> InputBytes {
    let stored = try storedBytes(of: section)
    guard let compressed = try CompressedContents(section, stored) else { return stored }
    return try compressed.decompressed()
  }

  /// The size of the section's contents, in bytes: of compressed ones as they state it.
  func contentSize(of section: Section) throws(ObjectFileError) -> UInt64 {
    guard CompressedContents.isCompressed(section) else { return section.size }
    let compressed = try CompressedContents(section, try storedBytes(of: section))
    return UInt64(compressed?.size ?? section.fileRange.count)
  }

  /// The bytes that the section takes in the file.
  func storedBytes(of section: Section) throws(ObjectFileError) -> InputBytes {
    guard section.fileRange.upperBound <= bytes.count else {
      throw .truncated(what: "section \(section.name)", offset: section.fileRange.lowerBound)
    }
    return bytes.part(section.fileRange)
  }
}
