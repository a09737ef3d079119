import GoTypes
import Testing

/// Go functions, as the compiler is asked to compile them and as the library is asked to lay them
/// out.
struct SignatureSample: Sendable, CustomTestStringConvertible {
  /// The type whose method it is, such as `*Point`.
  var receiver: String?
  var parameters: [String]
  var results: [String]

  init(_ parameters: [String], _ results: [String] = [], receiver: String? = nil) {
    self.receiver = receiver
    self.parameters = parameters
    self.results = results
  }

  var testDescription: String {
    let list = parameters.joined(separator: ", ")
    return "func (\(receiver ?? "")) F(\(list)) (\(results.joined(separator: ", ")))"
  }

  static let package = Package(path: "example.com/abi", name: "abi")

  static let declarations = """
    type Point struct { X, Y float64 }
    type Word struct { P *int }
    type Padded struct { A uint8; B uint32; C uint8 }
    type Nested struct { A Padded; B Point; C string }
    type Trailing struct { A int32; Z struct{} }
    type Leading struct { Z [0]int64; A uint8 }
    type Blank struct { A uint8; _ uint16; B uint8; _ *int }
    type One struct { A [1]Padded; B [1][1]*int }
    type Empty struct{}
    type Mixed struct { F float32; I int8; C complex64; S []byte }
    type Small uint16
    type Named interface { M() }
    type Func func(int) string
    type Pair struct { A, B [2]int }
    type EmptyPair struct { A int; B [2]struct{} }
    """

  static func universe() throws -> Universe {
    var universe = Universe()
    try universe.declare([declarations, "func (p *Point) M()"], in: package)
    return universe
  }

  /// Those that travel in the registers that both conventions have.
  static let passed: [SignatureSample] = [
    SignatureSample([]),
    SignatureSample(["int8", "int16", "int32", "int64", "bool"], ["bool"]),
    SignatureSample(["uint8", "uint16", "uint32", "uint64", "uintptr", "int"], ["int", "int"]),
    SignatureSample(
      ["bool", "int64", "bool", "int32", "bool", "int16"], ["int8", "int16", "int32"]),
    SignatureSample(["string"], ["string"]),
    SignatureSample(["[]byte", "string"], ["[]byte"]),
    SignatureSample(["any", "error", "Named"], ["any"]),
    SignatureSample(["float32", "float64", "float32"], ["float32"]),
    SignatureSample(["complex64", "complex128"], ["complex128"]),
    SignatureSample(["uint8", "float32", "uint8", "float64", "uint8"], ["float64", "int8"]),
    SignatureSample(
      ["*int", "uint8", "map[string]int", "chan int", "func()"], ["*int", "string"]),
    SignatureSample(["unsafe.Pointer", "Func", "Small"], ["Func"]),
    SignatureSample(["Point"], ["Point"]),
    SignatureSample(["Padded", "uint8"], ["Padded"]),
    SignatureSample(["Nested", "uint8"], ["Point"]),
    SignatureSample(["uint8", "Trailing", "uint8"], ["Trailing"]),
    SignatureSample(["uint8", "Leading", "uint8"], ["Leading"]),
    SignatureSample(["Blank", "uint8"], ["uint8"]),
    SignatureSample(["One", "uint8"], ["[1]*int"]),
    SignatureSample(["[1]uint8", "[1]string", "[1]uint8"], ["[1]float32"]),
    SignatureSample(["uint8", "Empty", "uint8", "[0]int64", "uint8"], ["int"]),
    SignatureSample(["uint8", "[0]*int", "uint8", "[0]Pair", "string"], ["int"]),
    SignatureSample(["uint8", "[2]struct{}", "uint16"], ["int8"]),
    SignatureSample(
      ["uint8", "struct{ a struct{}; b [0]complex128 }", "uint8"], ["struct{}", "int"]),
    SignatureSample(["Mixed", "uint8"], ["complex64"]),
    SignatureSample(["uint8", "struct{ a uint8; b *int }", "uint8"], ["*int"]),
    SignatureSample(["float64", "int8"], ["int"], receiver: "*Point"),
    SignatureSample(["uint8", "string"], ["float64"], receiver: "Point"),
    SignatureSample(["uint8"], ["*int"], receiver: "Word"),
    SignatureSample(["uint8", "uint8"], [], receiver: "Empty"),
    SignatureSample(["uint8"], ["uint8"], receiver: "Small"),
    SignatureSample(
      ["float32", "float32", "float32", "float32", "float32", "float32", "float32", "float64"],
      ["float64", "float32"]),
  ]

  /// Those that Go's compiler is asked about.
  static let compiled = passed + random(120, seed: 1)

  func layout(
    _ universe: Universe
  ) throws -> (receiver: GoType?, signature: Signature) {
    func types(_ texts: [String]) throws -> [GoType] {
      try texts.map { try universe.parseType($0, in: Self.package) }
    }
    return (
      try receiver.map { try universe.parseType($0, in: Self.package) },
      Signature(parameters: try types(parameters), results: try types(results))
    )
  }

  /// The function as Go source, with a body that keeps all parameters past a call.
  func source(_ index: Int) -> String {
    let all = (receiver.map { [$0] } ?? []) + parameters
    let variables = all.enumerated().map { "var v\(index)_\($0) \($1)\n" }.joined()
    let list = parameters.enumerated().map {
      "p\($0 + (receiver == nil ? 0 : 1)) \($1)"
    }.joined(separator: ", ")
    let results = results.enumerated().map { "r\($0) \($1)" }.joined(separator: ", ")
    let stores = all.indices.map { "v\(index)_\($0) = p\($0)" }.joined(separator: "; ")
    return variables
      + "//go:noinline\nfunc \(receiver.map { "(p0 \($0)) " } ?? "")F\(index)(\(list)) "
      + "(\(results)) { call(); \(stores); return }\n"
  }
}
