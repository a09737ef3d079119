import GoRelease
import Symbols

extension FunctionSymbolTable {
  /// Reads a pclntab as it is in a linked program; entries and FUNCDATA are then addresses.
  ///
  /// Total: bytes of any kind are read or refused. What it keeps is at most 16 facts (entries of
  /// pc-value tables, bytes of names, indexes) for each byte given.
  public init(reading bytes: [UInt8]) throws(FunctionSymbolTableError) {
    var reader = try FunctionSymbolTableReader(bytes)
    self = try reader.read()
  }
}

struct FunctionSymbolTableReader {
  private let layouts = FunctionSymbolTable.layouts
  private let bytes: [UInt8]
  private let architecture: Architecture
  private let functionCount: Int
  /// How many facts may still be kept: tables that share bytes must not grow without bound.
  private var allowance: Int

  init(_ bytes: [UInt8]) throws(FunctionSymbolTableError) {
    self.bytes = bytes
    allowance = bytes.count.multipliedReportingOverflow(by: 16).partialValue
    let header = layouts.header
    func field(
      _ name: FunctionSymbolLayouts.HeaderField
    ) throws(FunctionSymbolTableError) -> UInt64 {
      try Self.number(bytes, header[name], of: 0)
    }
    func expect(
      _ name: FunctionSymbolLayouts.HeaderField, _ value: UInt64
    ) throws(FunctionSymbolTableError) {
      guard try field(name) == value else { throw .header(offset: header[name]?.offset ?? 0) }
    }
    try expect(.magic, UInt64(layouts.magic))
    try expect(.pad1, 0)
    try expect(.pad2, 0)
    try expect(.ptrSize, UInt64(layouts.pointerSize))
    let quantum = try field(.minLC)
    guard let found = Architecture.allCases.first(where: { UInt64($0.pcQuantum) == quantum })
    else { throw .header(offset: header[.minLC]?.offset ?? 0) }
    architecture = found
    let count = try field(.nfunc)
    guard count <= UInt64(bytes.count / layouts.entry.size) else {
      throw .truncated(offset: header[.nfunc]?.offset ?? 0)
    }
    functionCount = Int(count)
  }

  mutating func read() throws(FunctionSymbolTableError) -> FunctionSymbolTable {
    let trailer = layouts.header.size + functionCount * layouts.entry.size
    let end = try Self.number(bytes, layouts.trailer[.end], of: trailer)
    var functions: [FunctionSymbol] = []
    for index in 0..<functionCount {
      let offset = layouts.header.size + index * layouts.entry.size
      let entry = try Self.number(bytes, layouts.entry[.entry], of: offset)
      let record = try position(Self.number(bytes, layouts.entry[.funcoff], of: offset), offset)
      let next = try Self.number(bytes, layouts.entry[.entry], of: offset + layouts.entry.size)
      guard entry <= next else { throw .entry(offset: offset) }
      functions.append(try function(at: record, entry: entry, next: next))
    }
    let filePosition = try Self.number(bytes, layouts.trailer[.filetabOffset], of: trailer)
    let files = try files(at: position(filePosition, trailer))
    var table = FunctionSymbolTable(
      functions: functions, files: files, architecture: architecture)
    table.end = end
    return table
  }

  private mutating func function(
    at record: Int, entry: UInt64, next: UInt64
  ) throws(FunctionSymbolTableError) -> FunctionSymbol {
    func field(
      _ name: FunctionSymbolLayouts.FunctionField
    ) throws(FunctionSymbolTableError) -> Int {
      Int(truncatingIfNeeded: try Self.number(bytes, layouts.function[name], of: record))
    }
    guard try Self.number(bytes, layouts.function[.entry], of: record) == entry else {
      throw .entry(offset: record)
    }
    let arguments = Int32(truncatingIfNeeded: try field(.args))
    var size: UInt32?
    let pcsp = try table(at: try field(.pcsp), of: record, size: &size)
    let pcfile = try table(at: try field(.pcfile), of: record, size: &size)
    let pcln = try table(at: try field(.pcln), of: record, size: &size)
    let pcdataCount = try field(.npcdata)
    let pcdataStart = record + layouts.function.size
    var pcdata: [Int: [PCValue]] = [:]
    try charge(pcdataCount, at: record)
    for index in 0..<pcdataCount {
      let offset = try Self.number(bytes, at: pcdataStart + 4 * index, width: 4)
      // An index without a table is kept when it is the last: how many there are is a fact too.
      if offset == 0, index + 1 < pcdataCount { continue }
      pcdata[index] = try table(at: Int(offset), of: record, size: &size)
    }
    let funcdata = try funcdata(
      count: field(.nfuncdata), after: pcdataStart + 4 * pcdataCount, of: record)
    let gap = UInt32(clamping: next - entry)
    return FunctionSymbol(
      name: try name(at: field(.nameoff)), entry: entry, size: size ?? gap,
      arguments: arguments == layouts.unknownArguments ? nil : arguments,
      frame: Int32(truncatingIfNeeded: try field(.frame)), stackDeltas: pcsp, files: pcfile,
      lines: pcln, pcdata: pcdata, funcdata: funcdata)
  }

