/// The parts of a pclntab of magic 0xfffffff1, read by the header's documented words: what these
/// tests need, and nothing shared with the library.
struct StockTable {
  var bytes: [UInt8]
  var files: Int
  var fileNames, units, pcTable, functions: Int
  var functionCount: Int
  var quantum: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    func word(_ index: Int) -> Int { Self.number(bytes, 8 + 8 * index, 8) }
    quantum = Int(bytes[6])
    functionCount = word(0)
    files = word(1)
    units = word(4)
    fileNames = word(5)
    pcTable = word(6)
    functions = word(7)
  }

  static func number(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int {
    (0..<width).reversed().reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
  }

  struct Function {
    var entry, pcsp, pcfile, pcln, unit: Int
    var pcdata, funcdata: [Int]

    /// Offsets of all its pc-value tables.
    var tables: [Int] { ([pcsp, pcfile, pcln] + pcdata).filter { $0 != 0 } }
  }

  func function(_ index: Int) -> Function {
    func field(_ at: Int) -> Int { Self.number(bytes, at, 4) }
    let entry = field(functions + 8 * index)
    let record = functions + field(functions + 8 * index + 4)
    let counts = (field(record + 28), Int(bytes[record + 43]))
    let pcdata = (0..<counts.0).map { field(record + 44 + 4 * $0) }
    let funcdata = (0..<counts.1).map { field(record + 44 + 4 * (counts.0 + $0)) }
    return Function(
      entry: entry, pcsp: field(record + 16), pcfile: field(record + 20), pcln: field(record + 24),
      unit: field(record + 32), pcdata: pcdata, funcdata: funcdata)
  }

  /// Nil where a function has none: its unit is −1, or the index.
  func file(_ index: Int, unit: Int) -> String? {
    guard index >= 0, unit != 0xffff_ffff, units + 4 * (unit + index) < fileNames else {
      return nil
    }
    let start = fileNames + Self.number(bytes, units + 4 * (unit + index), 4)
    let end = bytes[start...].firstIndex(of: 0) ?? bytes.endIndex
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
