import GoRelease

extension FunctionTableBuilder {
  /// The table: header, names, file lists, files, pc-value tables, functab and function records, in
  /// the order in which Go's linker writes them (cmd/link/internal/ld/pcln.go).
  public consuming func finish() throws(PCLineTableError) -> PCLineTable {
    guard let first = entries.first else { throw .noFunctions }
    guard !names.isFull, !files.isFull, !fileLists.isFull, !pcTables.tables.isFull, !pool.isFull
    else {
      throw .tooLarge
    }
    let (funcData, offsets) = pool.joined
    let hasAddresses = layouts.hasAddresses
    records.setReferences {
      if $0 == .max { return hasAddresses ? 0 : .max }
      return offsets[$0]
    }

    let functabSize = Self.aligned((2 * entries.count + 1) * (hasAddresses ? 8 : 4))
    let recordsEnd = functabSize + 4 * records.words.count
    let parts = [
      names.bytes.count, fileLists.bytes.count, files.bytes.count, pcTables.tables.bytes.count,
      recordsEnd,
    ]
    var starts: [Int] = []
    var size = layouts.header.size
    for part in parts {
      size = Self.aligned(size)
      starts.append(size)
      size += part
    }
    // Offsets of records are of 4 bytes, and those of parts are read as such by debug/gosym.
    guard size <= Int(UInt32.max) else { throw .tooLarge }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    bytes += header(starts)
    bytes.append(names.take(), at: starts[0])
    bytes.append(fileLists.take(), at: starts[1])
    bytes.append(files.take(), at: starts[2])
    bytes.append(pcTables.tables.take(), at: starts[3])
    bytes.pad(upTo: starts[4])
    bytes.append(littleEndian: functab(size: functabSize))
    bytes.append(littleEndian: records.words)

    let ranges = zip(starts, parts).map { $0..<$0 + $1 }
    return PCLineTable(
      bytes: bytes, functionNames: ranges[0], compilationUnits: ranges[1], files: ranges[2],
      pcData: ranges[3], functions: ranges[4], functionCount: entries.count, funcData: funcData,
      findFuncTable: FindFuncTable.encode(
        entries: entries, end: end, bucketSize: layouts.bucketSize),
      firstEntry: first, end: end, textStart: layouts.header[.textStart]?.offset, layouts: layouts)
  }

  private static func aligned(_ offset: Int) -> Int { (offset + 7) & ~7 }

  private func header(_ starts: [Int]) -> [UInt8] {
    var header = Record(layouts.header)
    header.set(.magic, layouts.magic)
    header.set(.minLC, quantum)
    header.set(.ptrSize, 8)
    header.set(.nfunc, entries.count)
    header.set(.nfiles, fileCount)
    header.set(.funcnameOffset, starts[0])
    header.set(.cuOffset, starts[1])
    header.set(.filetabOffset, starts[2])
    header.set(.pctabOffset, starts[3])
    header.set(.pclnOffset, starts[4])
    return header.bytes
  }

  /// Pairs of entry and record offset, then the end of the text.
  private func functab(size: Int) -> [UInt32] {
    var words: [UInt32] = []
    words.reserveCapacity(size / 4)
    let isWide = layouts.hasAddresses
    for (entry, start) in zip(entries, records.starts) {
      words.append(entry)
      if isWide { words.append(0) }
      words.append(UInt32(truncatingIfNeeded: size) &+ 4 &* start)
      if isWide { words.append(0) }
    }
    words.append(end)
    while words.count < size / 4 { words.append(0) }
    return words
  }
}
