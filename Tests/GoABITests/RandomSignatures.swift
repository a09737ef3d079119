/// A sequence of numbers that is the same in every run (SplitMix64).
struct RepeatableNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

extension SignatureSample {
  /// Signatures of all kinds of types, of which many do not fit into registers.
  static func random(_ count: Int, seed: UInt64) -> [SignatureSample] {
    var numbers = RepeatableNumbers(seed: seed)
    return (0..<count).map { _ in
      let few = Bool.random(using: &numbers)
      let types: (Int) -> [String] = { most in
        (0..<Int.random(in: 0...most, using: &numbers)).map { _ in
          randomType(&numbers, depth: 0)
        }
      }
      return SignatureSample(types(few ? 4 : 14), types(few ? 2 : 9))
    }
  }

  private static func randomType(_ numbers: inout RepeatableNumbers, depth: Int) -> String {
    func pick(_ list: [String]) -> String { list.randomElement(using: &numbers) ?? "int" }
    switch Int.random(in: 0..<24, using: &numbers) {
    case 0..<5: return pick(["int8", "uint8", "int16", "uint16", "int32", "uint32", "bool"])
    case 5..<8: return pick(["int", "uint64", "uintptr", "int64"])
    case 8..<12: return pick(["float32", "float64", "complex64", "complex128"])
    case 12..<15: return pick(["*int", "map[string]int", "chan int", "func()", "unsafe.Pointer"])
    case 15..<18: return pick(["string", "[]byte", "any", "error"])
    case 18 where depth < 2, 19 where depth < 2:
      let count = [0, 1, 1, 2, 3].randomElement(using: &numbers) ?? 1
      return "[\(count)]\(randomType(&numbers, depth: depth + 1))"
    case 20 where depth < 2, 21 where depth < 2:
      let fields = (0..<Int.random(in: 0...4, using: &numbers)).map { index in
        "F\(index) \(randomType(&numbers, depth: depth + 1))"
      }
      return "struct{ \(fields.joined(separator: "; ")) }"
    case 22: return pick(["Point", "Padded", "Nested", "Mixed", "Blank", "Small", "Pair"])
    default: return "int"
    }
  }
}
