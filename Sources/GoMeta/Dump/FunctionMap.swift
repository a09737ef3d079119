import FunctionTables

/// A function's argument or local pointer map, for show.
enum FunctionMap {
  case words(FrameMap)
  case bitmaps(StackMap)

  /// As many bytes as a map that is worth showing takes.
  private static let limit = 1 << 16

  /// Nil when the FUNCDATA is no such map, or not in the file.
  init?(_ data: FuncDataAddress, _ index: Int, _ file: FunctionSymbolFile) {
    let layouts = file.table.layouts
    guard index == layouts.funcdata.argumentPointerMap || index == layouts.funcdata.localPointerMap,
      let bytes = file.bytes(at: data, limit: Self.limit)
    else { return nil }
    switch layouts.frameMaps {
    case .wordKinds:
      guard let map = try? FrameMap(reading: bytes) else { return nil }
      self = .words(map)
    case .bitmaps:
      guard let map = try? StackMap(reading: bytes) else { return nil }
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
