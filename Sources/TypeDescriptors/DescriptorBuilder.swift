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

  /// Everything asked for, and where each symbol's type stands in it.
  private var queue: [DescribedType] = []
  private var places = SymbolMap<Int>()
  /// The places of types that are still to be written.
  private var pending: [Int] = []
  /// Types whose GC programs of words are asked for, by the programs' symbols.
  private var programs = SymbolMap<DescribedType>()
  private var pendingPrograms: [String] = []
  /// By their symbols.
  var wrappers = SymbolMap<MethodWrapper>()
  var algorithmParts = SymbolMap<(Symbol, DescriptorSet.Algorithm)>()
  /// Closures of functions that hash and compare, and tables that need no functions to be made.
  var closureTables = SymbolMap<Symbol>()
  var parts = SymbolMap<Symbol>()
  private var maskParts = SymbolMap<Symbol>()
  /// Itabs, with the links to them.
  var itabParts = SymbolMap<(itab: Symbol, link: Symbol?)>()
  /// What no record can hold, to be told when everything is written.
  var fault: DescriptorError?
  /// Closures of functions that compare or hash, and the functions that have to be made for them.
  var closureParts = SymbolMap<Symbol>()
  var equalityParts = SymbolMap<DescriptorSet.Equality>()
  var hashParts = SymbolMap<DescriptorSet.Hash>()
  /// Closures that are the runtime's.
  var runtimeClosures: Set<String> = []
  /// Words for masks that are made on demand.
  var maskWords = SymbolMap<Symbol>()

  public init(universe: Universe, release: GoRelease, definedPackages: Set<String>) {
    self.universe = universe
    self.release = release
    self.definedPackages = definedPackages
  }

  /// Asks for a type's descriptor, now or later. Types that other packages name are not written; a
  /// pointer to one is, being asked for, as a copy without code.
  public mutating func require(_ type: GoType) {
    if !isDefinedHere(type) {
      guard release.typeRules.namedTypesMayRepeat, case .pointer = type else { return }
    }
    require(.type(type))
    // The pointer to a defined pointer type is nobody else's to define, and its descriptor only
    // refers to it weakly (cmd/gc/reflect.c, `dumptypestructs`).
    if case .strings = release.typeRules.names, case .named = type {
      require(.type(.pointer(type)))
    }
  }

  /// Asks for the descriptor of a type that may be made up.
  public mutating func require(_ type: DescribedType) {
    enqueue(type, symbolName(of: type))
  }

  /// Two types of one symbol are one to the linker, so the first is written; but what a program
  /// itself mentions goes before an equal array that is made for a map.
  private mutating func enqueue(_ type: DescribedType, _ symbol: String) {
    guard let place = places[symbol] else {
      places[symbol] = queue.count
      pending.append(queue.count)
      queue.append(type)
      return
    }
    if case .type = queue[place] { return }
    if case .type = type {
      queue[place] = type
      pending.append(place)
    }
  }

  /// Whether this set defines a type's descriptor when another mentions it: every type but those
  /// that other packages name and the pointers to those, which come with them. Instances of generic
  /// types come with whoever mentions them.
  func isDefinedHere(_ type: GoType) -> Bool {
    switch type {
    case .named(let name), .pointer(.named(let name)): name.isInstance || isDeclaredHere(name)
    case .basic, .pointer(.basic): definesBasicTypes
    default: true
    }
  }

  /// Whether the code of a type's methods is the set's packages' own.
  func hasCodeHere(_ type: GoType) -> Bool {
    switch type {
    case .named(let name), .pointer(.named(let name)): isDeclaredHere(name)
    default: isDefinedHere(type)
    }
  }

  private func isDeclaredHere(_ name: TypeName) -> Bool {
    name.packagePath.isEmpty
      ? definesBasicTypes && definedPackages.contains(Self.runtimePath)
      : definedPackages.contains(name.packagePath)
  }

  private var definesBasicTypes: Bool {
    !release.typeRules.basicTypesAreTheRuntimes || definedPackages.contains(Self.runtimePath)
  }

  private static let runtimePath = "runtime"

  /// Writes everything asked for.
  public mutating func build() throws(DescriptorError) -> DescriptorSet {
    try build { (_, error) throws(DescriptorError) in throw error }
  }

  /// The same, except that `refuse` is told of each type that cannot be written: where it does not
  /// throw, the others are.
  public mutating func build(
    refuse: (DescribedType, DescriptorError) throws(DescriptorError) -> Void
  ) throws(DescriptorError) -> DescriptorSet {
    guard universe.layoutRules == release.typeRules.layout else {
      throw .otherLayout(release: release.name)
    }
    var set = DescriptorSet()
    var written: [Int: DescriptorSet.Descriptor] = [:]
    while !pending.isEmpty || !pendingPrograms.isEmpty {
      while let place = pending.popLast() {
        let type = queue[place]
        do throws(DescriptorError) {
          written[place] = try descriptor(of: type)
        } catch {
          try refuse(type, error)
        }
      }
      // Programs name the descriptors of channels.
      while let name = pendingPrograms.popLast() { set.programs.append(try program(named: name)) }
    }
    if let fault { throw fault }
    set.programs = inOrder(set.programs, by: \.name)
    let descriptors = inOrder(written.values.map { settled($0) }, by: \.symbol.name)
    set.descriptors = inOrder(descriptors, by: \.string)
    set.typelinks = typelinks(of: set.descriptors)
    set.names = inOrder(parts.values, by: \.name)
    set.masks = inOrder(maskParts.values, by: \.name)
    set.wrappers = inOrder(wrappers.values, by: \.symbol)
    let itabs = inOrder(itabParts.values, by: \.itab.name)
    set.itabs = itabs.map(\.itab)
    set.itabLinks = itabs.compactMap(\.link)
    let algorithms = inOrder(algorithmParts.values, by: \.0.name)
    set.algorithmTables = inOrder(algorithms.map(\.0) + closureTables.values, by: \.name)
    set.algorithms = algorithms.map(\.1)
    set.maskWords = inOrder(maskWords.values, by: \.name)
    set.closures = inOrder(closureParts.values, by: \.name)
    set.equalities = inOrder(equalityParts.values, by: \.functionName)
    set.hashes = inOrder(hashParts.values, by: \.functionName)
    set.runtimeClosures = inOrder(runtimeClosures, by: \.self)
    return set
  }

  /// A pointer's descriptor without the reference to a pointer to it where that is not written,
  /// which is known only when everything is.
  private func settled(_ descriptor: DescriptorSet.Descriptor) -> DescriptorSet.Descriptor {
    guard release.typeRules.pointersToPointersMustBeWritten, isPointer(descriptor.type),
      places[symbolName(of: descriptor.type.pointer)] == nil,
      let field = release.types.common[.pointerToThis]
    else { return descriptor }
    var settled = descriptor
    settled.symbol.relocations.removeAll { $0.offset == field.offset }
    return settled
  }

  private func isPointer(_ type: DescribedType) -> Bool {
    switch type {
    case .pointer, .overflowPointer: return true
    case .type(let type), .withoutAlgorithms(let type):
      if case .pointer = universe.underlying(type) { return true } else { return false }
    case .mapArray, .mapBucket, .mapHeader, .mapIterator, .slice, .array: return false
    }
  }

  // MARK: References that bring their target along

  /// The symbol of a type's descriptor, which is then also written.
  mutating func symbol(of type: GoType) -> String {
    let name = symbolName(of: type)
    if isDefinedHere(type) { enqueue(.type(type), name) }
    return name
  }

  mutating func symbol(of type: DescribedType) -> String {
    if case .type(let type) = type { return symbol(of: type) }
    let name = symbolName(of: type)
    enqueue(type, name)
    return name
  }

  /// The name of that symbol.
  public func symbolName(of type: GoType) -> String { symbolName(of: .type(type)) }

  /// The name in the release's form: a record, or a string without tag and package.
  mutating func symbol(of name: NameData) -> String {
    if release.typeRules.names == .strings { return symbol(ofString: name.name) }
    if let path = name.packagePath { _ = symbol(ofImportPath: path) }
    if let text = name.textTooLong(release.typeRules) {
      fault = .textTooLong(text: text, limit: Int(UInt16.max))
    }
    let symbol = name.symbol(release.typeRules)
    parts[symbol.name] = symbol
    return symbol.name
  }

  /// The GC program of words of a type, which is then also written.
  mutating func symbol(ofProgramOf type: DescribedType) -> String {
    let name = release.typeRules.symbolPrefix + ".gc." + text(of: type, .packagePath)
    if programs[name] == nil {
      programs[name] = type
      pendingPrograms.append(name)
    }
    return name
  }

  private mutating func program(named name: String) throws(DescriptorError) -> Symbol {
    guard case .pointerPrograms(let codes) = release.typeRules.gcData, let type = programs[name]
    else { return Symbol(name: name) }
    var symbol = try pointerProgram(of: type, codes).symbol(named: name, binding: .weak, codes)
    symbol.alignment = symbolAlignment(size: symbol.bytes.count)
    return symbol
  }

  mutating func symbol(of mask: PointerMask) -> String {
    let symbol = mask.symbol
    add(mask: symbol)
    return symbol.name
  }

  /// Adds a pointer mask or a GC program of bits.
  mutating func add(mask symbol: Symbol) { maskParts[symbol.name] = symbol }
}
