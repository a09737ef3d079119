import GoTypes

/// The symbols by which the linker of Go 1.2 reports which fields a program uses, for fields tagged
/// `go:"track"` (cmd/gc: reflect.c, `tracksym`; walk.c, `usefield`).
///
/// No descriptor has them. Under the compiler's experiment `fieldtrack` each function that uses
/// such a field refers to its symbol, once, and nothing defines it.
extension DescriptorBuilder {
  /// The symbol that a function refers to when it uses a field; nil where the field is not tracked.
  ///
  /// - Throws: `DescriptorError.untrackable` for a tracked field that is unexported or whose struct
  ///   type has no name.
  public func trackSymbol(
    of field: StructType.Field, in type: GoType
  ) throws(DescriptorError) -> String? {
    guard field.isTracked else { return nil }
    guard case .named = type, field.isExported else {
      throw .untrackable(type: text(of: type, .packageName), field: field.name)
    }
    return "go.track.\(text(of: type, .packagePath)).\(field.name)"
  }
}

extension StructType.Field {
  /// Whether the tag holds `go:"track"`, wherever.
  fileprivate var isTracked: Bool {
    let mark = Array("go:\"track\"".utf8)
    let tag = Array(self.tag.utf8)
    guard tag.count >= mark.count else { return false }
    return (0...(tag.count - mark.count)).contains {
      tag[$0..<($0 + mark.count)].elementsEqual(mark)
    }
  }
}
