import GoTypes
import TypeDescriptors

/// Reads Go types out of Go 1.8's descriptors, by the offsets of that release's `runtime/type.go`
/// and by what references point to. Shares nothing with the builder but the types themselves.
struct Go18Decoder {
  let symbols: [String: Go18Vectors.Symbol]
  private var memo: [String: DescribedType] = [:]
  /// Map descriptors by the text `[K]V` of their bucket's name.
  private var maps: [String: String] = [:]

  init(_ vectors: [Go18Vectors.Symbol]) {
    symbols = Dictionary(vectors.map { ($0.sym, $0) }, uniquingKeysWith: { first, _ in first })
    for vector in vectors where vector.bytes.count > 23 && vector.bytes[23] & 31 == 21 {
      let bucket = vector.reference(at: 64)?.target ?? ""
      maps[String(bucket.drop { $0 != "[" })] = vector.sym
    }
  }

  struct Failure: Error { var what: String }

  static let typePrefix = "type."

  func named(_ link: some StringProtocol) -> TypeName {
    let slash = link.lastIndex(of: "/") ?? link.startIndex
    guard let dot = link[slash...].lastIndex(of: ".") else {
      return TypeName(packagePath: "", name: String(link))
    }
    return TypeName(
      packagePath: String(link[..<dot]), name: String(link[link.index(after: dot)...]))
  }

  /// The type that a descriptor's symbol describes.
  mutating func type(_ sym: String) throws -> DescribedType {
    if let known = memo[sym] { return known }
    let link = sym.dropFirst(Self.typePrefix.count)
    let result: DescribedType
    if let vector = symbols[sym] {
      result = try describe(vector, link: link)
    } else if link.hasPrefix("*") {
      result = try type(Self.typePrefix + link.dropFirst()).pointer
    } else if let basic = BasicKind(rawValue: String(link)) {
      result = .type(.basic(basic))
    } else if link.allSatisfy({ $0.isLetter || $0.isNumber || "_./·".contains($0) }) {
      result = .type(.named(named(link)))
    } else {
      throw Failure(what: "no descriptor \(sym)")
    }
    memo[sym] = result
    return result
  }

  mutating func goType(_ sym: String) throws -> GoType {
    guard case .type(let type) = try type(sym) else { throw Failure(what: "\(sym) is made up") }
    return type
  }

  private mutating func describe(
    _ vector: Go18Vectors.Symbol, link: Substring
  ) throws -> DescribedType {
    let text = link.hasPrefix("noalg.") ? link.dropFirst(6) : link
    if text.hasPrefix("map."), !text.hasPrefix("map.["), let open = text.firstIndex(of: "[") {
      guard let map = maps[String(text[open...])].flatMap({ symbols[$0] }) else {
        throw Failure(what: "no map for \(link)")
      }
      let key = try goType(try target(map, 48))
      let value = try goType(try target(map, 56))
      switch text[..<open] {
      case "map.bucket": return .mapBucket(key: key, value: value)
      case "map.hdr": return .mapHeader(key: key, value: value)
      case "map.iter": return .mapIterator(key: key, value: value)
      default: throw Failure(what: "made-up \(link)")
      }
    }
    // Arrays of a select statement's cases are no map's.
    if link.hasPrefix("noalg."), vector.bytes[23] & 31 == 17,
      try !target(vector, 48).hasPrefix("type.noalg.")
    {
      return .mapArray(element: try goType(try target(vector, 48)))
    }
    if vector.bytes[20] & 4 != 0 {
      if let basic = BasicKind(rawValue: String(link)) { return .type(.basic(basic)) }
      return .type(.named(named(link)))
    }
    if vector.bytes[23] & 31 == 22 { return try type(try target(vector, 48)).pointer }
    return .type(try underlying(vector))
  }

  func target(_ vector: Go18Vectors.Symbol, _ offset: Int) throws -> String {
    guard let reference = vector.reference(at: offset) else {
      throw Failure(what: "\(vector.sym) refers to nothing at \(offset)")
    }
    return reference.target
  }

  /// What a descriptor's kind and fields say, whatever its name.
  mutating func underlying(_ vector: Go18Vectors.Symbol) throws -> GoType {
    let bytes = vector.bytes
    func word(_ offset: Int) -> Int64 {
      (0..<8).reduce(0) { $0 | Int64(bytes[offset + $1]) << Int64(8 * $1) }
    }
    let extra = bytes[20] & 1 != 0 ? 16 : 0
    let basics: [BasicKind] = [
      .bool, .int, .int8, .int16, .int32, .int64, .uint, .uint8, .uint16, .uint32, .uint64,
      .uintptr, .float32, .float64, .complex64, .complex128,
    ]
    switch bytes[23] & 31 {
    case let kind where (1...16).contains(kind): return .basic(basics[Int(kind) - 1])
    case 17: return .array(length: word(64), element: try goType(try target(vector, 48)))
    case 18:
      let direction: ChannelDirection = [1: .receive, 2: .send][word(56)] ?? .both
      return .channel(direction, element: try goType(try target(vector, 48)))
    case 19: return .function(try signature(vector, arrayOffset: 56 + extra))
    case 20: return .interface(try interface(vector, arrayOffset: 80 + extra, Int(word(64))))
    case 21:
      return .map(
        key: try goType(try target(vector, 48)), value: try goType(try target(vector, 56)))
    case 22: return .pointer(try goType(try target(vector, 48)))
    case 23: return .slice(try goType(try target(vector, 48)))
    case 24: return .basic(.string)
    case 25: return .structure(try structure(vector, arrayOffset: 80 + extra, Int(word(64)), word))
    case 26: return .basic(.unsafePointer)
    default: throw Failure(what: "kind of \(vector.sym)")
    }
  }

  private mutating func signature(
    _ vector: Go18Vectors.Symbol, arrayOffset: Int
  ) throws -> Signature {
    let bytes = vector.bytes
    let inCount = Int(bytes[48]) | Int(bytes[49]) << 8
    let outCount = Int(bytes[50]) | Int(bytes[51] & 0x7F) << 8
    var types: [GoType] = []
    for index in 0..<inCount + outCount {
      types.append(try goType(try target(vector, arrayOffset + 8 * index)))
    }
    return Signature(
      parameters: Array(types[..<inCount]), results: Array(types[inCount...]),
      isVariadic: bytes[51] & 0x80 != 0)
  }
}
