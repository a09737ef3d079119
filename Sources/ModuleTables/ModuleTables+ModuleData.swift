import FunctionTables
import GoRelease
import Symbols

extension ModuleTables {
  /// moduledata itself: writable for good, since the runtime links modules through it.
  static func moduleSection(
    _ facts: ModuleFacts, _ table: PCLineTable, _ region: TypesRegion, _ release: GoRelease
  ) -> Section {
    var data = Record(release.modules.moduleData)
    setFunctionTable(&data, table)
    setRanges(&data, facts, table)
    setTypes(&data, region)
    data.set(.pluginpath, sliceAt: Name.path, count: facts.path.utf8.count)
    data.set(.gcdata, addressOf: Name.dataProgram)
    data.set(.gcbss, addressOf: Name.zeroProgram)

    let tasks = initTasks(facts)
    if !tasks.isEmpty { data.set(.inittasks, sliceAt: Name.initTasks, count: tasks.count) }

    var section = Section(kind: SectionKind(name: ".go.module", access: .writable), alignment: 32)
    section.append(
      Symbol(
        name: moduleData, bytes: data.bytes,
        relocations: data.relocations.sorted { $0.offset < $1.offset }, alignment: 32,
        binding: .hidden))
    for task in tasks { section.append(task) }
    var list = Symbol(name: Name.initTasks, alignment: 8)
    for task in tasks {
      list.relocations.append(
        Relocation(offset: list.bytes.count, kind: .address, target: task.name))
      list.bytes += [UInt8](repeating: 0, count: 8)
    }
    section.append(list)
    return section
  }

  /// A task for each function: state u32, number of functions u32, their addresses
  /// (`runtime.initTask`). The runtime writes the state.
  private static func initTasks(_ facts: ModuleFacts) -> [Symbol] {
    facts.initFunctions.map { function in
      Symbol(
        name: "go:inittask." + function,
        bytes: [0, 0, 0, 0, 1, 0, 0, 0] + [UInt8](repeating: 0, count: 8),
        relocations: [Relocation(offset: 8, kind: .address, target: function)], alignment: 8)
    }
  }

  private typealias ModuleRecord = Record<ModuleLayouts.ModuleDataField>

  private static func setFunctionTable(_ data: inout ModuleRecord, _ table: PCLineTable) {
    func slice(_ name: ModuleLayouts.ModuleDataField, _ range: Range<Int>, unit: Int) {
      data.set(
        name, sliceAt: Name.functionTable, addend: Int64(range.lowerBound),
        count: range.count / unit)
    }
    data.set(.pcHeader, addressOf: Name.functionTable)
    slice(.funcnametab, table.functionNames, unit: 1)
    slice(.cutab, table.compilationUnits, unit: 4)
    slice(.filetab, table.files, unit: 1)
    slice(.pctab, table.pcData, unit: 1)
    slice(.pclntable, table.functions, unit: 1)
    data.set(
      .ftab, sliceAt: Name.functionTable, addend: Int64(table.functions.lowerBound),
      count: table.functionCount + 1)
    data.set(.findfunctab, addressOf: Name.findFuncTable)
    data.set(.gofunc, addressOf: Name.funcData)
    data.set(.epclntab, addressOf: Name.functionTableEnd)
  }

  private static func setRanges(
    _ data: inout ModuleRecord, _ facts: ModuleFacts, _ table: PCLineTable
  ) {
    let text = facts.text.symbol
    data.set(.minpc, addressOf: text, addend: Int64(table.firstEntry))
    data.set(.maxpc, addressOf: text, addend: Int64(table.end))
    data.set(.text, addressOf: text)
    data.set(.etext, addressOf: text, addend: Int64(facts.text.size))
    data.set(.data, addressOf: facts.data.symbol)
    data.set(.edata, addressOf: facts.data.symbol, addend: Int64(facts.data.size))
    data.set(.noptrdata, addressOf: Name.noPointerData)
    data.set(.enoptrdata, addressOf: Name.noPointerData, addend: 8)
    data.set(.bss, addressOf: Name.zeroData)
    data.set(.ebss, addressOf: Name.zeroData, addend: 8)
    data.set(.noptrbss, addressOf: Name.noPointerZeroData)
    data.set(.enoptrbss, addressOf: Name.noPointerZeroData, addend: 8)
    data.set(.end, addressOf: Name.noPointerZeroData, addend: 8)
    data.set(.rodata, addressOf: Name.functionTable)
  }

  private static func setTypes(_ data: inout ModuleRecord, _ region: TypesRegion) {
    data.set(.types, addressOf: Name.types)
    data.set(.typedesclen, region.descriptorsEnd)
    data.set(.etypes, addressOf: Name.types, addend: Int64(region.end))
    data.set(.itaboffset, region.itabsStart)
    data.set(.itabsize, region.itabsEnd - region.itabsStart)
    data.set(.ptab, sliceAt: Name.pluginTab, count: region.pluginTabCount)
  }
}
