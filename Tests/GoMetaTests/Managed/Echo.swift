/// A function `func EchoN(f func(P…) R, P…) R` that returns what f makes of its other parameters: a
/// signature both ways, in to the plugin and out of it.
struct Echo {
  /// A Go type, and the scalars that it is flattened into as a parameter and as a result.
  struct Word {
    var go: String
    var parameter: [String]
    var result: [String]

    init(_ go: String, _ parameter: String, result: String? = nil) {
      self.go = go
      self.parameter = parameter.split(separator: " ").map(String.init)
      self.result = result.map { $0.split(separator: " ").map(String.init) } ?? self.parameter
    }
  }

  var number: Int
  var parameters: [Word]
  var results: [Word]

  static let words = [
    Word("int", "i64"), Word("int8", "i8"), Word("uint16", "i16"), Word("int32", "i32"),
    Word("uint64", "i64"), Word("bool", "i8"), Word("float32", "float"), Word("float64", "double"),
    Word("complex64", "float float"), Word("complex128", "double double"),
    Word("string", "ptr1 i64"), Word("[]byte", "ptr1 i64 i64"), Word("[]string", "ptr1 i64 i64"),
    Word("any", "ptr1 ptr1"), Word("error", "ptr1 ptr1"), Word("*int", "ptr1"),
    Word("map[string]int", "ptr1"), Word("struct{}", ""), Word("[1]string", "ptr1 i64"),
    Word("[2]*int", "ptr1", result: "ptr1 ptr1"), Word("[3]int16", "ptr1", result: "i16 i16 i16"),
    Word("struct { A int8; B float32; C string }", "i8 float ptr1 i64"),
    Word("struct { A *int; B struct { C uint16; D []int } }", "ptr1 i16 ptr1 i64 i64"),
    Word(
      "struct { A bool; B [2]string; C float64 }", "i8 ptr1 double",
      result: "i8 ptr1 i64 ptr1 i64 double"),
    Word("struct { A, B, C, D, E int }", "i64 i64 i64 i64 i64"),
  ]

  /// Each type alone, many of one kind, and mixtures.
  static let all: [Echo] = {
    var echoes: [Echo] = []
    func add(_ parameters: [Word], _ results: [Word]) {
      echoes.append(Echo(number: echoes.count, parameters: parameters, results: results))
    }
    for word in words { add([word], [word]) }
    for name in ["int", "float64", "string", "*int", "int8", "float32"] {
      let word = words.filter { $0.go == name }
      for count in [3, 10, 20] {
        add(
          Array(repeating: word, count: count).flatMap(\.self),
          Array(repeating: word, count: (count + 1) / 2).flatMap(\.self))
      }
    }
    add([], [])
    // The generator of the C standard's example for rand: the same mixtures everywhere.
    var state: UInt32 = 1
    func random(below limit: Int) -> Int {
      state = state &* 1_103_515_245 &+ 12345
      return Int(state >> 16 & 0x7fff) % limit
    }
    for _ in 0..<40 {
      add(
        (0..<random(below: 9)).map { _ in words[random(below: words.count)] },
        (0..<random(below: 6)).map { _ in words[random(below: words.count)] })
    }
    return echoes
  }()

  private var parameterTypes: String { parameters.map(\.go).joined(separator: ", ") }
  private var resultTypes: String {
    switch results.count {
    case 0: ""
    case 1: " " + results[0].go
    default: " (" + results.map(\.go).joined(separator: ", ") + ")"
    }
  }
  private var callee: String { "func(\(parameterTypes))\(resultTypes)" }

  var declaration: String {
    "func Echo\(number)(f \(callee)"
      + parameters.enumerated().map { ", p\($0) \($1.go)" }.joined() + ")" + resultTypes
  }

  /// IR: the function to call, and the function that calls it.
  var lines: [String] {
    let types = parameters.flatMap(\.parameter)
    let leaves = results.flatMap(\.result)
    let result =
      switch leaves.count {
      case 0: "void"
      case 1: leaves[0]
      default: "{ " + leaves.joined(separator: ", ") + " }"
      }
    let list = types.enumerated().map { ", \($1) %p\($0)" }.joined()
    let value = result == "void" ? "" : "%r = "
    return [
      "declare \(result) @\"go.call:\(callee)\"(ptr1\(types.map { ", " + $0 }.joined()))",
      "define \(result) @{Echo\(number)}(ptr1 %f\(list)) FN(\(number)) {",
      "  \(value)call \(result) @\"go.call:\(callee)\"(ptr1 %f\(list)), LN(\(number))",
      "  ret \(result)\(value.isEmpty ? "" : " %r"), LN(\(number))",
      "}",
    ]
  }
}
