import FunctionTables
import MachineCode

/// What `go.pcdata` and `go.funcdata` have said of the functions of an object, or of several joined
/// with `ld -r`.
struct FunctionMarkers: Sendable {
  /// By the function's offset in `.text`.
  private(set) var functions: [Int: Function] = [:]

  struct Function: Sendable, Equatable {
    /// By PCDATA index: disjoint, in order of their code.
    var pcdata: [Int: [Span]] = [:]
    /// By FUNCDATA index.
    var funcdata: [Int: FuncDataSymbol] = [:]
  }

  /// Code with a value: a call instruction, up to its return address, or one instruction at which a
  /// marker stood.
  struct Span: Sendable, Equatable {
    /// In bytes from the function's entry.
    var range: Range<Int>
    var value: Int32
  }

  struct FuncDataSymbol: Sendable, Equatable {
    var address: SymbolAddress
    /// In bytes.
    var size: Int
    var alignment: Int
  }

  /// Nothing.
  init() {}

  init(reading object: ObjectFile, _ text: CodeText) throws(FunctionMarkersError) {
    try readFuncData(object, text)
    try readPCData(object, text)
  }

  private mutating func readFuncData(
    _ object: ObjectFile, _ text: CodeText
  ) throws(FunctionMarkersError) {
    let name = FuncDataRecord.sectionName
    guard let section = try Self.section(name, object) else { return }
    let records: [(offset: Int, record: FuncDataRecord)]
    do { records = try FuncDataRecord.decode(section.bytes) } catch {
      throw .damaged(section: name)
    }
    for (offset, record) in records {
      guard let entry = section.target(at: offset), entry.section == text.section.index,
        text.function(at: entry.offset) != nil,
        let address = section.target(at: offset + FuncDataRecord.symbolOffset),
        let size = Int(exactly: record.size)
      else { throw .misplaced(section: name, offset: offset) }
      let symbol = FuncDataSymbol(
        address: address, size: size, alignment: Int(record.alignment))
      let other = functions[entry.offset, default: Function()].funcdata
        .updateValue(symbol, forKey: Int(record.index))
      guard other == nil || other == symbol else {
        throw .severalSymbols(
          function: text.function(at: entry.offset).map { text.functions[$0].name } ?? "",
          index: Int(record.index))
      }
    }
  }

  private mutating func readPCData(
    _ object: ObjectFile, _ text: CodeText
  ) throws(FunctionMarkersError) {
    let name = PCDataRecord.sectionName
    guard let section = try Self.section(name, object) else { return }
    let records: [(offset: Int, record: PCDataRecord)]
    do { records = try PCDataRecord.decode(section.bytes) } catch {
      throw .damaged(section: name)
    }
    var calls: [Key: Int32] = [:]
    var places: [Key: Int32] = [:]
    for (offset, record) in records {
      guard let address = section.target(at: offset), address.section == text.section.index,
        let function = text.function(around: address.offset),
        let code = text.instruction(at: address.offset),
        record.codeSize == 0 || Int(record.codeSize) == code.count
      else { throw .misplaced(section: name, offset: offset) }
      let key = Key(index: Int(record.data.index), function: function, code: code)
      if record.codeSize == 0 {
        // Of two at one PC, the one written later holds.
        places[key] = record.data.value
      } else if let other = calls.updateValue(record.data.value, forKey: key),
        other != record.data.value
      {
        throw .severalValues(
          function: text.functions[function].name,
          offset: code.lowerBound - text.functions[function].range.lowerBound, index: key.index)
      }
    }
    // A call has the value that is bound to it, whatever else stood there.
    places.merge(calls) { $1 }
    for (key, value) in places.sorted(by: { $0.key.code.lowerBound < $1.key.code.lowerBound }) {
      let entry = text.functions[key.function].range.lowerBound
      let range = key.code.lowerBound - entry..<key.code.upperBound - entry
      functions[entry, default: Function()].pcdata[key.index, default: []]
        .append(Span(range: range, value: value))
    }
  }

  private struct Key: Hashable {
    var index: Int
    var function: Int
    var code: Range<Int>
  }

  private static func section(
    _ name: String, _ object: ObjectFile
  ) throws(FunctionMarkersError) -> RelocatedRecords? {
    do throws(ObjectFileError) { return try RelocatedRecords(name, of: object) } catch {
      throw .object("\(error)")
    }
  }
}

extension FunctionMarkers.Function {
  /// The pc-value table of an index: −1 where nothing is said.
  ///
  /// - Parameter size: of the function, in bytes.
  func pcValues(_ index: Int, size: Int) -> [PCValue] {
    var entries = [PCValue(pc: 0, value: -1)]
    for span in pcdata[index] ?? [] {
      entries.set(span.value, at: UInt32(truncatingIfNeeded: span.range.lowerBound))
      if span.range.upperBound < size {
        entries.set(-1, at: UInt32(truncatingIfNeeded: span.range.upperBound))
      }
    }
    return entries
  }
}

/// Why the marker sections of an object do not describe its code.
enum FunctionMarkersError: Error, Equatable, CustomStringConvertible {
  case object(String)
  /// Not as this version writes it.
  case damaged(section: String)
  /// A record whose address is no function, symbol or instruction.
  case misplaced(section: String, offset: Int)
  case severalSymbols(function: String, index: Int)
  /// One call with two values for one table.
  case severalValues(function: String, offset: Int, index: Int)

  var description: String {
    switch self {
    case .object(let message): message
    case .damaged(let section):
      "the section \(section) is damaged, or of another version; compile its objects again"
    case .misplaced(let section, let offset):
      "the section \(section): the record at \(offset) does not lead to code of the object"
    case .severalSymbols(_, let index): "two symbols for FUNCDATA index \(index)"
    case .severalValues(_, let offset, let index):
      "two values for PCDATA index \(index) at +\(offset)"
    }
  }

  /// The function at fault; empty when it is the object as a whole.
  var function: String {
    switch self {
    case .severalSymbols(let function, _), .severalValues(let function, _, _): function
    case .object, .damaged, .misplaced: ""
    }
  }
}
