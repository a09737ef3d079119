public import FunctionTables
import GoRelease
import Symbols

extension ModuleImage {
  /// A function as the pclntab has it, with its tables decoded.
  public struct Function: Sendable {
    public var name: String
    /// Its address, and its distance from the start of the text.
    public var entry: UInt64
    public var entryOffset: UInt32
    public var end: UInt32
    public var argumentSize: Int32
    public var startLine: Int32
    public var functionID: UInt8
    public var stackDeltas, files, lines: [PCValue]
    /// By PCDATA index; nil where there is no table.
    public var pcdata: [[PCValue]?]
    /// By FUNCDATA index: addresses; nil where there is none.
    public var funcdataAddresses: [UInt64?]
    /// The same as offsets from the funcdata region, of modules that have one.
    public var funcdata: [UInt32?] = []
  }

  /// All functions in order of address.
  public func functions() throws(ModuleReadError) -> [Function] {
    switch release.functionTable {
    case .lineTable(let layouts): try functions(layouts)
    case .symbols(let layouts): try functions(layouts)
    }
  }

  /// Of a table with absolute addresses.
  private func functions(
    _ layouts: FunctionSymbolLayouts
  ) throws(ModuleReadError) -> [Function] {
    let table = try functionSymbols(layouts)
    let text = try word(.text)
    func offset(_ address: UInt64) throws(ModuleReadError) -> UInt32 {
      guard let offset = UInt32(exactly: address &- text) else {
        throw .malformed(what: "function entry", address: address)
      }
      return offset
    }
    var functions: [Function] = []
    for (index, function) in table.functions.enumerated() {
      let next = index + 1 < table.functions.count ? table.functions[index + 1].entry : table.end
      let pcdataCount = (function.pcdata.keys.max() ?? -1) + 1
      let funcdataCount = (function.funcdata.keys.max() ?? -1) + 1
      functions.append(
        Function(
          name: function.name, entry: function.entry, entryOffset: try offset(function.entry),
          end: try offset(next), argumentSize: function.arguments ?? layouts.unknownArguments,
          startLine: function.lines.first?.value ?? 0, functionID: 0,
          stackDeltas: function.stackDeltas, files: function.files, lines: function.lines,
          pcdata: (0..<pcdataCount).map { function.pcdata[$0] },
          funcdataAddresses: (0..<funcdataCount).map { index in
            if case .address(let address)? = function.funcdata[index], address != 0 {
              return address
            }
            return nil
          }))
    }
    return functions
  }

  /// The table itself, as the dynamic linker leaves it.
  func functionSymbols(
    _ layouts: FunctionSymbolLayouts
  ) throws(ModuleReadError) -> FunctionSymbolTable {
    let start = try word(.pclntable)
    guard let count = Int(exactly: try word(.pclntable, at: 1)) else {
      throw .malformed(what: "length of pclntable", address: address)
    }
    let bytes = try image.relocatedBytes(at: start, count: count)
    do { return try FunctionSymbolTable(reading: bytes, layouts: layouts) } catch {
      throw .malformed(what: "pclntab (\(error))", address: start)
    }
  }

