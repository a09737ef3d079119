/// Writes types in the one order of tokens that all three forms share.
struct TypeWriter {
  let universe: Universe
  let qualifier: TypeQualifier
  let notation: TypeNotation
  private(set) var output = ""

  init(universe: Universe, qualifier: TypeQualifier, notation: TypeNotation) {
    self.universe = universe
    self.qualifier = qualifier
    self.notation = notation
  }

  mutating func write(_ type: GoType) {
    switch type {
    case .basic(let kind): output += kind.rawValue
    case .named(let name): write(name)
    case .pointer(let element):
      output += "*"
      write(element)
    case .slice(let element):
      output += "[]"
      write(element)
    case .array(let length, let element):
      output += "[\(length)]"
      write(element)
    case .map(let key, let value):
      output += "map["
      write(key)
      output += "]"
      write(value)
    case .channel(let direction, let element): writeChannel(direction, element)
    case .function(let signature):
      output += "func"
      write(signature)
    case .structure(let structure): write(structure)
    case .interface(let interface): write(interface)
    }
  }

  private mutating func write(_ name: TypeName) {
    if qualifier != .packagePath, name.isParameter {
      output.unicodeScalars += name.name.unicodeScalars.prefix { $0 != "\0" }
      return
    }
    if case .source = qualifier, let instance = universe.instances[name] {
      write(instance.generic)
      output += "["
      for (index, argument) in instance.arguments.enumerated() {
        if index > 0 { output += ", " }
        write(argument.type)
      }
      output += "]"
      return
    }
    if case .source = qualifier, let arguments = argumentsText(ofInstance: name.name) {
      // Declared as a value: only its name tells its arguments.
      let end = name.name.firstIndex(of: "[") ?? name.name.endIndex
      let suffix = name.name[localSuffixStart(of: name.name)...]
      write(TypeName(packagePath: name.packagePath, name: String(name.name[..<end]) + suffix))
      output += "[\(arguments)]"
      return
    }
    var shown = qualifier == .packageName ? name.sourceName : name.name
    // Other packages can write an unexported type only by an exported alias.
    if case .source(let package) = qualifier, !name.isExported,
      !sameBytes(name.packagePath, package.path),
      let scope = universe.scopes[Identifier(name.packagePath)]
    {
      let aliases = scope.aliases.filter {
        isExportedName($0.key.text) && $0.value.type == .named(name)
      }
      shown = aliases.keys.map(\.text).min(by: bytesPrecede) ?? shown
    }
    if case .source(let package) = qualifier, !isExportedName(shown),
      !name.packagePath.isEmpty, !sameBytes(name.packagePath, package.path)
    {
      // Go cannot write it; by path, the parser reads it.
      output += "\(quoted(name.packagePath)).\(shown)"
    } else {
      output += qualified(shown, packagePath: name.packagePath)
    }
  }

  private mutating func writeChannel(_ direction: ChannelDirection, _ element: GoType) {
    switch direction {
    case .receive: output += "<-chan "
    case .send: output += "chan<- "
    case .both: output += "chan "
    }
    // chan <-chan T would read as chan<- chan T.
    if direction == .both, case .channel(.receive, _) = element {
      output += "("
      write(element)
      output += ")"
    } else {
      write(element)
    }
  }

  /// Writes parameters and results, without `func`.
  private mutating func write(_ signature: Signature) {
    writeList(signature.parameters, isVariadic: signature.isVariadic)
    if signature.results.isEmpty { return }
    output += " "
    if signature.results.count == 1 {
      write(signature.results[0])
    } else {
      writeList(signature.results, isVariadic: false)
    }
  }

  private mutating func writeList(_ types: [GoType], isVariadic: Bool) {
    output += "("
    for (index, type) in types.enumerated() {
      if index > 0 { output += ", " }
      if isVariadic, index == types.count - 1, case .slice(let element) = type {
        output += "..."
        write(element)
      } else {
        write(type)
      }
    }
    output += ")"
  }

  private mutating func write(_ interface: InterfaceType) {
    output += "interface {"
    for (index, method) in notation.sorted(interface.methods).enumerated() {
      output += index > 0 ? "; " : " "
      // reflect's strings qualify unexported methods, though not unexported fields.
      if notation.members != .byPath, qualifier == .packagePath, !method.isExported {
        output += "\(packageName(method.packagePath)).\(method.name)"
      } else {
        output += member(method.name, packagePath: method.packagePath)
      }
      write(method.signature)
    }
    output += interface.methods.isEmpty ? "}" : " }"
  }

  private mutating func write(_ structure: StructType) {
    output += "struct {"
    for (index, field) in structure.fields.enumerated() {
      output += index > 0 ? "; " : " "
      write(field)
      if !field.tag.isEmpty || field.hasTagLiteral && keepsEmptyTags {
        output += " " + notation.quote(field.tag)
      }
    }
    output += structure.fields.isEmpty ? "}" : " }"
  }

  private var keepsEmptyTags: Bool {
    if case .source = qualifier { true } else { notation.keepsEmptyTags }
  }

