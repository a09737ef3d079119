public import FunctionTables
import GoRelease
import MachineCode
import Symbols
import TableRebuilding

/// A rebuilt pclntab of Go 1.15 and earlier.
public struct RebuiltSymbolTable: Sendable {
  /// The facts. Entries of relocatable inputs are counted from their sections of code, put behind
  /// one another; those of an image are its addresses.
  public let table: FunctionSymbolTable
  /// The argument and local pointer maps that were made for it.
  private let maps: FuncDataSymbols
  private let isRelocatable: Bool
  private let isFinal: Bool
  private let hasAnchors: Bool

  init(
    _ inputs: [RebuildInput], _ facts: [FunctionFacts], _ layout: TextLayout,
    _ layouts: FunctionSymbolLayouts
  ) throws(RebuildError) {
    var builder = FunctionSymbolBuilder(
      inputs, facts, layouts: layouts,
      architecture: inputs.first?.code.architecture ?? .x86_64)
    try builder.add(layout)
    table = builder.table
    maps = builder.maps
    isRelocatable = inputs.first?.isRelocatable ?? false
    isFinal = layout.isFinal
    hasAnchors = !layout.anchors.isEmpty
  }

  /// An object with the symbols `pclntab` and `epclntab`; every address of relocatable inputs is a
  /// 64-bit relocation.
  func object() throws(RebuildError) -> [UInt8] {
    guard !isRelocatable || hasAnchors else { throw .rebuild("\(TableRebuildError.local)") }
    var writer = ObjectFileWriter(architecture: table.architecture)
    writer.append(try section())
    if !maps.section.bytes.isEmpty { writer.append(maps.section) }
    return writer.finish()
  }

  /// With 0 where FUNCDATA of objects goes, whose addresses only a linker knows.
  func raw() throws(RebuildError) -> [UInt8] {
    guard isFinal else { throw .rawOfSeveral }
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
