public import GoRelease
public import Symbols

extension FunctionSymbolTable {
  /// Reads a pclntab.
  ///
  /// Total: bytes of any kind are read or refused. What it keeps is at most 16 facts (entries of
  /// pc-value tables, bytes of names, indexes) for each byte given.
  ///
  /// - Parameters:
  ///   - layouts: the release; nil to tell it from the word that Go 1.8 has in place of the frame.
  ///   - relocations: those of an object's section, one for each address; none for the table of a
  ///     linked program, whose entries and FUNCDATA are addresses. With relocations a function has
  ///     the symbol of its code, and its entry is made up: functions of one symbol are at their
  ///     distances, and others behind one another.
  public init(
    reading bytes: [UInt8], layouts: FunctionSymbolLayouts? = nil, relocations: [Relocation] = []
  ) throws(FunctionSymbolTableError) {
    let layouts = layouts ?? FunctionSymbolTableReader.release(of: bytes)
    var reader = try FunctionSymbolTableReader(bytes, layouts, relocations)
    self = try reader.read()
  }
}

struct FunctionSymbolTableReader {
  private let layouts: FunctionSymbolLayouts
  private let bytes: [UInt8]
  /// By the offset of the address that they fill in; empty in a linked program.
  private let relocations: [Int: Relocation]
  private let architecture: Architecture
  private let functionCount: Int
  /// How many facts may still be kept: tables that share bytes must not grow without bound.
  private var allowance: Int

