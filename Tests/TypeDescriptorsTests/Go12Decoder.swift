import GoRelease
import GoTypes
import TypeDescriptors

/// Rebuilds a program's types from the decoded fields of their descriptors, so that they can be
/// written anew. The words of the descriptors are not looked at.
struct Go12Decoder {
  let vectors: Go12Vectors
  private(set) var universe: Universe
  /// Keys and values of the maps whose buckets and headers have these symbols.
  private var maps: [String: (key: String, value: String)] = [:]

  static let packages = [
    Package(path: "vec/x.y/zed", name: "zed"), Package(path: "vec/shapes.v1", name: "shapes"),
    Package(path: "reflect", name: "reflect"), Package(path: "runtime", name: "runtime"),
    Package(path: "main", name: "main"),
  ]

  init(_ vectors: Go12Vectors) throws {
    self.vectors = vectors
    let rules = GoRelease.go1_2.typeRules
    universe = Universe(language: rules.language, layoutRules: rules.layout)
    for type in vectors.types.values where type["desc"]["kind"].text == "map" {
      guard let key = type["desc"]["key"].text, let value = type["desc"]["elem"].text else {
        continue
      }
      for part in ["bucket", "hmap"] {
        if let symbol = type["desc"][part].text { maps[symbol] = (key, value) }
      }
    }
    for package in Self.packages {
      let names = try vectors.symbols.compactMap { symbol in
        try packagePath(of: symbol) == package.path ? symbol : nil
      }
      let texts = try names.map { symbol in
        let underlying = try underlying(symbol)
        let name = try name(of: symbol)
        let text = try source(underlying, in: package)
        return "type \(name.name) \(text)"
      }
      let methods = try names.flatMap { try self.methods($0, in: package) }
      try universe.declare(texts + methods, in: package, imports: Self.packages)
    }
  }

  // MARK: Types

  /// The described type of a symbol; nil for an array that the compiler made for a map, which comes
  /// with the map.
  func described(_ symbol: String) throws -> DescribedType {
    let type = try vectors.type(symbol)
    if let map = maps[symbol] {
      let (key, value) = (try goType(map.key), try goType(map.value))
      return type["synth"].text == "bucket"
        ? .mapBucket(key: key, value: value) : .mapHeader(key: key, value: value)
    }
    if type["desc"]["kind"].text == "ptr", let element = type["desc"]["elem"].text,
      let map = maps[element]
    {
      if symbol.contains("overflow <...>") {
        return .overflowPointer(key: try goType(map.key), value: try goType(map.value))
      }
      return .pointer(try described(element))
    }
    return .type(try goType(symbol))
  }

  func goType(_ symbol: String) throws -> GoType {
    let type = try vectors.type(symbol)
    if type["uncommon"]["name"].text != nil {
      if try packagePath(of: symbol) != nil { return .named(try name(of: symbol)) }
      if type["string"].text == "error" { return .named(.error) }
    }
    return try underlying(symbol)
  }

  private func underlying(_ symbol: String) throws -> GoType {
    let type = try vectors.type(symbol)
    let body = type["desc"]
    func part(_ name: String) throws -> GoType { try goType(body[name].text ?? "") }
    switch body["kind"].text {
    case "ptr": return .pointer(try part("elem"))
    case "slice": return .slice(try part("elem"))
    case "array": return .array(length: body["len"].number ?? -1, element: try part("elem"))
    case "map": return .map(key: try part("key"), value: try part("elem"))
    case "chan":
      let directions: [Int64: ChannelDirection] = [1: .receive, 2: .send, 3: .both]
      guard let direction = directions[body["dir"].number ?? 0] else { throw failure(symbol) }
      return .channel(direction, element: try part("elem"))
    case "func": return .function(try signature(body))
    case "interface":
      return .interface(
        InterfaceType(
          methods: try body["methods"].items.map { method in
            guard case .function(let signature) = try goType(method["type"].text ?? "") else {
              throw failure(symbol)
            }
            return .init(
              name: method["name"].text ?? "", packagePath: method["pkgPath"].text ?? "",
              signature: signature)
          }))
    case "struct": return .structure(StructType(fields: try body["fields"].items.map(field)))
    case let kind?:
      guard let basic = BasicKind(rawValue: kind) else { throw failure(symbol) }
      return .basic(basic)
    case nil: throw failure(symbol)
    }
  }

  private func signature(_ body: Go12Value) throws -> Signature {
    Signature(
      parameters: try body["in"].items.map { try goType($0.text ?? "") },
      results: try body["out"].items.map { try goType($0.text ?? "") },
      isVariadic: body["variadic"].isTrue)
  }

