import FunctionTables
import GoRelease
import GoTypes
import Symbols
import TypeDescriptors

/// All tables of one module, laid out in sections: types, pclntab, plugin tables, moduledata. The
/// addresses in them are relocations; every other distance is final.
public struct ModuleTables: Sendable {
  public var sections: [Section]
}

extension ModuleTables {
  public init(
    _ facts: ModuleFacts, types: DescriptorSet, release: GoRelease, architecture: Architecture
  ) throws(ModuleTablesError) {
    guard !facts.path.isEmpty else { throw .emptyPath }
    guard release.hasModules else { throw .noModules(release: release.name) }
    var previous = -1
    for word in facts.dataPointerWords {
      guard word > previous, word < facts.data.size / 8 else { throw .pointerWord(word) }
      previous = word
    }
    let table: PlacedFunctionTable
    switch release.functionTable {
    case .lineTable:
      do {
        table = PlacedFunctionTable(
          try PCLineTable(
            functions: facts.functions, files: facts.files, release: release,
            architecture: architecture), text: facts.text.symbol)
      } catch { throw .functions(error) }
    case .symbols(let layouts):
      do { table = try PlacedFunctionTable(facts, layouts, architecture) } catch {
        throw .functionSymbols(error)
      }
    }

    var region = TypesRegion(types, facts.pluginTable, release: release)
    do throws(SectionError) { try region.resolve(code: facts.codeOffsets) } catch {
      throw .layout(error)
    }

    sections = [
      table.section,
      Self.readOnlySection(facts, table, types),
      region.section,
      Self.zeroSection(types.maskWords),
      Self.moduleSection(
        facts, table, region,
        itabs: release.itabsAreFilledAtRunTime ? types.itabs : [], release),
      Self.buildInfoSection(release),
    ]
    sections.useDynamicNames(release.typeRules)
  }

  private static func readOnlySection(
    _ facts: ModuleFacts, _ table: PlacedFunctionTable, _ types: DescriptorSet
  ) -> Section {
    var section = Section(kind: SectionKind(name: ".rodata", access: .readOnly), alignment: 16)
    section.append(Symbol(name: Name.findFuncTable, bytes: table.findFuncTable, alignment: 4))
    section.append(Symbol(name: Name.path, bytes: Array(facts.path.utf8)))
    let program = GCProgram.encode(
      pointerWords: facts.dataPointerWords, wordCount: facts.data.size / 8)
    section.append(Symbol(name: Name.dataProgram, bytes: program))
    section.append(
      Symbol(name: Name.zeroProgram, bytes: GCProgram.encode(pointerWords: [], wordCount: 1)))
    for mask in types.masks { section.append(mask) }
    return section
  }

  /// Zeros: words without pointers, such as those where the runtime keeps masks that it makes on
  /// demand, and none of Go's own with pointers. Yet each range needs an address to itself: the
  /// runtime compares ranges with their ends included. The words around and between them keep them
  /// apart from each other and from what the linker puts beside the section.
  private static func zeroSection(_ masks: [Symbol]) -> Section {
    var section = Section(kind: SectionKind(name: ".go.bss", access: .zeroFilled), alignment: 16)
    for name in [Name.noPointerData, Name.zeroData, Name.noPointerZeroData] {
      section.bytes += [UInt8](repeating: 0, count: 8)
      section.append(Symbol(name: name, bytes: [UInt8](repeating: 0, count: 8), alignment: 8))
    }
    for mask in masks { section.append(mask) }
    section.append(
      Symbol(name: Name.zeroEnd, bytes: [UInt8](repeating: 0, count: 8), alignment: 8))
    return section
  }
}

/// The tables' own symbols. They are local to the object that holds them, moduledata apart.
enum Name {
  static let functionTable = "go:pclntab"
  static let funcData = "go:func.*"
  static let functionTableEnd = "go:epclntab"
  static let findFuncTable = "go:findfunctab"
  static let path = "go:pluginpath"
  static let dataProgram = "go:gcdata"
  static let zeroProgram = "go:gcbss"
  static let noPointerData = "go:noptrdata"
  static let zeroData = "go:bss"
  static let noPointerZeroData = "go:noptrbss"
  static let zeroEnd = "go:end"
  static let types = "go:types"
  static let pluginTab = "go.plugin.tabs"
  static let initTasks = "go:inittasks"
  static let typeLinks = "go:typelinks"
  static let itabLinks = "go:itablinks"
  static let buildInfo = "go:buildinfo"
  static let releases = "go:releases"
  static let unknownRelease = "go:releases.unknown"
}