  init(
    _ bytes: [UInt8], _ layouts: FunctionSymbolLayouts, _ relocations: [Relocation]
  ) throws(FunctionSymbolTableError) {
    self.bytes = bytes
    self.layouts = layouts
    self.relocations = Dictionary(
      relocations.map { ($0.offset, $0) }, uniquingKeysWith: { first, _ in first })
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

  /// Go 1.8's, when every function that can be read has what its linker leaves there.
  static func release(of bytes: [UInt8]) -> FunctionSymbolLayouts {
    let newer = FunctionSymbolLayouts.go1_8
    let count = (try? number(bytes, newer.header[.nfunc], of: 0)) ?? 0
    var found = false
    for index in 0..<Int(min(count, UInt64(bytes.count / newer.entry.size))) {
      let entry = newer.header.size + index * newer.entry.size
      guard let offset = try? number(bytes, newer.entry[.funcoff], of: entry),
        let record = Int(exactly: offset), record < bytes.count,
        let word = try? number(bytes, newer.function[.unused], of: record)
      else { continue }
      guard Int32(truncatingIfNeeded: word) == newer.unusedWord else { return .go1_2 }
      found = true
    }
    return found ? newer : .go1_2
  }

  mutating func read() throws(FunctionSymbolTableError) -> FunctionSymbolTable {
    let trailer = layouts.header.size + functionCount * layouts.entry.size
    var places = Places()
    var functions: [FunctionSymbol] = []
    for index in 0..<functionCount {
      let offset = layouts.header.size + index * layouts.entry.size
      let record = try position(Self.number(bytes, layouts.entry[.funcoff], of: offset), offset)
      let entry = try address(layouts.entry[.entry], of: offset)
      guard try address(layouts.function[.entry], of: record) == entry else {
        throw .entry(offset: record)
      }
      let next = try address(layouts.entry[.entry], of: offset + layouts.entry.size)
      guard let place = places.place(of: entry) else { throw .entry(offset: offset) }
      let gap = places.distance(from: entry, to: next)
      guard gap != nil || !relocations.isEmpty else { throw .entry(offset: offset) }
      var function = try function(at: record, gap: gap ?? 0)
      function.entry = place
      if case .symbol(let name, let addend) = entry {
        function.symbol = name == function.name ? nil : name
        function.symbolOffset = addend
      }
      functions.append(function)
      places.leave(entry, at: place, size: function.size)
    }
    let filePosition = try Self.number(bytes, layouts.trailer[.filetabOffset], of: trailer)
    let files = try files(at: position(filePosition, trailer))
    var table = FunctionSymbolTable(
      functions: functions, files: files, architecture: architecture, layouts: layouts)
    let end = try address(layouts.trailer[.end], of: trailer)
    guard let end = places.place(of: end) else { throw .entry(offset: trailer) }
    table.end = end
    return table
  }

  /// Gives functions places in the order of the table.
  private struct Places {
    private var last: (address: FuncDataAddress, place: UInt64)?
    private var end: UInt64 = 0

    /// In bytes, upwards; nil when it is downwards, or cannot be told.
    func distance(from first: FuncDataAddress, to second: FuncDataAddress) -> UInt64? {
      switch (first, second) {
      case (.address(let first), .address(let second)):
        return second >= first ? second - first : nil
      case (.symbol(let first, let start), .symbol(let second, let end)) where first == second:
        return end >= start ? UInt64(bitPattern: end &- start) : nil
      default: return nil
      }
    }

    /// Nil for an address before the last one's.
    func place(of address: FuncDataAddress) -> UInt64? {
      if case .address(let place) = address {
        return last.map { place >= $0.place } ?? true ? place : nil
      }
      guard let last else {
        guard case .symbol(_, let addend) = address else { return 0 }
        return UInt64(clamping: addend)
      }
      if let distance = distance(from: last.address, to: address) {
        let (place, overflow) = last.place.addingReportingOverflow(distance)
        return overflow ? nil : place
      }
      if case (.symbol(let old, _), .symbol(let new, _)) = (last.address, address), old == new {
        return nil
      }
      return end
    }

    mutating func leave(_ address: FuncDataAddress, at place: UInt64, size: UInt32) {
      last = (address, place)
      let (sum, overflow) = place.addingReportingOverflow(UInt64(size))
      end = overflow ? .max : sum
    }
  }

  private mutating func function(
    at record: Int, gap: UInt64
  ) throws(FunctionSymbolTableError) -> FunctionSymbol {
    func field(
      _ name: FunctionSymbolLayouts.FunctionField
    ) throws(FunctionSymbolTableError) -> Int {
      Int(truncatingIfNeeded: try Self.number(bytes, layouts.function[name], of: record))
    }
    let arguments = Int32(truncatingIfNeeded: try field(.args))
    let frame: Int32? =
      layouts.function[.frame] == nil ? nil : Int32(truncatingIfNeeded: try field(.frame))
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
    return FunctionSymbol(
      name: try name(at: field(.nameoff)), entry: 0, size: size ?? UInt32(clamping: gap),
      arguments: arguments == layouts.unknownArguments ? nil : arguments, frame: frame,
      stackDeltas: pcsp, files: pcfile, lines: pcln, pcdata: pcdata, funcdata: funcdata)
  }

  private mutating func funcdata(
    count: Int, after start: Int, of record: Int
  ) throws(FunctionSymbolTableError) -> [Int: FuncDataAddress] {
    var found: [Int: FuncDataAddress] = [:]
    try charge(count, at: record)
    let padding = (layouts.alignment - start % layouts.alignment) % layouts.alignment
    for index in 0..<count {
      let offset = start + padding + layouts.pointerSize * index
      let address = try address(at: offset)
      if address != .address(0) || index + 1 == count { found[index] = address }
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
    let stored = Int(try Self.number(bytes, at: start, width: 4))
    guard stored >= layouts.extraFileCount else { throw .truncated(offset: start) }
    let count = stored - layouts.extraFileCount
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

  private func address<Name>(
    _ field: RecordLayout<Name>.Field?, of record: Int
  ) throws(FunctionSymbolTableError) -> FuncDataAddress {
    try address(at: record + (field?.offset ?? 0))
  }

  /// What an address will be: what its relocation says, or what stands there.
  private func address(at offset: Int) throws(FunctionSymbolTableError) -> FuncDataAddress {
    let stored = try Self.number(bytes, at: offset, width: layouts.pointerSize)
    guard let relocation = relocations[offset] else { return .address(stored) }
    return .symbol(relocation.target, addend: relocation.addend)
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
