import FunctionTables
import GoRelease
import Symbols

/// The pclntab in its section, with what moduledata says of it.
struct PlacedFunctionTable {
  let section: Section
  let findFuncTable: [UInt8]
  /// Where functions start and end, in bytes from the start of the text.
  let start, end: UInt64
  private let fields: Fields

  /// Where a table with addresses goes, as in images of Go's own linker.
  private static let relocated = SectionKind(
    name: ".data.rel.ro.gopclntab", access: .readOnlyAfterRelocation)

  private enum Fields {
    case lineTable(PCLineTable)
    case symbols(EncodedFunctionSymbols)
  }

  /// The table of side-by-side parts, then the funcdata, which must lie before epclntab from Go
  /// 1.26 on. With the text's address in its header the table is read-only only once that is filled in.
  init(_ table: PCLineTable, text: String) {
    var section = Section(
      kind: table.textStart == nil
        ? SectionKind(name: ".gopclntab", access: .readOnly) : Self.relocated, alignment: 32)
    section.append(
      Symbol(
        name: Name.functionTable, bytes: table.bytes,
        relocations: table.textStart.map {
          [Relocation(offset: $0, kind: .address, target: text)]
        } ?? [], alignment: 32))
    section.append(Symbol(name: Name.funcData, bytes: table.funcData, alignment: 8))
    section.append(Symbol(name: Name.functionTableEnd, bytes: [0]))
    self.section = section
    findFuncTable = table.findFuncTable
    start = UInt64(table.firstEntry)
    end = UInt64(table.end)
    fields = .lineTable(table)
  }

  /// The table of absolute addresses, which the dynamic linker fills in; funcdata is at addresses,
  /// too.
  init(
    _ facts: ModuleFacts, _ layouts: FunctionSymbolLayouts, _ architecture: Architecture
  ) throws(FunctionSymbolTableError) {
    var pool = AddressedFuncData()
    var functions: [FunctionSymbol] = []
    let records = facts.functions.sorted { $0.entry < $1.entry }
    for (index, record) in records.enumerated() {
      // The runtime looks a PC up 16 bytes before the next function: what fills a longer gap counts
      // as the function's (runtime/symtab.go, `moduledataverify1`).
      let next = index + 1 < records.count ? records[index + 1].entry : record.entry &+ record.size
      functions.append(
        FunctionSymbol(
          name: record.name, entry: UInt64(record.entry),
          size: max(record.size, next >= record.entry ? next - record.entry : 0),
          arguments: record.argumentSize, stackDeltas: record.stackDeltas, files: record.files,
          lines: record.lines, pcdata: record.pcdata,
          funcdata: record.funcdata.mapValues { pool.address(of: $0) }))
    }
    let table = FunctionSymbolTable(
      functions: functions, files: facts.files, architecture: architecture, layouts: layouts)
    let encoded = try table.encoded(
      text: facts.text.symbol, name: Name.functionTable, binding: .local)
    var section = Section(kind: Self.relocated, alignment: 32)
    section.append(encoded.symbol)
    section.append(Symbol(name: Name.functionTableEnd, bytes: [0]))
    section.append(Symbol(name: Name.funcData, bytes: pool.bytes, alignment: 8))
    self.section = section
    findFuncTable = table.findFuncTable ?? []
    start = functions.first?.entry ?? 0
    end = table.end
    fields = .symbols(encoded)
  }

  /// Fills in the fields of moduledata that lead to the table.
  func set(_ data: inout Record<ModuleLayouts.ModuleDataField>) {
    data.set(.findfunctab, addressOf: Name.findFuncTable)
    func slice(_ name: ModuleLayouts.ModuleDataField, _ range: Range<Int>, count: Int) {
      data.set(
        name, sliceAt: Name.functionTable, addend: Int64(range.lowerBound), count: count)
    }
    switch fields {
    case .lineTable(let table):
      data.set(.pcHeader, addressOf: Name.functionTable)
      slice(.funcnametab, table.functionNames, count: table.functionNames.count)
      slice(.cutab, table.compilationUnits, count: table.compilationUnits.count / 4)
      slice(.filetab, table.files, count: table.files.count)
      slice(.pctab, table.pcData, count: table.pcData.count)
      slice(.pclntable, table.functions, count: table.functions.count)
      slice(.ftab, table.functions, count: table.functionCount + 1)
      data.set(.gofunc, addressOf: Name.funcData)
      data.set(.epclntab, addressOf: Name.functionTableEnd)
    case .symbols(let table):
      slice(.pclntable, 0..<table.symbol.bytes.count, count: table.symbol.bytes.count)
      slice(.ftab, table.entries, count: table.functionCount + 1)
      slice(.filetab, table.files, count: table.fileCount)
    }
  }
}

/// Functions' data that the table refers to by address, equal ones once.
private struct AddressedFuncData {
  private(set) var bytes: [UInt8] = [UInt8](repeating: 0, count: 8)
  private var offsets: [FuncData: Int] = [:]

  mutating func address(of data: FuncData) -> FuncDataAddress {
    if let known = offsets[data] { return .symbol(Name.funcData, addend: Int64(known)) }
    bytes.pad(to: max(data.alignment, 1))
    let offset = bytes.count
    bytes += data.bytes
    offsets[data] = offset
    return .symbol(Name.funcData, addend: Int64(offset))
  }
}
