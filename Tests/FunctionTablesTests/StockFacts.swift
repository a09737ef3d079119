/// What a stock binary's pclntab of magic 0xfffffff0 or 0xfffffff1 says, read by the structs of
/// runtime/symtab.go and runtime2.go: nothing is shared with the library.
struct StockFacts: Sendable {
  struct Call: Equatable, Sendable {
    var name: String
    /// Of magic 0xfffffff0 only.
    var parent, file, line: Int
    var parentPC: Int
    /// Of magic 0xfffffff1 only.
    var startLine: Int
    var functionID: Int
  }

  struct Function: Equatable, Sendable {
    var name: String
    var entry, end: Int
    var arguments, deferReturn, startLine, functionID, flags: Int
    /// The bytes of pcsp, pcfile, pcln and of each PCDATA; empty where there is none.
    var tables: [[UInt8]]
    var unit: Int
    /// Whether each FUNCDATA is there.
    var hasData: [Bool]
    var calls: [Call]
  }

  private(set) var functions: [Function] = []
  /// By index in cutab; nil for those that the binary does not need.
  private(set) var files: [String?] = []
  /// Sizes of funcnametab, cutab, filetab, pctab, and of functab with the records.
  let partSizes: [Int]
  let magic: Int
  let quantum: Int

  init(table: [UInt8], funcData: [UInt8]) {
    magic = Self.number(table, 0, 4)
    quantum = Int(table[6])
    func word(_ index: Int) -> Int { Self.number(table, 8 + 8 * index, 8) }
    let (names, units, files, pctab, pcln) = (word(3), word(4), word(5), word(6), word(7))
    var recordsEnd = pcln
    for index in 0..<(files - units) / 4 {
      let offset = Self.number(table, units + 4 * index, 4)
      self.files.append(offset == 0xffff_ffff ? nil : Self.string(table, files + offset))
    }
    for index in 0..<word(0) {
      let pair = pcln + 8 * index
      let record = pcln + Self.number(table, pair + 4, 4)
      let hasStartLine = magic == 0xffff_fff1
      func field(_ index: Int) -> Int { Self.number(table, record + 4 * index, 4) }
      let tail = record + (hasStartLine ? 40 : 36)
      let (pcdataCount, funcdataCount) = (field(7), Int(table[tail + 3]))
      var tables = [4, 5, 6].map { Self.table(table, pctab, field($0)) }
      for index in 0..<pcdataCount {
        tables.append(Self.table(table, pctab, Self.number(table, tail + 4 + 4 * index, 4)))
      }
      let references = (0..<funcdataCount).map {
        Self.number(table, tail + 4 + 4 * (pcdataCount + $0), 4)
      }
      recordsEnd = max(recordsEnd, tail + 4 + 4 * (pcdataCount + funcdataCount))
      var calls: [Call] = []
      if references.count > 3, references[3] != 0xffff_ffff, tables.count > 5 {
        calls = Self.calls(
          funcData, at: references[3], names: names, table: table, indexes: tables[5],
          hasStartLine: hasStartLine)
      }
      functions.append(
        Function(
          name: Self.string(table, names + field(1)), entry: Self.number(table, pair, 4),
          end: Self.number(table, pair + 8, 4), arguments: field(2), deferReturn: field(3),
          startLine: hasStartLine ? field(9) : 0, functionID: Int(table[tail]),
          flags: Int(table[tail + 1]), tables: tables, unit: field(8),
          hasData: references.map { $0 != 0xffff_ffff },
          calls: calls))
    }
    partSizes = [units - names, files - units, pctab - files, pcln - pctab, recordsEnd - pcln]
  }

  static func number(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int {
    var value = 0
    for index in (0..<width).reversed() { value = value << 8 | Int(bytes[at + index]) }
    return value
  }

  private static func string(_ bytes: [UInt8], _ start: Int) -> String {
    var end = start
    while bytes[end] != 0 { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// A table's bytes: pairs of numbers up to a first number of a pair that is 0.
  private static func table(_ bytes: [UInt8], _ start: Int, _ offset: Int) -> [UInt8] {
    if offset == 0 { return [] }
    var at = start + offset
    while at == start + offset || bytes[at] != 0 {
      for _ in 0..<2 {
        while bytes[at] >= 0x80 { at += 1 }
        at += 1
      }
    }
    return Array(bytes[start + offset...at])
  }

  /// The values of a table.
  static func values(_ table: [UInt8]) -> [Int] {
    var values: [Int] = []
    var value = -1
    var at = 0
    func number() -> Int {
      var (result, shift) = (0, 0)
      while true {
        let byte = Int(table[at])
        at += 1
        result |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80 { return result }
      }
    }
    while at < table.count - 1 {
      let zigzag = number()
      value += zigzag & 1 == 0 ? zigzag >> 1 : ~(zigzag >> 1)
      _ = number()
      values.append(value)
    }
    return values
  }

  private static func calls(
    _ data: [UInt8], at offset: Int, names: Int, table: [UInt8], indexes: [UInt8],
    hasStartLine: Bool
  ) -> [Call] {
    let count = (values(indexes).max() ?? -1) + 1
    func signed(_ at: Int, _ width: Int) -> Int {
      let value = number(data, at, width)
      return value >= 1 << (8 * width - 1) ? value - 1 << (8 * width) : value
    }
    return (0..<count).map { index in
      if hasStartLine {
        let at = offset + 16 * index
        return Call(
          name: string(table, names + number(data, at + 4, 4)), parent: 0, file: 0, line: 0,
          parentPC: signed(at + 8, 4), startLine: signed(at + 12, 4), functionID: Int(data[at]))
      }
      let at = offset + 20 * index
      return Call(
        name: string(table, names + number(data, at + 12, 4)), parent: signed(at, 2),
        file: signed(at + 4, 4), line: signed(at + 8, 4), parentPC: signed(at + 16, 4),
        startLine: 0, functionID: Int(data[at + 2]))
    }
  }
}