  /// Of tables side by side.
  private func functions(_ layouts: FunctionLayouts) throws(ModuleReadError) -> [Function] {
    let names = try slice(.funcnametab)
    let table = try slice(.pclntable)
    let pcTable = try slice(.pctab)
    let text = try word(.text)
    let region = try word(.gofunc)
    // One more entry than functions, in a table that holds them all.
    guard let count = Int(exactly: try word(.ftab, at: 1)), count > 0, count < table.count else {
      throw .malformed(what: "functab length", address: address)
    }
    let reader = TableReader(bytes: table, layouts: layouts)
    let quantum = image.object.architecture.pcQuantum
    // Functions share tables and names, and in a damaged file these may overlap as well: what they
    // come to is kept within a multiple of the file.
    var decoded: [UInt32: [PCValue]] = [:]
    var budget = 16 * image.storedSize
    func spend(_ count: Int) throws(ModuleReadError) {
      budget -= count
      if budget < 0 { throw .malformed(what: "overlap of function tables", address: address) }
    }
    func decode(_ offset: UInt32) throws(ModuleReadError) -> [PCValue] {
      if offset == 0 { return [] }
      if let known = decoded[offset] { return known }
      do {
        decoded[offset] = try PCValueTable.decode(
          pcTable, at: Int(truncatingIfNeeded: offset), quantum: quantum
        ).entries
      } catch { throw .malformed(what: "\(error)", address: address) }
      try spend(decoded[offset]?.count ?? 0)
      return decoded[offset] ?? []
    }
    var functions: [Function] = []
    for index in 0..<count - 1 {
      let entry = try reader.number(at: 8 * index)
      let record = Int(try reader.number(at: 8 * index + 4))
      let end = try reader.number(at: 8 * index + 8)
      func field(_ field: FunctionLayouts.FunctionField) throws(ModuleReadError) -> UInt32 {
        try reader.field(field, of: record)
      }
      guard let name = Self.string(names, at: try field(.nameOff)) else {
        throw .malformed(what: "name of function \(index)", address: text &+ UInt64(entry))
      }
      try spend(name.utf8.count)
      let tables = record + layouts.function.size
      let pcdataCount = Int(try field(.npcdata))
      let funcdataCount = Int(try field(.nfuncdata))
      // The indexes that a front end may use, and one more.
      guard pcdataCount <= 65536 else {
        throw .malformed(what: "npcdata of function \(name)", address: text &+ UInt64(entry))
      }
      try spend(4 * pcdataCount)
      var pcdata: [[PCValue]?] = []
      for table in 0..<pcdataCount {
        let offset = try reader.number(at: tables + 4 * table)
        pcdata.append(offset == 0 ? nil : try decode(offset))
      }
      var funcdata: [UInt32?] = []
      for data in 0..<funcdataCount {
        let offset = try reader.number(at: tables + 4 * (pcdataCount + data))
        funcdata.append(offset == .max ? nil : offset)
      }
      functions.append(
        Function(
          name: name, entry: text &+ UInt64(entry), entryOffset: entry, end: end,
          argumentSize: Int32(bitPattern: try field(.args)),
          startLine: Int32(bitPattern: try field(.startLine)),
          functionID: UInt8(truncatingIfNeeded: try field(.funcID)),
          stackDeltas: try decode(field(.pcsp)), files: try decode(field(.pcfile)),
          lines: try decode(field(.pcln)), pcdata: pcdata,
          funcdataAddresses: funcdata.map { $0.map { region &+ UInt64($0) } }, funcdata: funcdata))
    }
    return functions
  }

  /// The path of a file by its index in the file tables.
  public func file(_ index: Int32) throws(ModuleReadError) -> String? {
    if case .symbols(let layouts) = release.functionTable {
      return try file(index, layouts)
    }
    guard let index = UInt64(exactly: index), index < (try word(.cutab, at: 1)) else { return nil }
    let offset = try image.number(UInt32.self, at: try word(.cutab) &+ 4 * index)
    let start = try word(.filetab)
    let (end, overflow) = start.addingReportingOverflow(try word(.filetab, at: 1))
    guard !overflow, UInt64(offset) < end - start else { return nil }
    return String(
      decoding: try image.string(at: start + UInt64(offset), before: end), as: UTF8.self)
  }
}

extension ModuleImage {
  /// File numbers begin with 1; the table's first word says how many words it has.
  private func file(
    _ number: Int32, _ layouts: FunctionSymbolLayouts
  ) throws(ModuleReadError) -> String? {
    guard let number = UInt64(exactly: number), number > 0, number < (try word(.filetab, at: 1))
    else { return nil }
    let offset = try image.number(UInt32.self, at: try word(.filetab) &+ 4 * number)
    let start = try word(.pclntable)
    let (end, overflow) = start.addingReportingOverflow(try word(.pclntable, at: 1))
    guard !overflow, UInt64(offset) < end - start else { return nil }
    return String(
      decoding: try image.string(at: start + UInt64(offset), before: end), as: UTF8.self)
  }
}

/// Numbers at checked offsets of a table.
private struct TableReader {
  let bytes: [UInt8]
  let layouts: FunctionLayouts

  func number(at offset: Int, width: Int = 4) throws(ModuleReadError) -> UInt32 {
    guard offset >= 0, offset <= bytes.count - width else {
      throw .malformed(what: "function table", address: UInt64(truncatingIfNeeded: offset))
    }
    return (0..<width).reversed().reduce(0) { $0 << 8 | UInt32(bytes[offset + $1]) }
  }

  func field(
    _ field: FunctionLayouts.FunctionField, of record: Int
  ) throws(ModuleReadError) -> UInt32 {
    guard let place = layouts.function[field] else { return 0 }
    return try number(at: record + place.offset, width: place.width)
  }
}
