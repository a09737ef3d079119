extension ObjectFile {
  /// An entry of a relocation section with addends (SHT_RELA).
  public struct Relocation: Sendable, Equatable {
    /// Where it applies: in bytes from the start of the section.
    public let offset: UInt64
    /// The architecture's number for what is to be computed (`R_X86_64_…`, `R_AARCH64_…`).
    public let type: UInt32
    /// A place in `symbols`; 0 for none.
    public let symbolIndex: Int
    public let addend: Int64
  }

  /// The relocations that apply to a section, sorted by offset; those with the same offset keep the
  /// file's order. Offsets lie inside the section, symbol indices in `symbols`.
  ///
  /// In linked files these are the ones that `--emit-relocs` keeps; they have been applied already.
  /// Relocations for the dynamic linker, which refer to `dynamicSymbols`, are not among them.
  /// REL, RELR and CREL sections are refused.
  public func relocations(for section: Section) throws(ObjectFileError) -> [Relocation] {
    var relocations: [Relocation] = []
    for index in relocationSections[section.index, default: []] {
      let table = sections[index]
      switch table.type {
      case .rel, .crel: throw .unsupportedRelocationSection(table.name)
      case .rela where table.link == (symbols.tableSection ?? 0):
        try read(table, appliedTo: section, into: &relocations)
      case .rela where kind == .relocatable:
        throw .badTable(section: table.name, what: "its sh_link does not name the symbol table")
      default: break
      }
    }
    let isSorted = zip(relocations, relocations.dropFirst()).allSatisfy { $0.offset <= $1.offset }
    if !isSorted { relocations.sort { $0.offset < $1.offset } }
    return relocations
  }

  private func read(
    _ table: Section, appliedTo section: Section, into relocations: inout [Relocation]
  ) throws(ObjectFileError) {
    typealias Layout = ELFLayout.RelocationWithAddend
    let content = try contents(of: table)
    let span = content.bytes
    let count = span.byteCount / Layout.size
    guard table.entrySize == UInt64(Layout.size), count &* Layout.size == span.byteCount else {
      throw .badTable(section: table.name, what: "its entries are not of 24 bytes")
    }
    relocations.reserveCapacity(relocations.count &+ count)
    let size = try contentSize(of: section)
    // Linked files state addresses, relocatable ones offsets (ELF, "Relocation").
    let origin = kind == .relocatable ? 0 : section.address
    for start in stride(from: 0, to: span.byteCount, by: Layout.size) {
      guard let place: UInt64 = span.load(at: start &+ Layout.offset),
        let type: UInt32 = span.load(at: start &+ Layout.type),
        let symbolIndex: UInt32 = span.load(at: start &+ Layout.symbolIndex),
        let addend: Int64 = span.load(at: start &+ Layout.addend)
      else {
        throw .truncated(what: "section \(table.name)", offset: start)
      }
      let offset = place &- origin
      guard offset < size else {
        throw .relocationOutside(section: section.name, offset: offset)
      }
      guard symbolIndex == 0 || Int(symbolIndex) < symbols.count else {
        throw .badIndex(section: table.name, offset: start, index: UInt64(symbolIndex))
      }
      relocations.append(
        Relocation(offset: offset, type: type, symbolIndex: Int(symbolIndex), addend: addend))
    }
  }

  /// The offsets in a section of a relocatable file at which a relocation applies, ascending.
  func relocatedOffsets(of section: Section) throws(ObjectFileError) -> [Int] {
    var offsets: [Int] = []
    for index in relocationSections[section.index, default: []] {
      let table = sections[index]
      guard table.type != .crel else { throw .unsupportedRelocationSection(table.name) }
      let entrySize =
        table.type == .rela ? ELFLayout.RelocationWithAddend.size : ELFLayout.Relocation.size
      let entries = try contents(of: table)
      guard table.entrySize == UInt64(entrySize), entries.count % entrySize == 0 else {
        throw .badTable(section: table.name, what: "its entries are not of \(entrySize) bytes")
      }
      offsets.reserveCapacity(offsets.count &+ entries.count / entrySize)
      let span = entries.bytes
      for start in stride(from: 0, to: span.byteCount, by: entrySize) {
        guard let offset: UInt64 = span.load(at: start), offset < section.size else {
          throw .relocationOutside(section: section.name, offset: span.load(at: start) ?? 0)
        }
        offsets.append(Int(truncatingIfNeeded: offset))
      }
    }
    let isSorted = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
    if !isSorted { offsets.sort() }
    return offsets
  }
}
