import GoRelease
import GoTypes
import Symbols

/// The names under which Go's linker knows functions and variables. Import paths are escaped in
/// them (`symbolPrefix(ofPackagePath:)`): `Unmarshal` of `gopkg.in/yaml.v3` is
/// `gopkg.in/yaml%2ev3.Unmarshal`.
public enum FunctionSymbol {
  /// - Parameter package: the import path.
  public static func name(package: String, function: String) -> String {
    "\(symbolPrefix(ofPackagePath: package)).\(function)"
  }

  /// `path.T.M` and `path.(*T).M`.
  public static func name(receiver: TypeName, pointer: Bool, method: String) -> String {
    let base = pointer ? "(*\(receiver.name))" : receiver.name
    return "\(symbolPrefix(ofPackagePath: receiver.packagePath)).\(base).\(method)"
  }
}

extension DescriptorBuilder {
  /// The methods that a descriptor lists, in their order.
  func methods(of type: GoType) throws(DescriptorError) -> [MethodSetEntry] {
    if case .interface = universe.underlying(type) ?? type { return [] }
    if case .pointer(let element) = type,
      case .interface = universe.underlying(element) ?? element
    {
      return []
    }
    let entries = universe.methodSet(of: type)
    if let promoted = entries.first(where: { !$0.path.isEmpty }) {
      throw .unsupported(
        type: universe.string(type, qualifier: .packageName),
        what: "method \(promoted.method.name) is promoted through an embedded field, which needs a "
          + "wrapper that is not made yet; name the field or declare the method")
    }
    return entries
  }

  /// reflectdata.dextratype.
  mutating func uncommon(
    _ type: GoType, _ methods: [MethodSetEntry], arraySize: Int
  ) -> Record<TypeLayouts.UncommonField> {
    var record = Record(release.types.uncommon)
    if let path = package(of: type) {
      record.set(.packagePath, regionOffsetOf: symbol(ofImportPath: path))
    }
    record.set(.methodCount, methods.count)
    record.set(.exportedCount, methods.count { $0.method.isExported })
    record.set(.methodsOffset, release.types.uncommon.size + arraySize)
    return record
  }

  mutating func record(
    of entry: MethodSetEntry, in type: GoType, _ layout: TypeLayout
  ) -> Record<TypeLayouts.MethodField> {
    let method = entry.method
    let receiver = entry.receiver ?? TypeName(packagePath: "", name: "")
    let foreign = !method.isExported && method.packagePath != package(of: type)
    let name = NameData(
      name: method.name, packagePath: foreign ? method.packagePath : nil,
      isExported: method.isExported)
    var record = Record(release.types.method)
    record.set(.name, regionOffsetOf: symbol(of: name))
    record.set(.type, regionOffsetOf: symbol(of: .function(method.signature)))
    // The code of another package's methods is out of reach of an offset: no copy of its descriptor
    // has it, as cmd/link leaves out methods that nothing calls.
    guard definedPackages.contains(receiver.packagePath) else {
      record.set(.interfaceCode, Self.unreachableCode)
      record.set(.directCode, Self.unreachableCode)
      return record
    }
    // Code for interfaces takes one word: the value itself where it is one pointer, else its
    // address.
    var isPointer = false
    if case .pointer = type { isPointer = true }
    let isWord = isDirectInterface(layout)
    record.set(
      .interfaceCode,
      regionOffsetOf: FunctionSymbol.name(
        receiver: receiver, pointer: isPointer || !isWord, method: method.name))
    record.set(
      .directCode,
      regionOffsetOf: FunctionSymbol.name(
        receiver: receiver, pointer: isPointer, method: method.name))
    return record
  }

  /// The offset of a method's code that the runtime answers by a panic (runtime/type.go,
  /// `textOff`).
  private static let unreachableCode: Int32 = -1

  /// The package that a descriptor's uncommon data names (reflectdata.typePkg).
  private func package(of type: GoType) -> String? {
    switch type {
    case .named(let name), .pointer(.named(let name)), .slice(.named(let name)),
      .array(_, .named(let name)), .channel(_, .named(let name)):
      name.packagePath.isEmpty ? nil : name.packagePath
    case .basic(.unsafePointer): "unsafe"
    default: nil
    }
  }
}
