import MachineCode

/// A custom section of an object: its bytes, and what its relocations name.
struct RelocatedRecords {
  let bytes: [UInt8]
  private var relocations: [UInt64: ObjectFile.Relocation] = [:]
  private let object: ObjectFile

  /// Nil where the object has no such section.
  init?(_ name: String, of object: ObjectFile) throws(ObjectFileError) {
    // The linkers join sections of one name and the same flags to one.
    guard let section = object.section(named: name) else { return nil }
    self.object = object
    bytes = Array(try object.contents(of: section))
    for relocation in try object.relocations(for: section) {
      relocations[relocation.offset] = relocation
    }
  }

  /// What the address at an offset of the section names.
  func target(at offset: Int) -> SymbolAddress? {
    guard let relocation = relocations[UInt64(clamping: offset)],
      relocation.symbolIndex > 0, relocation.symbolIndex < object.symbols.count
    else { return nil }
    return SymbolAddress(
      object.symbols[relocation.symbolIndex], addend: relocation.addend)
  }
}

/// A symbol of an object, and bytes from there.
struct SymbolAddress: Sendable, Equatable {
  /// Empty for the symbol that stands for a section.
  var name: String
  /// In the object's symbol table.
  var symbolIndex: Int
  var addend: Int64
  /// Where it is defined in the object; nil where it is not.
  var section: Int?
  /// In bytes from the start of that section.
  var offset: Int

  init?(_ symbol: ObjectFile.Symbol, addend: Int64) {
    name = symbol.name
    symbolIndex = symbol.index
    self.addend = addend
    if case .section(let index) = symbol.sectionIndex { section = index }
    let (sum, overflow) = Int64(truncatingIfNeeded: symbol.value).addingReportingOverflow(addend)
    guard !overflow, let offset = Int(exactly: sum) else { return nil }
    self.offset = offset
  }
}
