import GoRelease
import GoTypes
import TypeDescriptors

/// The types of a dump, from which everything else is forgotten: what they are emitted anew from.
struct DecodedTypes {
  /// By symbol.
  private(set) var types: [(name: Int, type: DescribedType)] = []
  /// Copies that describe another type than the first of their symbol, by their places in the dump:
  /// in Go 1.21 `*[2]string` points to an array with algorithms or to one without.
  private(set) var variants: [(place: Int, type: DescribedType)] = []
  private(set) var universe: Universe
  /// The packages that have types.
  private(set) var packagePaths: Set<String> = []
  private(set) var failures: [DecodingError] = []
  /// Which types values of which types were converted to, by the itabs' symbols.
  private(set) var itabs: [(name: Int, type: GoType, interface: GoType)] = []
  /// Local types, which only their symbols number.
  private(set) var localTypeCount = 0
  /// Types whose symbols say that they are not the program's.
  private(set) var madeUpCount = 0
  /// Methods that descriptors list, and those that sources declare.
  private(set) var listedCount = 0
  private(set) var declaredCount = 0

  init(_ dump: TypeDump, release: GoRelease) throws {
    var decoder = DescriptorDecoder(dump, release: release)
    var declarations: [TypeDeclaration] = []
    for (name, place) in dump.places {
      let symbol = dump.symbols[place.lowerBound]
      guard decoder.isDescriptor(symbol) else { continue }
      do throws(DecodingError) {
        let type = try decoder.type(name)
        types.append((name, type))
        for place in place.dropFirst() {
          let variant = try decoder.describe(dump.symbols[place])
          if variant != type { variants.append((place, variant)) }
        }
        if case .type = type {} else { madeUpCount += 1 }
        listedCount += try decoder.methods(symbol).count
        guard case .type(.named(let typeName)) = type, typeName != .error else { continue }
        declarations.append(try Self.declaration(of: typeName, symbol, dump, &decoder))
        if typeName.name.unicodeScalars.contains("·") { localTypeCount += 1 }
      } catch {
        failures.append(error)
      }
    }
    types.sort { $0.name < $1.name }
    universe = release.universe
    declaredCount = declarations.reduce(0) { $0 + $1.methods.count }
    packagePaths = Set(declarations.map(\.name.packagePath))
    var packages = dump.packages.filter { packagePaths.contains($0.path) }
    for path in packagePaths where !packages.contains(where: { $0.path == path }) {
      packages.append((path, path))
    }
    try universe.declare(
      declarations, packages: packages.map { Package(path: $0.path, name: $0.name) })
    try findItabs(dump, release, &decoder)
  }

  private static func declaration(
    of name: TypeName, _ symbol: TypeDump.Symbol, _ dump: TypeDump,
    _ decoder: inout DescriptorDecoder
  ) throws(DecodingError) -> TypeDeclaration {
    let underlying = try decoder.underlying(symbol)
    var methods: [Method] = []
    switch underlying {
    case .interface, .pointer: break
    default:
      let pointer = decoder.reference(symbol, decoder.release.types.common, .pointerToThis, at: 0)
        .flatMap { dump.symbol(named: $0) }
      methods = try decoder.declaredMethods(symbol, pointer: pointer, underlying: underlying)
    }
    return TypeDeclaration(name: name, underlying: underlying, methods: methods)
  }

  private mutating func findItabs(
    _ dump: TypeDump, _ release: GoRelease, _ decoder: inout DescriptorDecoder
  ) throws {
    guard case .complete(let prefix) = release.typeRules.itabs else { return }
    for (name, place) in dump.places where dump.strings[name].hasPrefix(prefix) {
      let symbol = dump.symbols[place.lowerBound]
      let type = try decoder.target(symbol, release.types.itab, .type, at: 0)
      let interface = try decoder.target(symbol, release.types.itab, .interface, at: 0)
      itabs.append((name, try decoder.goType(type), try decoder.goType(interface)))
    }
    itabs.sort { $0.name < $1.name }
  }
}
