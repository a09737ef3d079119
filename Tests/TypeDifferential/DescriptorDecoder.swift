import GoRelease
import GoTypes
import TypeDescriptors

/// Reads Go types out of the compiler's descriptors: by a release's layouts, and by what references
/// lead to. It shares no code with the emitter, nor with the reader of images, only the layouts.
///
/// What a descriptor itself does not tell comes from its symbol: the number of a local type
/// (`net.result·2`), and whether the compiler made the type up for its own ends (`noalg.`).
struct DescriptorDecoder {
  let dump: TypeDump
  let release: GoRelease
  private var known: [Int: DescribedType] = [:]
  /// The symbol of a made-up map type's map, by the text `[K]V` that both names have.
  private var maps: [Substring: Int] = [:]

  init(_ dump: TypeDump, release: GoRelease) {
    self.dump = dump
    self.release = release
    let kinds = release.typeRules.kinds
    for symbol in dump.symbols where isDescriptor(symbol) && kind(of: symbol) == kinds.map {
      for field in [TypeLayouts.MapField.group, .bucket] {
        guard let group = reference(symbol, release.types.map, field, at: release.types.common.size)
        else { continue }
        let name = dump.strings[group]
        if let open = name.firstIndex(of: "[") { maps[name[open...]] = symbol.name }
      }
    }
  }

  static let prefix = "type:"

  func isDescriptor(_ symbol: TypeDump.Symbol) -> Bool {
    let name = dump.name(of: symbol).utf8
    return name.starts(with: Self.prefix.utf8) && !name.starts(with: "type:.".utf8)
  }

  /// The type that a symbol describes.
  mutating func type(_ name: Int) throws(DecodingError) -> DescribedType {
    if let type = known[name] { return type }
    guard let symbol = dump.symbol(named: name) else {
      throw DecodingError(symbol: dump.strings[name], what: "no package defines it")
    }
    let type = try describe(symbol)
    known[name] = type
    return type
  }

  /// The type of a symbol that describes one of a program's types.
  mutating func goType(_ name: Int) throws(DecodingError) -> GoType {
    switch try type(name) {
    case .type(let type): return type
    default: throw DecodingError(symbol: dump.strings[name], what: "the compiler made it up")
    }
  }

  /// What one copy of a symbol describes.
  mutating func describe(
    _ symbol: TypeDump.Symbol
  ) throws(DecodingError) -> DescribedType {
    let link = dump.name(of: symbol).dropFirst(Self.prefix.count)
    if flags(of: symbol) & release.typeRules.flags.named != 0 {
      return .type(try named(symbol, String(link)))
    }
    if let type = try holderOfMadeUp(symbol) { return type }
    guard link.hasPrefix("noalg.") else { return .type(try underlying(symbol)) }
    let text = link.dropFirst("noalg.".count)
    guard text.hasPrefix("map."), let open = text.firstIndex(of: "[") else {
      return .withoutAlgorithms(try underlying(symbol))
    }
    guard let map = maps[text[open...]].flatMap({ dump.symbol(named: $0) }),
      case .map(let key, let value) = try underlying(map)
    else { throw failure(symbol, "no map refers to it") }
    switch text[..<open] {
    case "map.bucket", "map.group": return .mapBucket(key: key, value: value)
    case "map.hdr": return .mapHeader(key: key, value: value)
    case "map.iter": return .mapIterator(key: key, value: value)
    default: throw failure(symbol, "it is an unknown part of a map")
    }
  }

  /// A pointer, slice or array of what the compiler made up.
  private mutating func holderOfMadeUp(
    _ symbol: TypeDump.Symbol
  ) throws(DecodingError) -> DescribedType? {
    let (kinds, types) = (release.typeRules.kinds, release.types)
    let own = types.common.size
    let name: Int
    switch kind(of: symbol) {
    case kinds.pointer: name = try target(symbol, types.pointer, .element, at: own)
    case kinds.slice: name = try target(symbol, types.slice, .element, at: own)
    case kinds.array:
      let element = try type(try target(symbol, types.array, .element, at: own))
      if case .type = element { return nil }
      let length = try number(symbol, types.array, .length, at: own)
      return .array(length: Int64(length), element: element)
    default: return nil
    }
    let element = try type(name)
    if case .type = element { return nil }
    return kind(of: symbol) == kinds.pointer ? element.pointer : .slice(element)
  }

  private func named(_ symbol: TypeDump.Symbol, _ link: String) throws(DecodingError) -> GoType {
    if let basic = BasicKind(rawValue: link) { return .basic(basic) }
    guard let uncommon = try uncommonOffset(symbol) else {
      throw failure(symbol, "it has a name and no uncommon data")
    }
    guard let package = reference(symbol, release.types.uncommon, .packagePath, at: uncommon) else {
      guard link == "error" else { throw failure(symbol, "it has a name and no package") }
      return .named(.error)
    }
    let path = try importPath(package)
    let prefix = symbolPrefix(ofPackagePath: path) + "."
    // The compiler writes the package of its own shapes unescaped.
    guard let found = [prefix, path + "."].first(where: { link.hasPrefix($0) }) else {
      throw failure(symbol, "its name is not of its package, \(path)")
    }
    return .named(TypeName(packagePath: path, name: String(link.dropFirst(found.count))))
  }

  /// What a descriptor's kind and fields say, whatever its name.
  mutating func underlying(_ symbol: TypeDump.Symbol) throws(DecodingError) -> GoType {
    let (kinds, types) = (release.typeRules.kinds, release.types)
    let own = types.common.size
    let kind = kind(of: symbol)
    if let basic = BasicKind.allCases.first(where: { kinds[$0] == kind }) { return .basic(basic) }
    switch kind {
    case kinds.array:
      return .array(
        length: Int64(try number(symbol, types.array, .length, at: own)),
        element: try goType(try target(symbol, types.array, .element, at: own)))
    case kinds.channel:
      let direction: ChannelDirection
      switch try number(symbol, types.channel, .direction, at: own) {
      case 1: direction = .receive
      case 2: direction = .send
      case 3: direction = .both
      default: throw failure(symbol, "it has no direction")
      }
      return .channel(
        direction, element: try goType(try target(symbol, types.channel, .element, at: own)))
    case kinds.function: return .function(try signature(symbol))
    case kinds.interface: return .interface(try interface(symbol))
    case kinds.map:
      return .map(
        key: try goType(try target(symbol, types.map, .key, at: own)),
        value: try goType(try target(symbol, types.map, .element, at: own)))
    case kinds.pointer:
      return .pointer(try goType(try target(symbol, types.pointer, .element, at: own)))
    case kinds.slice:
      return .slice(try goType(try target(symbol, types.slice, .element, at: own)))
    case kinds.structure: return .structure(try structure(symbol))
    default: throw failure(symbol, "it is of kind \(kind)")
    }
  }
}

/// Why a descriptor does not tell a type.
struct DecodingError: Error, CustomStringConvertible {
  var symbol: String
  var what: String

  var description: String { "\(symbol): cannot be decoded: \(what)" }
}