  private mutating func funcdata(
    count: Int, after start: Int, of record: Int
  ) throws(FunctionSymbolTableError) -> [Int: FuncDataAddress] {
    var found: [Int: FuncDataAddress] = [:]
    try charge(count, at: record)
    let padding = (layouts.alignment - start % layouts.alignment) % layouts.alignment
    for index in 0..<count {
      let offset = start + padding + layouts.pointerSize * index
      let address = try Self.number(bytes, at: offset, width: layouts.pointerSize)
      if address != 0 || index + 1 == count { found[index] = .address(address) }
    }
    return found
  }

  /// The entries of a table; none when its offset is 0.
  private mutating func table(
    at offset: Int, of record: Int, size: inout UInt32?
  ) throws(FunctionSymbolTableError) -> [PCValue] {
    if offset == 0 { return [] }
    let table: (entries: [PCValue], end: UInt32)
    do {
      table = try PCValueTable.decode(bytes, at: offset, quantum: architecture.pcQuantum)
    } catch {
      throw .malformedTable(record: record, error)
    }
    try charge(table.entries.count, at: record)
    if let size, size != table.end { throw .disagreement(offset: record) }
    size = table.end
    return table.entries
  }

  private mutating func files(at start: Int) throws(FunctionSymbolTableError) -> [String] {
    let count = Int(try Self.number(bytes, at: start, width: 4))
    try charge(count, at: start)
    guard count <= (bytes.count - start) / 4 else { throw .truncated(offset: start) }
    var files: [String] = []
    for index in 0..<count {
      let offset = try Self.number(bytes, at: start + 4 + 4 * index, width: 4)
      files.append(try name(at: Int(offset)))
    }
    return files
  }

  private mutating func name(at offset: Int) throws(FunctionSymbolTableError) -> String {
    guard offset < bytes.count else { throw .truncated(offset: offset) }
    guard let end = bytes[offset...].firstIndex(of: 0) else { throw .malformedName(offset: offset) }
    try charge(end - offset, at: offset)
    guard let name = String(validating: bytes[offset..<end], as: UTF8.self) else {
      throw .malformedName(offset: offset)
    }
    return name
  }

  private mutating func charge(_ count: Int, at offset: Int) throws(FunctionSymbolTableError) {
    guard count <= allowance else { throw .excess(offset: offset) }
    allowance -= count
  }

  private func position(
    _ offset: UInt64, _ source: Int
  ) throws(FunctionSymbolTableError) -> Int {
    guard offset < UInt64(bytes.count) else { throw .truncated(offset: source) }
    return Int(offset)
  }

  private static func number<Name>(
    _ bytes: [UInt8], _ field: RecordLayout<Name>.Field?, of record: Int
  ) throws(FunctionSymbolTableError) -> UInt64 {
    guard let field else { return 0 }
    return try number(bytes, at: record + field.offset, width: field.width)
  }

  /// `offset` is never negative, and far from overflow: what it is made of was compared with the
  /// number of bytes.
  private static func number(
    _ bytes: [UInt8], at offset: Int, width: Int
  ) throws(FunctionSymbolTableError) -> UInt64 {
    guard offset <= bytes.count - width else { throw .truncated(offset: offset) }
    return (0..<width).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
  }
}
