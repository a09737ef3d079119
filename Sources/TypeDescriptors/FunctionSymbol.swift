import GoTypes

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

  /// The same for any receiver: types without a name stand in the pseudo-package `go`, and an
  /// unexported method of another package than the type's is qualified by it (cmd/gc/dcl.c,
  /// `methodsym`, and its successors to this day).
  ///
  /// - Parameter linkString: how the release writes an unnamed type in symbols.
  static func name(
    receiver: GoType, method: Method, linkString: (GoType) -> String
  ) -> String {
    var (base, isPointer) = (receiver, false)
    if case .pointer(let element) = receiver { (base, isPointer) = (element, true) }
    var package = "go"
    var text = linkString(base)
    if case .named(let name) = base {
      (package, text) = (symbolPrefix(ofPackagePath: name.packagePath), name.name)
    }
    if isPointer { text = "(*\(text))" }
    let methodPackage = symbolPrefix(ofPackagePath: method.packagePath)
    let isForeign = !method.isExported && methodPackage != package
    return "\(package).\(text).\(isForeign ? methodPackage + "." : "")\(method.name)"
  }
}
