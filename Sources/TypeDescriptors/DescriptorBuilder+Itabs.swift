import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// Asks for the itab by which values of a type are an interface's, and for the descriptors of
  /// both. `build` gives it in `itabs` (cmd/compile/internal/gc/reflect.go, `itabname` and
  /// `dumptypestructs`, Go 1.8; reflectdata.writeITab in later releases).
  ///
  /// - Returns: the itab's symbol, such as `go.itab.*main.T,main.I`.
  /// - Throws: when the type lacks a method, or the interface is none with methods.
  @discardableResult
  public mutating func requireItab(
    of type: GoType, for interface: GoType
  ) throws(DescriptorError) -> String {
    let entries = try implementation(of: interface, by: type)
    let names = TypeSymbol.dynamicItabName(
      text(of: type, .packagePath) + "," + text(of: interface, .packagePath),
      rules: release.typeRules)
    var link: String?
    let name: String
    switch release.typeRules.itabs {
    case .none:
      throw .unsupported(
        type: text(of: type, .packageName),
        what: "objects of Go \(release.name) have no itabs: its runtime makes them")
    case .filledByRuntime(let symbolPrefix, let linkPrefix):
      (name, link) = (symbolPrefix + names, linkPrefix + names)
    case .complete(let symbolPrefix): name = symbolPrefix + names
    }
    guard itabParts[name] == nil else { return name }

    let layout = try layout(of: .type(type))
    var record = Record(release.types.itab)
    record.set(.interface, referenceTo: symbol(of: interface))
    record.set(.type, referenceTo: symbol(of: type))
    let hash = TypeHash(
      linkString: text(of: type, .packagePath), string: text(of: type, .packageName),
      rule: release.typeRules.hash)
    if link == nil { record.set(.hash, hash.value) }
    let functions = release.types.itab[.functions]?.offset ?? record.bytes.count
    var itab = Symbol(
      name: name, bytes: Array(record.bytes.prefix(functions)), relocations: record.relocations,
      alignment: 8, binding: .weak)
    for entry in entries {
      if link == nil {
        let code =
          hasCodeHere(type)
          ? try code(of: entry, in: type, layout).forInterfaces
          : functionForInterfaces(entry.method, of: type, layout)
        itab.relocations.append(
          Relocation(offset: itab.bytes.count, kind: .address, target: code))
      }
      itab.bytes += [UInt8](repeating: 0, count: 8)
    }
    let linkSymbol = link.map {
      let address = Relocation(offset: 0, kind: .address, target: name)
      return Symbol(
        name: $0, bytes: [UInt8](repeating: 0, count: 8), relocations: [address], alignment: 8,
        binding: .weak)
    }
    itabParts[name] = (itab, linkSymbol)
    return name
  }

  /// A type's methods that an interface lists, in the interface's order.
  private func implementation(
    of interface: GoType, by type: GoType
  ) throws(DescriptorError) -> [MethodSetEntry] {
    let shown = text(of: interface, .packageName)
    guard case .interface(let listed) = universe.underlying(interface) else {
      throw .noInterface(type: shown, reason: "it is no interface")
    }
    guard !listed.methods.isEmpty else {
      throw .noInterface(type: shown, reason: "the empty interface's values say their type itself")
    }
    if case .interface = universe.underlying(type) {
      throw .noInterface(
        type: shown,
        reason: "values of interface \(text(of: type, .packageName)) say theirs only as "
          + "the program runs")
    }
    let own = methods(of: type)
    var entries: [MethodSetEntry] = []
    for method in notation.sorted(listed.methods) {
      guard let entry = own.first(where: { isSame($0.method, method) }) else {
        throw .missingMethod(
          type: text(of: type, .packageName), interface: shown, method: method.name,
          reason: whyMissing(method, of: type))
      }
      guard entry.method.signature == method.signature else {
        let wanted = text(of: .function(method.signature), .packageName)
        throw .missingMethod(
          type: text(of: type, .packageName), interface: shown, method: method.name,
          reason: "is \(text(of: .function(entry.method.signature), .packageName)), not \(wanted)")
      }
      entries.append(entry)
    }
    return entries
  }

  private func isSame(_ own: Method, _ listed: InterfaceType.Method) -> Bool {
    Array(own.name.utf8) == Array(listed.name.utf8)
      && (own.isExported || Array(own.packagePath.utf8) == Array(listed.packagePath.utf8))
  }

  private func whyMissing(_ method: InterfaceType.Method, of type: GoType) -> String {
    guard case .pointer = type else {
      return methods(of: .pointer(type)).contains { isSame($0.method, method) }
        ? "has a pointer receiver; use *\(text(of: type, .packageName))" : "is missing"
    }
    return "is missing"
  }
}
