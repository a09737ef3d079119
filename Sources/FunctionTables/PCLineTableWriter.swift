import GoRelease
import Symbols

/// Writes a pclntab of magic 0xfffffff1: header, names, file tables, pc-value tables, functab and
/// function records, in the order in which Go's linker writes them (cmd/link/internal/ld/pcln.go).
struct PCLineTableWriter {
  private let layouts: FunctionLayouts
  private let quantum: Int
  private var names = StringTable()
  private var fileNames = StringTable()
  private var fileOffsets: [UInt32] = []
  private var pcTable: [UInt8] = [0]
  private var pcTableOffsets: [[UInt8]: UInt32] = [:]
  private var pool = FuncDataPool()
  private var entries: [UInt32] = []
  private var records: [[UInt8]] = []
  private var scratch: [UInt8] = []

  init(layouts: FunctionLayouts, architecture: Architecture, files: [String]) {
    self.layouts = layouts
    quantum = architecture.pcQuantum
    // Offset 0 of the names is the empty name.
    _ = names.offset(of: "")
    for file in files { fileOffsets.append(fileNames.offset(of: file)) }
  }

  mutating func add(_ function: FunctionRecord) throws(PCLineTableError) {
    do {
      try append(function)
    } catch {
      throw .table(function: function.name, error)
    }
  }

  private mutating func append(_ function: FunctionRecord) throws(PCValueError) {
    var record = Record(layouts.function)
    record.set(.entryOff, function.entry)
    record.set(.nameOff, names.offset(of: function.name))
    record.set(.args, function.argumentSize)
    record.set(.startLine, function.startLine)
    record.set(.funcID, function.functionID)
    record.set(.flag, function.flags)
    record.set(.pcsp, try table(function.stackDeltas, of: function))
    record.set(.pcfile, try table(function.files, of: function))
    record.set(.pcln, try table(function.lines, of: function))
    let pcdataCount = (function.pcdata.keys.max() ?? -1) + 1
    let funcdataCount = (function.funcdata.keys.max() ?? -1) + 1
    record.set(.npcdata, pcdataCount)
    record.set(.nfuncdata, funcdataCount)
    var bytes = record.bytes
    for index in 0..<pcdataCount {
      let entries = function.pcdata[index] ?? []
      bytes.append(littleEndian: try table(entries, of: function))
    }
    for index in 0..<funcdataCount {
      let offset = function.funcdata[index].map { pool.offset(of: $0) }
      bytes.append(littleEndian: offset ?? .max)
    }
    entries.append(function.entry)
    records.append(bytes)
  }

  /// The offset of a table in pctab: 0, no table, where it would say −1 throughout.
  private mutating func table(
    _ entries: [PCValue], of function: FunctionRecord
  ) throws(PCValueError) -> UInt32 {
    if entries.allSatisfy({ $0.value == -1 }) { return 0 }
    scratch.removeAll(keepingCapacity: true)
    try PCValueTable.encode(entries, end: function.size, quantum: quantum, into: &scratch)
    if let known = pcTableOffsets[scratch] { return known }
    let offset = UInt32(truncatingIfNeeded: pcTable.count)
    pcTable += scratch
    pcTableOffsets[scratch] = offset
    return offset
  }

  func finish(first: UInt32, end: UInt32) -> PCLineTable {
    var header = Record(layouts.header)
    var bytes = header.bytes
    func part(_ contents: [UInt8], alignment: Int) -> Range<Int> {
      bytes.pad(to: alignment)
      let start = bytes.count
      bytes += contents
      return start..<bytes.count
    }
    let nameRange = part(names.bytes, alignment: 8)
    var units: [UInt8] = []
    for offset in fileOffsets { units.append(littleEndian: offset) }
    let unitRange = part(units, alignment: 8)
    let fileRange = part(fileNames.bytes, alignment: 8)
    let pcRange = part(pcTable, alignment: 8)
    let functionRange = part(functab(end: end), alignment: 8)

    header.set(.magic, layouts.magic)
    header.set(.minLC, quantum)
    header.set(.ptrSize, 8)
    header.set(.nfunc, records.count)
    header.set(.nfiles, fileOffsets.count)
    header.set(.funcnameOffset, nameRange.lowerBound)
    header.set(.cuOffset, unitRange.lowerBound)
    header.set(.filetabOffset, fileRange.lowerBound)
    header.set(.pctabOffset, pcRange.lowerBound)
    header.set(.pclnOffset, functionRange.lowerBound)
    bytes.replaceSubrange(0..<header.bytes.count, with: header.bytes)

    return PCLineTable(
      bytes: bytes, functionNames: nameRange, compilationUnits: unitRange, files: fileRange,
      pcData: pcRange, functions: functionRange, functionCount: records.count,
      funcData: pool.bytes,
      findFuncTable: FindFuncTable.encode(
        entries: entries.map { $0 - first }, end: end - first, bucketSize: layouts.bucketSize),
      firstEntry: first, end: end, textStart: layouts.header[.textStart]?.offset)
  }

  /// Pairs of entry and record offset, the end of the text, then the records themselves.
  private func functab(end: UInt32) -> [UInt8] {
    var table: [UInt8] = []
    var offset = records.count * 8 + 8
    for (entry, record) in zip(entries, records) {
      table.append(littleEndian: entry)
      table.append(littleEndian: UInt32(truncatingIfNeeded: offset))
      offset += record.count
    }
    table.append(littleEndian: end)
    table.append(littleEndian: UInt32(0))
    return records.reduce(into: table) { $0 += $1 }
  }
}
