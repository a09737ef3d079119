import GoRelease
import GoTypes
import Symbols

/// Writes the descriptors of the types that it is asked for, and of every type that those mention.
public struct DescriptorBuilder {
  let universe: Universe
  let release: GoRelease
  /// Import paths of the packages whose types are defined here. Types that other packages name are
  /// referred to, and not defined.
  let definedPackages: Set<String>

  private var queue: [GoType] = []
  private var known: Set<GoType> = []
  private(set) var parts: [String: Symbol] = [:]
  private var maskParts: [String: Symbol] = [:]
  private var closureParts: [String: (Symbol, EqualitySignature)] = [:]

  public init(universe: Universe, release: GoRelease, definedPackages: Set<String>) {
    self.universe = universe
    self.release = release
    self.definedPackages = definedPackages
  }

  /// Asks for a type's descriptor, now or later. Types that other packages name are not written; a
  /// pointer to one is, being asked for, as a copy without code.
  public mutating func require(_ type: GoType) {
    if case .named = type, !isDefinedHere(type) { return }
    enqueue(type)
  }

  private mutating func enqueue(_ type: GoType) {
    if known.insert(type).inserted { queue.append(type) }
  }

  /// Whether this set defines a type's descriptor when another mentions it: every type but those
  /// that other packages name and the pointers to those, which come with them.
  private func isDefinedHere(_ type: GoType) -> Bool {
    switch type {
    case .named(let name), .pointer(.named(let name)): definedPackages.contains(name.packagePath)
    default: true
    }
  }

  /// Writes everything asked for.
  public mutating func build() throws(DescriptorError) -> DescriptorSet {
    var set = DescriptorSet()
    var next = 0
    while next < queue.count {
      let type = queue[next]
      next += 1
      set.descriptors.append(
        DescriptorSet.Descriptor(
          type: type, string: universe.string(type, qualifier: .packageName),
          symbol: try descriptor(of: type)))
    }
    set.descriptors.sort { left, right in
      if precedes(left.string, right.string) { return true }
      return !precedes(right.string, left.string) && precedes(left.symbol.name, right.symbol.name)
    }
    set.names = parts.values.sorted { precedes($0.name, $1.name) }
    set.masks = maskParts.values.sorted { precedes($0.name, $1.name) }
    let closures = closureParts.values.sorted { precedes($0.0.name, $1.0.name) }
    set.closures = closures.map(\.0)
    set.equalities = closures.map(\.1)
    return set
  }

  // MARK: References that bring their target along

  /// The symbol of a type's descriptor, which is then also written.
  mutating func symbol(of type: GoType) -> String {
    if isDefinedHere(type) { enqueue(type) }
    return TypeSymbol.name(linkString: universe.string(type, qualifier: .packagePath))
  }

  mutating func symbol(of name: NameData) -> String {
    if let path = name.packagePath { _ = symbol(ofImportPath: path) }
    let symbol = name.symbol(release.typeRules)
    parts[symbol.name] = symbol
    return symbol.name
  }

  mutating func symbol(ofImportPath path: String) -> String {
    let symbol = NameData.importPath(path, release.typeRules)
    parts[symbol.name] = symbol
    return symbol.name
  }

  mutating func symbol(of mask: PointerMask) -> String {
    let symbol = mask.symbol
    maskParts[symbol.name] = symbol
    return symbol.name
  }

  /// The closure that compares by a signature.
  mutating func symbol(of signature: EqualitySignature) -> String {
    if let closure = signature.runtimeClosure { return closure }
    let name = signature.closureName
    let code = Relocation(offset: 0, kind: .address, target: signature.functionName)
    let symbol = Symbol(
      name: name, bytes: [UInt8](repeating: 0, count: 8), relocations: [code], alignment: 8)
    closureParts[name] = (symbol, signature)
    return name
  }
}

/// Go's order of strings, by bytes: the runtime searches descriptors by halves.
private func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
