import GoRelease
import GoTypes

extension DescriptorBuilder {
  /// The import path that stands in a struct's descriptor.
  func package(of structure: StructType, _ type: GoType) -> String? {
    switch release.typeRules.structPackage {
    case .ofFirstUnexportedField:
      return structure.fields.first { !$0.isExported }?.packagePath
    case .ofNameOrFirstField:
      if case .named(let name) = type { return name.packagePath }
      if let field = structure.fields.first(where: { !$0.isEmbedded }), !field.isExported {
        return field.packagePath
      }
      // Where several packages are written at once, any of them might have been compiled alone; one
      // whose fields the struct has is the better guess.
      return structure.fields.first { !$0.isExported }?.packagePath
        ?? definedPackages.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// A field's name as records have it.
  ///
  /// - Parameter package: the import path in the struct's descriptor.
  func name(of field: StructType.Field, in package: String?) -> NameData {
    if release.typeRules.nameIsEmbedded != 0 {
      return NameData(
        name: field.name, tag: field.tag, isExported: field.isExported,
        isEmbedded: field.isEmbedded)
    }
    // cmd/compile/internal/gc/reflect.go, `isExportedField` and `dnameField`, Go 1.8.
    guard field.isEmbedded else {
      return NameData(
        name: field.name, tag: field.tag,
        packagePath: field.isExported || field.packagePath == package ? nil : field.packagePath,
        isExported: field.isExported)
    }
    // The type tells whether an embedded field is exported, and it does if it has no name, as a
    // pointer. Predeclared types are a package's own.
    var path: String?
    switch field.type {
    case .basic: path = NameData.predeclaredPath
    case .named(let name) where name.packagePath.isEmpty: path = NameData.predeclaredPath
    case .named(let name) where !name.isExported: path = name.packagePath
    default: break
    }
    return NameData(
      name: "", tag: field.tag, packagePath: path == package ? nil : path, isExported: path == nil)
  }
}
