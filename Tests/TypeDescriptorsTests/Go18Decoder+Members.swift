import GoTypes
import TypeDescriptors

extension Go18Decoder {
  /// A name that a reference leads to, as far as its symbol tells. Names with a package path are
  /// numbered (`type..namedata.net.0`), so that theirs stands elsewhere.
  private enum Name {
    case plain(String, tag: String)
    case embedded(tag: String)
    case numbered
  }

  private func name(_ vector: Go18Vectors.Symbol, _ offset: Int) throws -> Name {
    let text = try target(vector, offset).dropFirst("type..namedata.".count)
    let prefix = (vector.pkg ?? "\"\"") + "."
    if text.hasPrefix(prefix), Int(text.dropFirst(prefix.count)) != nil { return .numbered }
    for mark in ["-noname-exported.", "-noname-unexported."] where text.hasPrefix(mark) {
      return .embedded(tag: String(text.dropFirst(mark.count)))
    }
    // The field of a closure for its code is called `.F`.
    guard let dot = text.dropFirst().firstIndex(of: ".") else {
      throw Failure(what: "name \(text)")
    }
    return .plain(String(text[..<dot]), tag: String(text[text.index(after: dot)...]))
  }

  private func package(_ vector: Go18Vectors.Symbol, _ offset: Int) -> String {
    let target = vector.reference(at: offset)?.target ?? ""
    return String(target.dropFirst("type..importpath.".count).dropLast())
  }

  mutating func structure(
    _ vector: Go18Vectors.Symbol, arrayOffset: Int, _ count: Int, _ word: (Int) -> Int64
  ) throws -> StructType {
    let package = package(vector, 48)
    var fields: [StructType.Field] = []
    for index in 0..<count {
      let offset = arrayOffset + 24 * index
      let type = try goType(try target(vector, offset + 8))
      switch try name(vector, offset) {
      case .plain(let name, let tag):
        fields.append(
          StructType.Field(
            name: name, packagePath: isExportedName(name) ? "" : package, type: type, tag: tag))
      case .embedded(let tag): fields.append(embedded(type, tag: tag, package))
      case .numbered: fields.append(embedded(type, tag: "", package))
      }
    }
    return StructType(fields: fields)
  }

  private func embedded(_ type: GoType, tag: String, _ package: String) -> StructType.Field {
    var base = type
    if case .pointer(let element) = type { base = element }
    var name = ""
    switch base {
    case .named(let type): name = type.name
    case .basic(let kind): name = kind.rawValue
    default: break
    }
    return StructType.Field(
      name: name, packagePath: isExportedName(name) ? "" : package, type: type, isEmbedded: true,
      tag: tag)
  }

  mutating func interface(
    _ vector: Go18Vectors.Symbol, arrayOffset: Int, _ count: Int
  ) throws -> InterfaceType {
    var methods: [InterfaceType.Method] = []
    for index in 0..<count {
      let offset = arrayOffset + 8 * index
      guard case .function(let signature) = try goType(try target(vector, offset + 4)) else {
        throw Failure(what: "method of \(vector.sym)")
      }
      switch try name(vector, offset) {
      case .plain(let name, _):
        let path = isExportedName(name) ? "" : package(vector, 48)
        methods.append(.init(name: name, packagePath: path, signature: signature))
      case .numbered:
        // Of an interface without a name: its text says it, `interface { net.m() }`.
        let texts = vector.sym.dropFirst("type.interface { ".count).split(separator: "; ")
        guard texts.indices.contains(index), let end = texts[index].firstIndex(of: "(") else {
          throw Failure(what: "name of a method of \(vector.sym)")
        }
        let member = named(texts[index][..<end])
        methods.append(
          .init(name: member.name, packagePath: member.packagePath, signature: signature))
      case .embedded: throw Failure(what: "method of \(vector.sym)")
      }
    }
    return InterfaceType(methods: methods)
  }

  /// The methods that a descriptor lists.
  mutating func methods(
    _ vector: Go18Vectors.Symbol
  ) throws -> [(name: String, packagePath: String, signature: Signature)] {
    let bytes = vector.bytes
    guard bytes[20] & 1 != 0 else { return [] }
    let sizes: [UInt8: Int] = [17: 72, 18: 64, 19: 56, 20: 80, 21: 88, 22: 56, 23: 56, 25: 80]
    let start = sizes[bytes[23] & 31] ?? 48
    func number(_ offset: Int, _ width: Int) -> Int {
      (0..<width).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    let first = start + number(start + 8, 4)
    var methods: [(name: String, packagePath: String, signature: Signature)] = []
    for index in 0..<number(start + 4, 2) {
      let offset = first + 16 * index
      guard case .function(let signature) = try goType(try target(vector, offset + 4)) else {
        throw Failure(what: "method of \(vector.sym)")
      }
      // Its code is called as the method is, with its package where that is another.
      let code = try target(vector, offset + 12)
      let member = code[(code.lastIndex(of: ")") ?? code.startIndex)...].dropFirst(2)
      var path = package(vector, start)
      if case .numbered = try name(vector, offset) { path = named(member).packagePath }
      let name = named(code).name
      methods.append((name, isExportedName(name) ? "" : path, signature))
    }
    return methods
  }
}
