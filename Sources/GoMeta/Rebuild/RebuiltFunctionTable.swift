public import FunctionTables
public import GoRelease
import LLVM
import Symbols

/// A pclntab made from machine code, to be written as an object or as bytes.
public struct RebuiltFunctionTable: Sendable {
  /// The facts. Entries of relocatable inputs are counted from their texts, put behind one another;
  /// those of an image are its addresses.
  public let table: FunctionSymbolTable
  public let release: GoRelease
  /// What is missing from the table, or odd about its inputs, one line each.
  public let notes: [String]
  /// The argument and local pointer maps that were made for it.
  let maps: FuncDataSymbols
  private let paths: [String]
  private let isRelocatable: Bool

  init(
    table: FunctionSymbolTable, maps: FuncDataSymbols, release: GoRelease, inputs: [RebuildInput],
    notes: [String]
  ) {
    self.table = table
    self.maps = maps
    self.release = release
    self.notes = notes
    paths = inputs.map(\.path)
    isRelocatable = inputs.first?.isRelocatable ?? false
  }

  /// An ELF object with the symbols `pclntab` and `epclntab` in section `.gopclntab`.
  ///
  /// For relocatable inputs every address is a 64-bit relocation against a symbol of theirs: link
  /// the object with them, in the order in which they were given. For an image the addresses are
  /// final and there are no relocations.
  public func object() throws(RebuildError) -> [UInt8] {
    var sections = [try section()]
    if !maps.section.bytes.isEmpty { sections.append(maps.section) }
    let emitter = SectionEmitter(
      target: Target(release: release, architecture: table.architecture), completesModule: false)
    do throws(LLVMError) { return try emitter.object(sections) } catch {
      throw .object("\(error)")
    }
  }

  /// The table's bytes alone: of an image as it would stand in its memory; of one relocatable
  /// object with the addresses that its text has at address 0, and 0 where FUNCDATA goes, whose
  /// addresses only a linker knows.
  public func raw() throws(RebuildError) -> [UInt8] {
    if isRelocatable, paths.count > 1 { throw .rawOfSeveral(first: paths[0], second: paths[1]) }
    do throws(FunctionSymbolTableError) { return try table.bytes { _ in 0 } } catch {
      throw .table(error)
    }
  }

  private func section() throws(RebuildError) -> Section {
    do throws(FunctionSymbolTableError) {
      let kind = SectionKind(name: ".gopclntab", access: .readOnlyAfterRelocation)
      guard !isRelocatable else { return try table.section(kind: kind) }
      var section = Section(kind: kind, alignment: table.layouts.alignment)
      section.append(
        Symbol(
          name: "pclntab", bytes: try table.bytes(), alignment: table.layouts.alignment,
          binding: .global))
      section.append(Symbol(name: "epclntab", binding: .global))
      return section
    } catch { throw .table(error) }
  }
}
