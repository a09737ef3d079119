import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// The methods that a descriptor lists, in their order.
  func methods(of type: GoType) -> [MethodSetEntry] {
    if !mayHaveMethods(type) { return [] }
    let entries = universe.methodSet(of: type).filter { !$0.method.isHiddenFromInterfaces }
    if notation.methodOrder == .exportedFirst { return entries }
    return entries.sorted {
      notation.precedes(
        ($0.method.name, $0.method.packagePath), ($1.method.name, $1.method.packagePath))
    }
  }

  /// Interfaces have no methods of their own, nor have shapes, by which the compiler knows type
  /// arguments within a generic function's code (reflectdata.methods).
  private func mayHaveMethods(_ type: GoType) -> Bool {
    switch type {
    case .named(let name):
      if case .interface = universe.underlying(type) { return false }
      return !isShape(name)
    case .pointer(.named(let name)): return !isShape(name)
    case .pointer(.structure(let structure)), .structure(let structure):
      return structure.fields.contains(where: \.isEmbedded)
        && !structure.fields.contains { mentionsShape($0.type) }
    default: return false
    }
  }

  func isShape(_ name: TypeName) -> Bool {
    name.packagePath == Self.shapePackage
      || name.isInstance && name.name.contains(Self.shapePackage + ".")
  }

  private func mentionsShape(_ type: GoType) -> Bool {
    text(of: type, .packagePath).contains(Self.shapePackage + ".")
  }

  private static var shapePackage: String { "go.shape" }

  /// reflectdata.dextratype.
  mutating func uncommon(
    _ type: GoType, _ texts: TypeTexts, _ methods: [MethodSetEntry], offset: Int, arraySize: Int
  ) -> Record<TypeLayouts.UncommonField> {
    let size = release.types.uncommon.size
    var record = Record(release.types.uncommon)
    if record.has(.name), let name = name(of: type) {
      record.set(.name, referenceTo: symbol(ofString: name))
    }
    // Where the record has the type's name, it has the package of that name and no other's.
    if !record.has(.name) || isNamed(type), let path = package(of: type) {
      record.set(.packagePath, referenceTo: symbol(ofImportPath: path))
    }
    record.set(
      .methods, sliceAt: texts.symbol, addend: Int64(offset + size), count: methods.count)
    if record.has(.methodCount), methods.count > Int(UInt16.max) {
      fault = .tooMany(
        type: texts.string, what: "methods", limit: Int(UInt16.max))
    }
    record.set(.methodCount, methods.count)
    record.set(.exportedCount, methods.count { $0.method.isExported })
    record.set(.methodsOffset, size + arraySize)
    return record
  }

  /// The name of a type that has one.
  private func name(of type: GoType) -> String? {
    switch type {
    case .named(let name): name.sourceName
    case .basic(.unsafePointer): "Pointer"
    case .basic(let kind): kind.rawValue
    default: nil
    }
  }

  mutating func record(
    of entry: MethodSetEntry, in type: GoType, _ layout: TypeLayout
  ) throws(DescriptorError) -> Record<TypeLayouts.MethodField> {
    let method = entry.method
    let foreign = !method.isExported && method.packagePath != package(of: type)
    let name = NameData(
      name: method.name, packagePath: foreign ? method.packagePath : nil,
      isExported: method.isExported)
    var record = Record(release.types.method)
    record.set(.name, referenceTo: symbol(of: name))
    if record.has(.packagePath), !method.isExported {
      record.set(.packagePath, referenceTo: symbol(ofImportPath: method.packagePath))
    }
    record.set(.type, methodReferenceTo: symbol(of: .function(method.signature)))
    if record.has(.receiverType) {
      var signature = method.signature
      signature.parameters.insert(type, at: 0)
      record.set(.receiverType, referenceTo: symbol(of: .function(signature)))
    }
    // The code of another package's methods is out of reach of an offset: no copy of its descriptor
    // has it, as cmd/link leaves out methods that nothing calls.
    guard hasCodeHere(type) else {
      record.set(.interfaceCode, release.typeRules.unreachableCode)
      record.set(.directCode, release.typeRules.unreachableCode)
      return record
    }
    let code = try code(of: entry, in: type, layout)
    record.set(.interfaceCode, methodReferenceTo: code.forInterfaces)
    record.set(.directCode, methodReferenceTo: code.direct)
    return record
  }

  /// The package that a descriptor's uncommon data names (reflectdata.typePkg).
  private func package(of type: GoType) -> String? {
    switch type {
    case .named(let name), .pointer(.named(let name)), .slice(.named(let name)),
      .array(_, .named(let name)), .channel(_, .named(let name)):
      name.packagePath.isEmpty ? nil : name.packagePath
    case .basic(.unsafePointer): release.typeRules.unsafePointerHasPackage ? "unsafe" : nil
    default: nil
    }
  }
}