  private func field(_ field: Go12Value) throws -> StructType.Field {
    let type = try goType(field["type"].text ?? "")
    var (name, path) = (field["name"].text ?? "", field["pkgPath"].text ?? "")
    if field["name"].isNull {
      let base = if case .pointer(let element) = type { element } else { type }
      switch base {
      case .named(let typeName):
        name = typeName.sourceName
        if path.isEmpty, !typeName.isExported { path = typeName.packagePath }
      case .basic(let kind): name = kind.rawValue
      default: throw Go12Vectors.Failure(description: "embedded \(base)")
      }
    }
    return StructType.Field(
      name: name, packagePath: path, type: type, isEmbedded: field["name"].isNull,
      tag: field["tag"].text ?? "", hasTagLiteral: !field["tag"].isNull)
  }

  /// A type as the package would declare it. Unexported methods of other packages come with an
  /// interface of theirs.
  private func source(_ type: GoType, in package: Package) throws -> String {
    guard case .interface(let interface) = type else {
      return universe.string(type, qualifier: .source(in: package))
    }
    var own = interface.methods
    var elements: [String] = []
    for method in interface.methods
    where !method.isExported && method.packagePath != package.path {
      let embedded = universe.typeDeclarations(in: method.packagePath).first { declaration in
        guard case .interface(let other) = declaration.underlying else { return false }
        return other.methods.contains(method)
          && other.methods.allSatisfy(interface.methods.contains)
      }
      guard let embedded, case .interface(let other) = embedded.underlying else { continue }
      elements.append(universe.string(.named(embedded.name), qualifier: .source(in: package)))
      own.removeAll { other.methods.contains($0) }
    }
    for method in own {
      let text = universe.string(.function(method.signature), qualifier: .source(in: package))
      elements.append("\(method.name)\(text.dropFirst("func".count))")
    }
    return "interface { \(elements.joined(separator: "; ")) }"
  }

  // MARK: Names

  private func packagePath(of symbol: String) throws -> String? {
    try vectors.type(symbol)["uncommon"]["pkgPath"].text
  }

  /// A local type's name ends in its number, which only the symbol has.
  private func name(of symbol: String) throws -> TypeName {
    guard let path = try packagePath(of: symbol), let dot = symbol.lastIndex(of: ".") else {
      throw failure(symbol)
    }
    return TypeName(packagePath: path, name: String(symbol[symbol.index(after: dot)...]))
  }

  private func failure(_ symbol: String) -> Go12Vectors.Failure {
    Go12Vectors.Failure(description: "cannot decode \(symbol.prefix(100))")
  }

  // MARK: Methods

  /// The declarations of a type's methods: those that its pointer type lists and that no embedded
  /// field has.
  private func methods(_ symbol: String, in package: Package) throws -> [String] {
    let values = try methodTypes(symbol)
    let pointer = "type.*" + symbol.dropFirst("type.".count)
    let all = vectors.types[pointer] == nil ? values : try methodTypes(pointer)
    var promoted: Set<String> = []
    for field in try vectors.type(symbol)["desc"]["fields"].items where field["name"].isNull {
      guard let type = field["type"].text else { continue }
      promoted.formUnion(try methodTypes(type).keys)
      let pointer = "type.*" + type.dropFirst("type.".count)
      if vectors.types[pointer] != nil { promoted.formUnion(try methodTypes(pointer).keys) }
    }
    let typeName = try name(of: symbol).name
    return try all.keys.sorted().filter { !promoted.contains($0) }.map { key in
      guard let function = all[key], case .function(let signature) = try goType(function),
        let name = key.split(separator: " ").last
      else { throw failure(symbol) }
      let text = universe.string(.function(signature), qualifier: .source(in: package))
      let receiver = values[key] == nil ? "*\(typeName)" : typeName
      return "func (\(receiver)) \(name)\(text.dropFirst("func".count))"
    }
  }

  /// The types of the methods that a descriptor lists, by package path and name.
  private func methodTypes(_ symbol: String) throws -> [String: String] {
    let type = try vectors.type(symbol)
    var result: [String: String] = [:]
    let path = type["uncommon"]["methods"].items.isEmpty ? "methods" : ""
    if !path.isEmpty, type["desc"]["kind"].text == "interface" {
      for method in type["desc"]["methods"].items {
        result["\(method["pkgPath"].text ?? "") \(method["name"].text ?? "")"] = method["type"].text
      }
    }
    for method in type["uncommon"]["methods"].items {
      result["\(method["pkgPath"].text ?? "") \(method["name"].text ?? "")"] = method["mtyp"].text
    }
    return result
  }
}
