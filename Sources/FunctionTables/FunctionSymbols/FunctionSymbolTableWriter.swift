import GoRelease
import Symbols

/// Writes a pclntab of magic 0xfffffffb in the order of Go's linkers (cmd/ld, pclntab; from Go 1.5
/// cmd/link/internal/ld/pcln.go): header,
/// function entries, each function's record with its name and tables, file table, file names.
struct FunctionSymbolTableWriter {
  /// How addresses get into the table.
  enum Addresses {
    case absolute(base: UInt64, addressOf: (String) -> UInt64?)
    /// Entries against a symbol at the start of the text, or each against its own function.
    case relocated(text: String?)
  }

  private let layouts: FunctionSymbolLayouts
  private let table: FunctionSymbolTable
  private let addresses: Addresses
  /// The largest offset.
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var relocations: [Relocation] = []
  /// Where the file table is.
  private(set) var files = 0..<0

  init(_ table: FunctionSymbolTable, addresses: Addresses, limit: Int) {
    self.table = table
    layouts = table.layouts
    self.addresses = addresses
    self.limit = limit
  }

  mutating func write() throws(FunctionSymbolTableError) {
    try table.check()
    let trailer = layouts.header.size + table.functions.count * layouts.entry.size
    guard let last = table.functions.last, trailer <= limit - layouts.trailer.size else {
      throw .tooLarge(function: table.functions.last?.name)
    }
    var header = Record(layouts.header)
    header.set(.magic, layouts.magic)
    header.set(.minLC, table.architecture.pcQuantum)
    header.set(.ptrSize, layouts.pointerSize)
    header.set(.nfunc, table.functions.count)
    bytes = header.bytes
    bytes += [UInt8](repeating: 0, count: trailer + layouts.trailer.size - bytes.count)

    for (index, function) in table.functions.enumerated() {
      let start = try append(function)
      var entry = Record(layouts.entry)
      entry.set(.funcoff, start)
      let offset = layouts.header.size + index * layouts.entry.size
      bytes.replaceSubrange(offset..<offset + entry.bytes.count, with: entry.bytes)
      try store(function.entry, of: function, at: offset + at(layouts.entry[.entry]))
    }
    var ending = Record(layouts.trailer)
    try appendFiles()
    ending.set(.filetabOffset, files.lowerBound)
    bytes.replaceSubrange(trailer..<trailer + ending.bytes.count, with: ending.bytes)
    try store(table.end, of: last, at: trailer + at(layouts.trailer[.end]))
    relocations.sort { $0.offset < $1.offset }
  }

  private func at<Name>(_ field: RecordLayout<Name>.Field?) -> Int { field?.offset ?? 0 }

  /// Appends a function's record and what it refers to; returns the record's offset.
  private mutating func append(
    _ function: FunctionSymbol
  ) throws(FunctionSymbolTableError) -> Int {
    bytes.pad(to: layouts.alignment)
    let start = bytes.count
    let pcdataCount = (function.pcdata.keys.max() ?? -1) + 1
    let funcdataCount = (function.funcdata.keys.max() ?? -1) + 1
    let pcdataStart = start + layouts.function.size
    var funcdataStart = pcdataStart + 4 * pcdataCount
    if funcdataCount > 0, funcdataStart % layouts.alignment != 0 {
      funcdataStart += layouts.alignment - funcdataStart % layouts.alignment
    }
    let nameStart = funcdataStart + layouts.pointerSize * funcdataCount
    guard nameStart <= limit else { throw .tooLarge(function: function.name) }
    bytes += [UInt8](repeating: 0, count: nameStart - start)

    var record = Record(layouts.function)
    record.set(.nameoff, append(name: function.name))
    record.set(.args, function.arguments ?? layouts.unknownArguments)
    record.set(.frame, function.frame ?? 0)
    record.set(.unused, layouts.unusedWord)
    record.set(.pcsp, try append(function.stackDeltas, of: function))
    record.set(.pcfile, try append(function.files, of: function))
    record.set(.pcln, try append(function.lines, of: function))
    record.set(.npcdata, pcdataCount)
    record.set(.nfuncdata, funcdataCount)
    bytes.replaceSubrange(start..<pcdataStart, with: record.bytes)
    try store(function.entry, of: function, at: start + at(layouts.function[.entry]))
    for index in 0..<pcdataCount {
      let offset = try append(function.pcdata[index] ?? [], of: function)
      bytes.store(UInt32(truncatingIfNeeded: offset), at: pcdataStart + 4 * index)
    }
    for (index, data) in function.funcdata {
      try store(data, of: function, at: funcdataStart + layouts.pointerSize * index)
    }
    guard bytes.count <= limit else { throw .tooLarge(function: function.name) }
    return start
  }

