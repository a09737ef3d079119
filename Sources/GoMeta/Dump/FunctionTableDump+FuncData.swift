import FunctionTables
import GoRelease
import MachineCode
import ModuleTables

/// A function's FUNCDATA, and the pointer maps among them.
extension FunctionTableDump {
  /// Where a FUNCDATA is.
  enum DataPlace {
    /// From `go:func.*`.
    case offset(UInt64)
    case address(UInt64)
    case reference(FunctionTableFile.Reference)
  }

  func dataPlace(
    _ index: Int, _ function: Function, _ view: borrowing FunctionTableView
  ) throws(FunctionTableViewError) -> DataPlace? {
    if let place = try view.funcdataPlace(index, of: function.place),
      let reference = file.reference(at: place)
    {
      return .reference(reference)
    }
    guard let value = try view.funcdata(index, of: function.place) else { return nil }
    return view.format.hasAddresses ? .address(value) : .offset(value)
  }

  func appendFuncData(
    _ index: Int, _ function: Function, _ view: borrowing FunctionTableView,
    to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    guard let place = try dataPlace(index, function, view) else {
      line.append("null")
      return
    }
    switch place {
    case .offset(let offset):
      line.append(#"{"offset":"#)
      line.append(offset)
    case .address(let address):
      line.append(#"{"addr":"#)
      line.append(address)
    case .reference(let reference):
      line.append(#"{"sym":"#)
      line.append(text: JSONValue.string(reference.symbol).text)
      line.append(#","addend":"#)
      line.append(reference.addend)
    }
    if let map = try map(index, function, view, place) {
      line.append(#","map":"#)
      line.append(text: map.json.text)
    } else if view.format.hasAddresses {
      line.append(#","map":null"#)
    }
    line.append("}")
  }

  /// As many bytes as a map that is worth showing takes.
  private static let longestMap = 1 << 16

  /// The arguments' or the locals' pointer map: FUNCDATA 0 and 1 in all releases. Nil for other
  /// FUNCDATA, and for maps that are not in the file.
  func map(
    _ index: Int, _ function: Function, _ view: borrowing FunctionTableView, _ place: DataPlace
  ) throws(FunctionTableViewError) -> FunctionMap? {
    guard index == 0 || index == 1 else { return nil }
    switch place {
    case .offset: return FunctionMap(try view.funcdataBytes(index, of: function.place), facts)
    case .address:
      let bytes = try view.funcdataBytes(index, of: function.place)
      return FunctionMap(bytes, facts)
    case .reference(let reference):
      return FunctionMap(file.bytes(at: reference).bytes, facts)
    }
  }
}

/// A function's argument or local pointer map, for show.
enum FunctionMap {
  case words(FrameMap)
  case bitmaps(StackMap)

  /// As many bytes as a map that is worth showing takes.
  private static let limit = 1 << 16

  /// Nil when the bytes do not begin with a map.
  init?(_ bytes: RawSpan, _ facts: FunctionTableFacts) {
    guard bytes.byteCount >= 4 else { return nil }
    if facts.hasWordKinds {
      let start = bytes.extracting(first: min(bytes.byteCount, Self.limit))
      guard let map = try? FrameMap(reading: start.withUnsafeBytes { Array($0) }) else {
        return nil
      }
      self = .words(map)
    } else {
      // `runtime.stackmap`: how many maps, of how many bits.
      guard bytes.byteCount >= 8,
        case let count = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: Int32.self),
        case let bits = bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: Int32.self),
        count >= 0, bits >= 0, count <= Self.limit, bits <= Self.limit,
        case let size = 8 + Int(count) * ((Int(bits) + 7) / 8),
        size <= min(bytes.byteCount, Self.limit)
      else { return nil }
      let whole = bytes.extracting(first: size)
      guard let map = try? StackMap(reading: whole.withUnsafeBytes { Array($0) }) else {
        return nil
      }
      self = .bitmaps(map)
    }
  }

  var json: JSONValue {
    switch self {
    case .words(.conservative(let count)): ["n": JSONValue(-Int(count))]
    case .words(.words(let words)):
      [
        "n": JSONValue(2 * words.count),
        "slots": .array(words.map { JSONValue($0.rawValue) }),
      ]
    case .bitmaps(let map):
      [
        "n": JSONValue(map.bitmaps.count), "nbit": JSONValue(map.bitCount),
        "pointers": .array(map.bitmaps.map { .array($0.map { JSONValue($0) }) }),
      ]
    }
  }

  var text: String {
    switch self {
    case .words(.conservative(let count)): "\(count) bytes scanned conservatively"
    case .words(.words(let words)):
      "\(words.count) words"
        + words.enumerated().filter { $0.element != .scalar }
        .map { ", \($0.offset) \($0.element)" }.joined()
    case .bitmaps(let map):
      "\(map.bitCount) words"
        + map.bitmaps.map { ", [" + $0.map(String.init).joined(separator: " ") + "]" }.joined()
    }
  }
}
