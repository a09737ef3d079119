import FunctionTables
import GoRelease
import Symbols

extension ModuleTables {
  /// moduledata itself: writable for good, since the runtime links modules through it.
  static func moduleSection(
    _ facts: ModuleFacts, _ table: PlacedFunctionTable, _ region: TypesRegion,
    itabs: [Symbol], _ release: GoRelease
  ) -> Section {
    var data = Record(release.modules.moduleData)
    table.set(&data)
    setRanges(&data, facts, table)
    setTypes(&data, region)
    data.set(.pluginpath, sliceAt: Name.path, count: facts.path.utf8.count)
    data.set(.gcdata, addressOf: Name.dataProgram)
    data.set(.gcbss, addressOf: Name.zeroProgram)

    let tasks = initTasks(facts)
    if !tasks.isEmpty { data.set(.inittasks, sliceAt: Name.initTasks, count: tasks.count) }

    if region.itabCount > 0 {
      data.set(.itablinks, sliceAt: Name.itabLinks, count: region.itabCount)
    }

    var section = Section(kind: SectionKind(name: ".go.module", access: .writable), alignment: 32)
    section.append(
      Symbol(
        name: release.modules.moduleSymbol, bytes: data.bytes,
        relocations: data.relocations.sorted { $0.offset < $1.offset }, alignment: 32,
        binding: .hidden))
    for task in tasks { section.append(task) }
    section.append(addresses(of: tasks, named: Name.initTasks))
    // Up to Go 1.9 the runtime writes to itabs, too: it finds the methods and links them in its
    // table.
    for itab in itabs { section.append(itab) }
    if !itabs.isEmpty { section.append(addresses(of: itabs, named: Name.itabLinks)) }
    for symbol in VersionGuard.symbols(facts.path, release) { section.append(symbol) }
    return section
  }

  /// A list of symbols' addresses.
  static func addresses(of symbols: [Symbol], named name: String) -> Symbol {
    Symbol(
      name: name, bytes: [UInt8](repeating: 0, count: 8 * symbols.count),
      relocations: symbols.enumerated().map { index, symbol in
        Relocation(offset: 8 * index, kind: .address, target: symbol.name)
      }, alignment: 8)
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

  private static func setRanges(
    _ data: inout ModuleRecord, _ facts: ModuleFacts, _ table: PlacedFunctionTable
  ) {
    let text = facts.text.symbol
    data.set(.minpc, addressOf: text, addend: Int64(clamping: table.start))
    data.set(.maxpc, addressOf: text, addend: Int64(clamping: table.end))
    data.set(.text, addressOf: text)
    data.set(.etext, addressOf: text, addend: Int64(facts.text.size))
    data.set(.data, addressOf: facts.data.symbol)
    data.set(.edata, addressOf: facts.data.symbol, addend: Int64(facts.data.size))
    data.set(.noptrdata, addressOf: Name.noPointerData)
    data.set(.enoptrdata, addressOf: Name.noPointerData, addend: 8)
    data.set(.bss, addressOf: Name.zeroData)
    data.set(.ebss, addressOf: Name.zeroData, addend: 8)
    data.set(.noptrbss, addressOf: Name.noPointerZeroData)
    data.set(.enoptrbss, addressOf: Name.zeroEnd)
    data.set(.end, addressOf: Name.zeroEnd)
    data.set(.rodata, addressOf: Name.functionTable)
  }

  private static func setTypes(_ data: inout ModuleRecord, _ region: TypesRegion) {
    data.set(.types, addressOf: Name.types)
    data.set(.typedesclen, region.descriptorsEnd)
    data.set(.etypes, addressOf: Name.types, addend: Int64(region.end))
    data.set(.itaboffset, region.itabsStart)
    data.set(.itabsize, region.itabsEnd - region.itabsStart)
    data.set(.typelinks, sliceAt: Name.typeLinks, count: region.descriptorCount)
    data.set(.ptab, sliceAt: region.pluginTab, count: region.pluginTabCount)
  }
}
