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

  /// One of which an object has, if it says anything.
  static let sectionNames = [
    FuncDataRecord.sectionName, PCDataRecord.sectionName, CallValuesRecord.sectionName,
  ]

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
    var values = PCDataPlaces()
    for call in try CallValues(object, text).calls {
      try values.add(call.data, ofCall: call.code, in: call.function, text)
    }
    let name = PCDataRecord.sectionName
    if let section = try Self.section(name, object) {
      let records: [(offset: Int, record: PCDataRecord)]
      do { records = try PCDataRecord.decode(section.bytes) } catch {
        throw .damaged(section: name)
      }
      for (offset, record) in records {
        guard let address = section.target(at: offset), address.section == text.section.index,
          let function = text.function(around: address.offset),
          let code = text.instruction(at: address.offset),
          record.codeSize == 0 || Int(record.codeSize) == code.count
        else { throw .misplaced(section: name, offset: offset) }
        if record.codeSize == 0 {
          values.add(record.data, at: code, in: function)
        } else {
          try values.add(record.data, ofCall: code, in: function, text)
        }
      }
    }
    for (key, value) in values.sorted {
      let entry = text.functions[key.function].range.lowerBound
      let range = key.code.lowerBound - entry..<key.code.upperBound - entry
      functions[entry, default: Function()].pcdata[key.index, default: []]
        .append(Span(range: range, value: value))
    }
  }

  private static func section(
    _ name: String, _ object: ObjectFile
  ) throws(FunctionMarkersError) -> RelocatedRecords? {
    do throws(ObjectFileError) { return try RelocatedRecords(name, of: object) } catch {
      throw .object("\(error)")
    }
  }
}

/// The values of code, of calls and others.
private struct PCDataPlaces {
  struct Key: Hashable {
    /// Of the table.
    var index: Int
    var function: Int
    var code: Range<Int>
  }

  private var calls: [Key: Int32] = [:]
  private var places: [Key: Int32] = [:]

  /// Of two at one PC, the one written later holds.
  mutating func add(_ data: PCDataValue, at code: Range<Int>, in function: Int) {
    places[Key(index: Int(data.index), function: function, code: code)] = data.value
  }

  mutating func add(
    _ data: PCDataValue, ofCall code: Range<Int>, in function: Int, _ text: CodeText
  ) throws(FunctionMarkersError) {
    let key = Key(index: Int(data.index), function: function, code: code)
    if let other = calls.updateValue(data.value, forKey: key), other != data.value {
      throw .severalValues(
        function: text.functions[function].name,
        offset: code.lowerBound - text.functions[function].range.lowerBound, index: key.index)
    }
  }

  /// In order of their code. A call has the value that is bound to it, whatever else stood there.
  var sorted: [(key: Key, value: Int32)] {
    places.merging(calls) { $1 }.sorted { $0.key.code.lowerBound < $1.key.code.lowerBound }
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
  /// LLVM's stack maps speak of a call with values where there is none.
  case noCall(function: String, offset: Int)
  case callOutside
  /// Two sets of values with one hash.
  case ambiguousID(UInt64)
  case code(function: String, what: String)

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
    case .noCall(_, let offset):
      "PCDATA is bound to a call that returns to +\(offset), but no call instruction ends there; "
        + "let nothing change the code between GoMeta's passes and the object"
    case .callOutside:
      "PCDATA is bound to a call outside every function of .text; compile without function sections"
    case .ambiguousID(let id):
      "two sets of PCDATA values have the ID \(id); change one of the values"
    case .code(_, let what): what
    }
  }

  /// The function at fault; empty when it is the object as a whole.
  var function: String {
    switch self {
    case .severalSymbols(let function, _), .severalValues(let function, _, _),
      .noCall(let function, _), .code(let function, _):
      function
    case .object, .damaged, .misplaced, .callOutside, .ambiguousID: ""
    }
  }
}
