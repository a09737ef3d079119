public import GoRelease
public import Symbols

/// Builds a pclntab of side-by-side tables (since Go 1.16), function by function: names, files,
/// pc-value tables and the functions' data go to the places from where records refer to them, equal
/// ones to the same place. The bytes depend on nothing but the order of the calls.
///
///     var builder = FunctionTableBuilder(layouts: layouts, architecture: .x86_64)
///     let files = [builder.file("/src/a.c")]
///     var record = FunctionTableRecord(entry: 0, size: 16, name: builder.name("f"))
///     record.fileList = builder.fileList(files.span)
///     record.pcln = builder.pcTable(encodedLines.span.bytes)
///     try builder.append(record)
///     let table = try builder.finish()
public struct FunctionTableBuilder: Sendable {
  let layouts: FunctionLayouts
  let quantum: Int
  var names: ContentTable
  var files: ContentTable
  var fileLists: ContentTable
  var pcTables: PCTableSet
  var pool: FuncDataPool
  var records: FunctionRecordWriter
  /// Where functions start, in bytes from the start of the text.
  var entries: [UInt32] = []
  /// Where the last function ends, and its name.
  var end: UInt32 = 0
  var last: UInt32 = 0
  /// How many different files there are.
  private(set) var fileCount = 0
  private let inlinedCalls: InlinedCallWriter
  private var scratch: [UInt32] = []

  /// - Parameters:
  ///   - functionCount: how many functions to expect; any number will do.
  ///   - pcTables: tables that were put together elsewhere.
  public init(
    layouts: FunctionLayouts, architecture: Architecture, functionCount: Int = 0,
    pcTables: PCTableSet? = nil
  ) {
    self.layouts = layouts
    quantum = architecture.pcQuantum
    let count = min(max(functionCount, 0), 1 << 20)
    names = ContentTable(strings: count, byteCount: count &* 48)
    files = ContentTable()
    fileLists = ContentTable()
    self.pcTables = pcTables ?? PCTableSet(functionCount: count)
    pool = FuncDataPool(functionCount: count)
    records = FunctionRecordWriter(layouts, functionCount: count)
    inlinedCalls = InlinedCallWriter(layouts.inlinedCall)
    entries.reserveCapacity(count)
    // A record without a name has offset 0.
    _ = names.offset(of: RawSpan(), terminated: true)
  }

  /// The place of a name, as Go's linker of the release spells it. No byte of it is 0.
  public mutating func name(_ name: RawSpan) -> UInt32 {
    if layouts.shortensTypeArguments, let range = TypeArguments.range(in: name) {
      var short: [UInt8] = []
      short.append(copying: name.extracting(..<range.lowerBound))
      short += "...".utf8
      short.append(copying: name.extracting(range.upperBound...))
      return names.offset(of: short.span.bytes, terminated: true)
    }
    return names.offset(of: name, terminated: true)
  }

  /// The place of a name.
  public mutating func name(_ name: String) -> UInt32 {
    var name = name
    name.makeContiguousUTF8()
    return self.name(name.utf8.span.bytes)
  }

  /// The place of a file's path. No byte of it is 0.
  public mutating func file(_ path: RawSpan) -> UInt32 {
    let before = files.bytes.count
    let offset = files.offset(of: path, terminated: true)
    if files.bytes.count > before { fileCount &+= 1 }
    return offset
  }

  /// The place of a file's path.
  public mutating func file(_ path: String) -> UInt32 {
    var path = path
    path.makeContiguousUTF8()
    return file(path.utf8.span.bytes)
  }

  /// The place of a list of files, which a function's file numbers index: Go has one for each
  /// compilation unit. `UInt32.max` stands for numbers that no function uses.
  public mutating func fileList(_ files: Span<UInt32>) -> UInt32 {
    let offset = fileLists.offset(of: files.bytes, alignment: 4)
    return offset &>> 2
  }

  /// The place of an encoded pc-value table: 0, no table, of one without bytes.
  @inline(__always)
  public mutating func pcTable(_ encoded: RawSpan) -> UInt32 {
    pcTables.offset(of: encoded)
  }

  /// A reference to a function's data, for `append`. It is no offset: data of larger alignment goes
  /// first once all is known.
  ///
  /// - Parameter alignment: in bytes, a power of two; of a larger one than 8 there is none.
  public mutating func funcData(_ bytes: RawSpan, alignment: Int) -> UInt32 {
    pool.reference(to: bytes, alignment: alignment)
  }

  /// A reference to an inline tree, for the place of FUNCDATA_InlTree.
  public mutating func inlineTree(_ calls: Span<InlinedCall>) -> UInt32 {
    // Taken out, so that it can be read while the pool changes.
    var tree: [UInt32] = []
    swap(&tree, &scratch)
    inlinedCalls.write(calls, to: &tree)
    let reference = pool.reference(to: tree.span.bytes, alignment: 4)
    swap(&tree, &scratch)
    return reference
  }

  /// Appends a function, which starts where or after the one before it ends.
  ///
  /// - Parameters:
  ///   - pcdata: pc-value tables by PCDATA index, as `pcTable` gave them.
  ///   - funcdata: by FUNCDATA index, as `funcData` gave it; `UInt32.max` for none.
  public mutating func append(
    _ record: FunctionTableRecord, pcdata: Span<UInt32> = Span(), funcdata: Span<UInt32> = Span()
  ) throws(PCLineTableError) {
    guard let entry = UInt32(exactly: record.entry), record.size > 0,
      case (let end, false) = entry.addingReportingOverflow(record.size)
    else { throw .extent(function: text(of: record.name)) }
    guard entry >= self.end || entries.isEmpty else {
      throw .overlap(function: text(of: record.name), previous: text(of: last))
    }
    guard pcdata.count <= PCLineTable.largestPCDataIndex + 1 else {
      throw .index(function: text(of: record.name), index: pcdata.count - 1)
    }
    guard funcdata.count <= PCLineTable.largestFuncDataIndex + 1 else {
      throw .index(function: text(of: record.name), index: funcdata.count - 1)
    }
    entries.append(entry)
    records.append(record, pcdata: pcdata, funcdata: funcdata)
    self.end = end
    last = record.name
  }

  private func text(of name: UInt32) -> String {
    guard Int(name) < names.bytes.count else { return "at offset \(name) of funcnametab" }
    return String(decoding: names.bytes[Int(name)...].prefix { $0 != 0 }, as: UTF8.self)
  }
}