  private mutating func write(_ field: StructType.Field) {
    switch qualifier {
    case .packageName:
      if !field.isEmbedded { output += field.writtenName + " " }
      write(field.type)
    case .packagePath:
      if !field.isEmbedded, isUnqualified(field) {
        output += field.writtenName + " "
      } else if !field.isEmbedded {
        output += member(field.name, packagePath: field.packagePath) + " "
      } else if !field.isNamedAsItsSymbol, notation.tellsEmbeddedNames {
        // Embedded under an alias, predeclared or local: fmt.go's own notation.
        output += member(field.name, packagePath: field.packagePath) + " = "
      }
      write(field.type)
    case .source(let package):
      if !field.isEmbedded {
        output += member(field.name, packagePath: field.packagePath) + " "
        write(field.type)
      } else if field.isNamedAsItsType || isNamedAsItsGeneric(field) {
        write(field.type)
      } else {
        output += embeddedAlias(field, in: package)
      }
    }
  }

  /// Whether an embedded field is called by the name of the generic that its type instantiates.
  /// Link strings tell such a name apart from the instance's, source does not.
  private func isNamedAsItsGeneric(_ field: StructType.Field) -> Bool {
    var base = field.type
    if case .pointer(let element) = field.type { base = element }
    guard case .named(let name) = base, let generic = universe.instances[name]?.generic else {
      return false
    }
    return sameBytes(generic.sourceName, field.name)
  }

  // MARK: Names

  /// Whether a link string has a field's name as it is.
  private func isUnqualified(_ field: StructType.Field) -> Bool {
    switch notation.members {
    case .byPath, .fieldsByPathMethodsByName: field.isOfClosure
    case .methodsByName: true
    }
  }

  /// An unexported field's or method's name, qualified where the form asks for it.
  private func member(_ name: String, packagePath: String) -> String {
    isExportedName(name) ? name : qualified(name, packagePath: packagePath)
  }

  private func qualified(_ name: String, packagePath: String) -> String {
    if packagePath.isEmpty { return name }
    switch qualifier {
    case .packageName: return "\(packageName(packagePath)).\(name)"
    case .packagePath: return "\(symbolPrefix(ofPackagePath: packagePath)).\(name)"
    case .source(let package):
      if sameBytes(packagePath, package.path) { return name }
      let packageName = packageName(packagePath)
      let isUnambiguous =
        universe.pathsByName[Identifier(packageName)]?.count == 1 && packageName != "unsafe"
        && !sameBytes(packageName, package.name)
      return "\(isUnambiguous ? packageName : quoted(packagePath)).\(name)"
    }
  }

  private func packageName(_ path: String) -> String {
    universe.packageName(path: path)
      ?? path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The name under which a field embeds an alias or a predeclared type.
  private func embeddedAlias(_ field: StructType.Field, in package: Package) -> String {
    func isAlias(in scope: PackageScope?) -> Bool {
      guard let type = scope?.aliases[Identifier(field.name)]?.type else { return false }
      return type == field.type || .pointer(type) == field.type
    }
    func reference(_ scope: PackageScope?, _ name: String) -> String {
      guard let type = scope?.aliases[Identifier(field.name)]?.type else { return name }
      return type == field.type ? name : "*" + name
    }
    if !field.isExported {
      let name = qualified(field.name, packagePath: field.packagePath)
      let scope = universe.scopes[Identifier(field.packagePath)]
      if isAlias(in: scope) { return reference(scope, name) }
      return predeclared(field.name) == field.type ? name : "*" + name
    }
    let own = universe.scopes[Identifier(package.path)]
    if isAlias(in: own) { return reference(own, field.name) }
    let others = universe.scopes.values.filter { isAlias(in: $0) }
    guard let other = others.min(by: { bytesPrecede($0.package.path, $1.package.path) }) else {
      return field.name
    }
    return reference(other, qualified(field.name, packagePath: other.package.path))
  }
}

extension StructType.Field {
  /// Whether the compiler made the field up, for the code of a closure: it begins its name with a
  /// period, which it does not write (cmd/compile/internal/gc/closure.go, Go 1.8).
  fileprivate var isOfClosure: Bool { name.utf8.first == UInt8(ascii: ".") }

  fileprivate var writtenName: String { isOfClosure ? String(name.dropFirst()) : name }

  /// Whether an embedded field is called by the very name of its type, so that the type alone tells
  /// it. Source: cmd/compile/internal/types/fmt.go, `fldconv`.
  fileprivate var isNamedAsItsType: Bool {
    var base = type
    if case .pointer(let element) = type { base = element }
    guard case .named(let typeName) = base, sameBytes(typeName.sourceName, name) else {
      return false
    }
    return typeName.isExported || sameBytes(typeName.packagePath, packagePath)
  }

  /// The same, where a local type's number belongs to its name.
  fileprivate var isNamedAsItsSymbol: Bool {
    var base = type
    if case .pointer(let element) = type { base = element }
    guard case .named(let typeName) = base else { return false }
    return isNamedAsItsType && sameBytes(typeName.name, typeName.sourceName)
  }
}
