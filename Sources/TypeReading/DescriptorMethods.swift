import GoTypes

/// The declarations of named types, with the methods that each declares itself.
///
/// Tables list the methods of values, and those of pointers, with what embedded fields give to
/// both. A method that embedding gives in the same form to the same of the two needs no declaration.
struct DescriptorMethods {
  private let shapes: DescriptorShapes
  private(set) var declarations: [GoTypes.TypeName: TypeDeclaration] = [:]
  private(set) var faults: [TypeReadError] = []
  private(set) var dropped: [GoTypes.TypeName: [String]] = [:]
  /// The descriptor of a name, and of the pointer to it.
  private var places: [GoTypes.TypeName: Int] = [:]
  private var pointers: [Int: Int] = [:]
  /// How many embedded types a name leads to, with repetition.
  private var reach: [GoTypes.TypeName: Int] = [:]
  /// How many embedded types may be searched in all. What is more keeps the methods it lists.
  private var budget: Int

  /// A struct that embeds more than that, all told, is none that a person wrote.
  private static let widestReach = 10_000

  init(_ shapes: DescriptorShapes) {
    self.shapes = shapes
    budget = 1 << 16 &+ 64 &* shapes.descriptors.count
    for index in shapes.descriptors.indices {
      if case .named(let name) = shapes.names.identities[index], name != .error,
        places[name] == nil
      {
        places[name] = index
      }
      if case .pointer(let element?) = shapes.descriptors[index].body,
        case .unnamed = shapes.names.identities[index], let address = element.address,
        let target = shapes.indices[address]
      {
        pointers[target] = index
      }
    }
  }

  /// Makes every declaration, those of embedded types first.
  mutating func declareAll() {
    struct Visit {
      var name: GoTypes.TypeName
      var embedded: ArraySlice<GoTypes.TypeName>
    }
    var entered: Set<GoTypes.TypeName> = []
    for index in shapes.descriptors.indices {
      guard case .named(let root) = shapes.names.identities[index], places[root] == index,
        entered.insert(root).inserted
      else { continue }
      var stack = [Visit(name: root, embedded: embedded(index)[...])]
      walk: while var visit = stack.popLast() {
        while let next = visit.embedded.popFirst() {
          // Types may embed pointers to each other; who comes first then declares what it lists.
          guard let place = places[next], entered.insert(next).inserted else { continue }
          stack.append(visit)
          stack.append(Visit(name: next, embedded: embedded(place)[...]))
          continue walk
        }
        if let place = places[visit.name] { declare(visit.name, place) }
      }
    }
  }

  private func embedded(_ index: Int) -> [GoTypes.TypeName] {
    guard case .structure(let structure)? = shapes.shapes[index] else { return [] }
    return structure.fields.compactMap { field in
      guard field.isEmbedded else { return nil }
      switch field.type {
      case .named(let name), .pointer(.named(let name)): return name
      default: return nil
      }
    }
  }

  private mutating func declare(_ name: GoTypes.TypeName, _ index: Int) {
    guard let underlying = shapes.shapes[index] else { return }
    var declaration = TypeDeclaration(name: name, underlying: underlying)
    let embedded = embedded(index)
    reach[name] = embedded.reduce(1) { min($0 &+ (reach[$1] ?? 1), Self.widestReach &+ 1) }
    if case .interface = underlying {
      declarations[name] = declaration
      return
    }
    // The same package's members are one, whatever order tables have them in.
    let values = methods(of: index, name)
    let pointer = pointers[index]
    let all = pointer.map { methods(of: $0, name) } ?? values
    let isOfValue = Set(values.map(Member.init))
    declaration.methods = all.map { method in
      var method = method
      method.hasPointerReceiver = !isOfValue.contains(Member(method))
      return method
    }
    if !embedded.isEmpty, let cost = reach[name], cost <= Self.widestReach, budget >= cost {
      budget -= cost
      removePromoted(&declaration, hasPointer: pointer != nil)
    }
    declarations[name] = declaration
  }

  private struct Member: Hashable {
    var name: String
    var packagePath: String

    init(_ method: Method) {
      name = method.name
      packagePath = method.isExported ? "" : method.packagePath
    }
  }

  private mutating func methods(of index: Int, _ name: GoTypes.TypeName) -> [Method] {
    guard let uncommon = shapes.descriptors[index].uncommon else { return [] }
    var methods: [Method] = []
    for method in uncommon.methods {
      guard let text = method.name?.text else { continue }
      guard let reference = method.type else {
        if dropped[name]?.contains(text) != true { dropped[name, default: []].append(text) }
        continue
      }
      guard let place = reference.address.flatMap({ shapes.indices[$0] }),
        case .function(let signature)? = shapes.shapes[place]
      else {
        if reference.address == nil {
          faults.append(
            .malformed(
              .init(symbol: shapes.descriptors[index].symbol ?? name.name, offset: uncommon.offset),
              what: "the type of method \(text), \(reference), is not in the file"))
        }
        continue
      }
      let path = method.packagePath?.text ?? uncommon.packagePath?.text ?? name.packagePath
      methods.append(
        Method(
          name: text, packagePath: isExportedName(text) ? name.packagePath : path,
          hasPointerReceiver: false, signature: signature))
    }
    return methods
  }

  private mutating func removePromoted(_ declaration: inout TypeDeclaration, hasPointer: Bool) {
    let bare = TypeDeclaration(name: declaration.name, underlying: declaration.underlying)
    declarations[declaration.name] = bare
    let known = declarations
    func promoted(_ type: GoType) -> [Member: Signature] {
      let entries = methodSet(of: type) { known[$0] ?? ($0 == .error ? Self.error : nil) }
      return Dictionary(
        entries.map { (Member($0.method), $0.method.signature) }, uniquingKeysWith: { $1 })
    }
    let ofValues = promoted(.named(declaration.name))
    let ofPointers = hasPointer ? promoted(.pointer(.named(declaration.name))) : ofValues
    declaration.methods.removeAll { method in
      let member = Member(method)
      return ofPointers[member] == method.signature
        && (ofValues[member] != nil) == !method.hasPointerReceiver
    }
  }

  private static let error = TypeDeclaration(
    name: .error,
    underlying: .interface(
      InterfaceType(methods: [
        .init(name: "Error", signature: Signature(results: [.basic(.string)]))
      ])))
}
