import Foundation
import GoABI
import GoTypes
import Symbols

/// One call through an exit thunk, of random values.
struct ExitCase {
  let index: Int
  let parameters, results: [String]
  let callee: ExitCallee
  let layout: CallLayout
  let form: NativeForm
  let thunk: Thunk
  /// What C passes; a word that an array's address stands in is not used.
  let values: [UInt64]
  /// The bytes of the parameters that are arrays.
  let arrays: [Int: [UInt8]]
  /// What the callee leaves in Go's registers, and in the bytes of its caller's stack.
  let integers, floats: [UInt64]
  let stack: [UInt8]

  init(
    _ index: Int, _ parameters: [String], _ results: [String], _ callee: ExitCallee,
    _ architecture: Architecture, _ random: inout RandomWords
  ) throws {
    self.index = index
    self.parameters = parameters
    self.results = results
    self.callee = callee
    let universe = Universe()
    let package = Package(path: "example.com/exit", name: "exit")
    func types(_ texts: [String]) throws -> [GoType] {
      try texts.map { try universe.parseType($0, in: package) }
    }
    let isMethod = if case .method = callee { true } else { false }
    layout = try CallLayout(
      receiver: isMethod ? .basic(.unsafePointer) : nil,
      Signature(parameters: types(parameters), results: types(results)), universe: universe,
      architecture: architecture)
    form = NativeForm(layout, hasContext: callee != .function, architecture: architecture)
    thunk = .exit(layout: layout, form: form, callee: callee, architecture: architecture)
    values = layout.parameters.map { _ in random.next() }
    var arrays: [Int: [UInt8]] = [:]
    for (index, leaf) in layout.parameters.enumerated() {
      if case .array(let bytes) = leaf.kind {
        arrays[index] = (0..<bytes).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      }
    }
    self.arrays = arrays
    integers = (0..<16).map { _ in random.next() }
    floats = (0..<16).map { _ in random.next() }
    stack = (0..<layout.argumentSize).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  var title: String {
    "\(callee) of func(\(parameters.joined(separator: ", "))) (\(results.joined(separator: ", ")))"
  }

  /// Signatures that fill registers and stacks of both conventions in all ways.
  static let types = [
    "bool", "int8", "uint16", "int32", "int64", "uintptr", "float32", "float64", "string", "[]byte",
    "any", "*int", "complex64", "complex128", "struct{ a int8; b float32; c string }",
    "struct{ a, b, c, d int64 }", "struct{ a struct{ b uint8 }; c [1]int16 }", "[2]int16",
    "[3]string", "[9]byte", "[1]float32", "struct{ a [2]int32; b float64; c int8 }", "struct{}",
    "[0]int64", "struct{ a uint8; b [2]float32 }", "func()", "chan int", "[2]float64",
  ]

  static func all(_ architecture: Architecture) throws -> [ExitCase] {
    var random = RandomWords(state: 7)
    var signatures: [(parameters: [String], results: [String])] = [
      ([], []), (["int64"], ["int64"]), ([], ["string", "string"]),
      (["[5000]byte", "int8", "[70]byte", "float32"], ["int16", "[3]int8"]),
      (["[40003]byte", "[2]int8", "uint16", "string"], ["[2]uint16", "float32", "[]byte", "any"]),
      ([String](repeating: "int64", count: 12), [String](repeating: "int64", count: 12)),
      ([String](repeating: "float64", count: 20), [String](repeating: "float32", count: 20)),
      (["[20]string"], ["[100]int8", "[30]string"]), (["int8"], ["[9]int8"]),
      (["[9]int64"], []),
    ]
    for _ in 0..<50 {
      func list(_ longest: UInt64) -> [String] {
        (0..<random.next() % (longest + 1)).map { _ in
          types[Int(random.next() % UInt64(types.count))]
        }
      }
      signatures.append((list(12), list(6)))
    }
    return try signatures.enumerated().map { index, signature in
      let callee: ExitCallee =
        switch index % 3 {
        case 0: .function
        case 1: .closure
        default: .method(itabOffset: 24 + 8 * index)
        }
      return try ExitCase(
        index, signature.parameters, signature.results, callee, architecture, &random)
    }
  }
}

/// The same numbers in every run (SplitMix64).
struct RandomWords {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
