import GoTypes

/// A generator of types that is the same on every run.
struct TypeGenerator {
  private var state: UInt64
  let package: Package
  let names: [TypeName]

  init(seed: UInt64, package: Package, names: [TypeName]) {
    state = seed
    self.package = package
    self.names = names
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func element<T>(of list: [T]) -> T { list[number(below: list.count)] }

  mutating func type(depth: Int) -> GoType {
    if depth == 0 || number(below: 8) == 0 { return leaf() }
    switch number(below: 9) {
    case 0: return .pointer(type(depth: depth - 1))
    case 1: return .slice(type(depth: depth - 1))
    case 2: return .array(length: Int64(number(below: 5)), element: type(depth: depth - 1))
    case 3: return .map(key: key(), value: type(depth: depth - 1))
    case 4:
      return .channel(element(of: [.receive, .send, .both]), element: type(depth: depth - 1))
    case 5, 6: return .function(signature(depth: depth - 1))
    case 7: return structure(depth: depth - 1)
    default: return interface(depth: depth - 1)
    }
  }

  private mutating func leaf() -> GoType {
    number(below: 3) == 0
      ? .named(element(of: names)) : .basic(element(of: BasicKind.allCases))
  }

  private mutating func key() -> GoType {
    element(of: [.basic(.string), .basic(.int), .interface(InterfaceType()), .pointer(leaf())])
  }

  private mutating func signature(depth: Int) -> Signature {
    var signature = Signature()
    for _ in 0..<number(below: 4) { signature.parameters.append(type(depth: depth)) }
    for _ in 0..<number(below: 3) { signature.results.append(type(depth: depth)) }
    if number(below: 3) == 0 {
      signature.parameters.append(.slice(type(depth: depth)))
      signature.isVariadic = true
    }
    return signature
  }

  private mutating func member(_ index: Int) -> (name: String, packagePath: String) {
    let name = element(of: ["Field", "field", "Ünïcode", "поле", "_x", "字"]) + "\(index)"
    return (name, isExportedName(name) ? "" : package.path)
  }

  private mutating func structure(depth: Int) -> GoType {
    var fields: [StructType.Field] = []
    var embedded = names.filter { $0 != .error && !$0.isInstance }
    for index in 0..<number(below: 5) {
      let tag = element(of: ["", "", "json:\"a\"", "`\n\t\"\\", "\u{200B}é\u{0}\u{1F600}\u{E000}"])
      if number(below: 4) == 0, !embedded.isEmpty {
        let name = embedded.remove(at: number(below: embedded.count))
        fields.append(
          StructType.Field(
            name: name.name, packagePath: name.isExported ? "" : package.path,
            type: .named(name), isEmbedded: true, tag: tag))
        continue
      }
      let (name, path) = number(below: 6) == 0 ? ("_", package.path) : member(index)
      fields.append(
        StructType.Field(name: name, packagePath: path, type: type(depth: depth), tag: tag))
    }
    return .structure(StructType(fields: fields))
  }

  private mutating func interface(depth: Int) -> GoType {
    var methods: [InterfaceType.Method] = []
    for index in 0..<number(below: 4) {
      let (name, path) = member(index)
      methods.append(
        InterfaceType.Method(name: name, packagePath: path, signature: signature(depth: depth)))
    }
    return .interface(InterfaceType(methods: methods))
  }
}
