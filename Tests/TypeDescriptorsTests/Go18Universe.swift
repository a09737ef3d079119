import GoRelease
import GoTypes
import TypeDescriptors

/// The vectors' types, declared anew in Go's syntax.
struct Go18Universe {
  private(set) var universe: Universe
  private(set) var decoder: Go18Decoder
  /// What each described symbol describes.
  private(set) var types: [String: DescribedType] = [:]

  init(_ vectors: Go18Vectors) throws {
    decoder = Go18Decoder(vectors.symbols)
    universe = Universe(
      language: LanguageVersion(major: 1, minor: 8), layoutRules: GoRelease.go1_8.typeRules.layout)
    for vector in vectors.symbols { types[vector.sym] = try decoder.type(vector.sym) }
    try declareExternals()
    for path in Go18Externals.order {
      let package = Package(path: path, name: Self.packageName(path))
      try universe.declare(try declarations(of: path, in: package, vectors), in: package)
    }
  }

  static func packageName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// By hand what counts, and an empty struct for what is only pointed to.
  private mutating func declareExternals() throws {
    var texts = Go18Externals.declarations
    var known = Set(types.values.compactMap(Self.name))
    for (path, declarations) in texts {
      for text in declarations where text.hasPrefix("type ") {
        let name = text.dropFirst(5).prefix { $0 != " " }
        known.insert(TypeName(packagePath: path, name: String(name)))
      }
    }
    var missing: Set<TypeName> = []
    for symbol in decoder.symbols.values {
      for reference in symbol.rel where reference.target.hasPrefix("type.") {
        guard !reference.target.hasPrefix("type.."),
          case .type(let type) = try decoder.type(reference.target)
        else { continue }
        var base = type
        while case .pointer(let element) = base { base = element }
        if case .named(let name) = base, !name.packagePath.isEmpty, !known.contains(name) {
          missing.insert(name)
        }
      }
    }
    for name in missing.sorted(by: { ($0.packagePath, $0.name) < ($1.packagePath, $1.name) }) {
      let text = "type \(name.name) struct {}"
      if let index = texts.firstIndex(where: { $0.path == name.packagePath }) {
        texts[index].texts.append(text)
      } else {
        texts.append((name.packagePath, [text]))
      }
    }
    for (path, declarations) in texts where !path.isEmpty {
      try universe.declare(declarations, in: Package(path: path, name: Self.packageName(path)))
    }
  }

  private static func name(_ type: DescribedType) -> TypeName? {
    if case .type(.named(let name)) = type { name } else { nil }
  }

  private mutating func declarations(
    of path: String, in package: Package, _ vectors: Go18Vectors
  ) throws -> [String] {
    var texts: [String] = []
    for vector in vectors.symbols where vector.pkg == path {
      guard let name = types[vector.sym].flatMap(Self.name), name.packagePath == path else {
        continue
      }
      let underlying = try decoder.underlying(vector)
      func source(_ type: GoType) -> String {
        universe.string(type, qualifier: .source(in: package))
      }
      texts.append("type \(name.name) \(source(underlying))")
      if case .interface = underlying { continue }
      let valueMethods = Set(try decoder.methods(vector).map(\.name))
      guard let pointer = decoder.symbols["type.*" + vector.sym.dropFirst(5)] else { continue }
      for method in try decoder.methods(pointer) {
        let isValue = valueMethods.contains(method.name)
        if try isPromoted(method.name, of: underlying, isValue: isValue) { continue }
        let signature = source(.function(method.signature)).dropFirst("func".count)
        texts.append("func (\(isValue ? "" : "*")\(name.name)) \(method.name)\(signature)")
      }
    }
    return texts
  }

  /// Whether exactly one embedded field gives a struct the method.
  private mutating func isPromoted(
    _ method: String, of type: GoType, isValue: Bool
  ) throws -> Bool {
    guard case .structure(let structure) = type else { return false }
    var sources: [Bool] = []
    for field in structure.fields where field.isEmbedded {
      var base = field.type
      if case .pointer(let element) = base { base = element }
      guard case .named(let name) = base else { continue }
      let sym = "type." + (name.packagePath.isEmpty ? "" : name.packagePath + ".") + name.name
      var (all, direct): (Set<String>, Set<String>) = ([], [])
      if let vector = decoder.symbols[sym] {
        if case .interface(let interface) = try decoder.underlying(vector) {
          all = Set(interface.methods.map(\.name))
          direct = all
        } else {
          direct = Set(try decoder.methods(vector).map(\.name))
          let pointer = try decoder.symbols["type.*" + sym.dropFirst(5)].map {
            try decoder.methods($0)
          }
          all = Set((pointer ?? []).map(\.name))
        }
      } else {
        direct = Set(universe.methodSet(of: base).map(\.method.name))
        all = direct.union(universe.methodSet(of: .pointer(base)).map(\.method.name))
      }
      guard all.contains(method) else { continue }
      sources.append(field.type != base || direct.contains(method))
    }
    return sources == [isValue]
  }
}