  /// Appends a name and returns its offset. The linkers reserve more than its bytes and its NUL:
  /// what is left over stays zero.
  private mutating func append(name: String) -> Int {
    let start = bytes.count
    bytes += name.utf8
    let reserved = layouts.nameReservations * (bytes.count - start + 2)
    bytes += [UInt8](repeating: 0, count: reserved - (bytes.count - start))
    return start
  }

  /// Appends a pc-value table, never shared, and returns its offset: 0 when there is none.
  private mutating func append(
    _ entries: [PCValue], of function: FunctionSymbol
  ) throws(FunctionSymbolTableError) -> Int {
    if entries.isEmpty { return 0 }
    let start = bytes.count
    do {
      try PCValueTable.encode(
        entries, end: function.size, quantum: table.architecture.pcQuantum, into: &bytes)
    } catch {
      throw .table(function: function.name, error)
    }
    return start
  }

  /// The file table: how many files, then the offset of each one's name. The names come in the
  /// reverse order, in which the linker chains the files that it met.
  private mutating func appendFiles() throws(FunctionSymbolTableError) {
    bytes.pad(to: layouts.alignment)
    let start = bytes.count
    let count = table.files.count + layouts.extraFileCount
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: count))
    bytes += [UInt8](repeating: 0, count: 4 * table.files.count)
    files = start..<bytes.count
    for index in table.files.indices.reversed() {
      let offset = append(name: table.files[index])
      bytes.store(UInt32(truncatingIfNeeded: offset), at: start + 4 + 4 * index)
      guard bytes.count <= limit else { throw .tooLarge(function: nil) }
    }
  }

  /// Stores a place in the text; `function` is the one that it is in or ends.
  private mutating func store(
    _ place: UInt64, of function: FunctionSymbol, at offset: Int
  ) throws(FunctionSymbolTableError) {
    switch addresses {
    case .absolute(let base, _):
      let (address, overflow) = base.addingReportingOverflow(place)
      guard !overflow else { throw .extent(function: function.name) }
      bytes.store(address, at: offset)
    case .relocated(let text):
      let distance = text == nil ? place &- function.entry : place
      guard let distance = Int64(exactly: distance),
        case (let addend, false) = distance.addingReportingOverflow(
          text == nil ? function.symbolOffset : 0)
      else { throw .extent(function: function.name) }
      let target = text ?? function.symbol ?? function.name
      relocations.append(
        Relocation(offset: offset, kind: .address, target: target, addend: addend))
    }
  }

  private mutating func store(
    _ data: FuncDataAddress, of function: FunctionSymbol, at offset: Int
  ) throws(FunctionSymbolTableError) {
    switch (data, addresses) {
    case (.address(let address), _): bytes.store(address, at: offset)
    case (.symbol(let target, let addend), .absolute(_, let addressOf)):
      guard let address = addressOf(target) else {
        throw .undefined(function: function.name, symbol: target)
      }
      bytes.store(address &+ UInt64(bitPattern: addend), at: offset)
    case (.symbol(let target, let addend), .relocated):
      relocations.append(
        Relocation(offset: offset, kind: .address, target: target, addend: addend))
    }
  }
}
