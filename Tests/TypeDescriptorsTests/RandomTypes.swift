import GoTypes

/// Random type expressions, the same in every run: mostly structs and arrays, whose padding,
/// pointer masks and equality signatures have the most rules.
struct RandomTypes {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// splitmix64.
  private mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ bits >> 31) % UInt64(limit))
  }

  private mutating func pick(_ list: [String]) -> String { list[below(list.count)] }

  private static let comparable = [
    "int8", "int16", "int32", "int", "uint8", "bool", "float32", "float64", "complex64",
    "complex128", "string", "any", "error", "Drawer", "*int", "chan int", "struct{}", "Key", "Text",
    "Blank", "Only", "unsafe.Pointer", "[0]int32", "[0]string",
  ]
  private static let others = ["[]int", "func()", "[]Point", "[0]func()", "Recursive"]
  private static let lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 40, 65]

  private mutating func expression(depth: Int) -> String {
    switch below(depth > 0 ? 10 : 5) {
    case 0..<4: return pick(Self.comparable)
    case 4: return below(4) == 0 ? pick(Self.others) : pick(Self.comparable)
    case 5, 6, 7: return structure(depth: depth - 1)
    default: return "[\(Self.lengths[below(Self.lengths.count)])]\(expression(depth: depth - 1))"
    }
  }

  private mutating func structure(depth: Int) -> String {
    let fields = (0..<1 + below(5)).map { index in
      "\(below(6) == 0 ? "_" : pick(["f", "F"]) + "\(index)") \(expression(depth: depth))"
    }
    return "struct { \(fields.joined(separator: "; ")) }"
  }

  /// So many expressions of types that the library writes, as package geometry writes them.
  static func expressions(_ count: Int, in universe: Universe) throws -> [String] {
    var random = RandomTypes()
    var list: [String] = []
    while list.count < count {
      let text = random.expression(depth: 3)
      let layout = try universe.layout(
        of: universe.parseType(text, in: Corpus.geometry))
      if layout.size < 1 << 20 { list.append(text) }
    }
    return list
  }
}
