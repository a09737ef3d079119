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

  /// The same for any receiver: types without a name stand in a pseudo-package, and an unexported
  /// method of another package than the type's is qualified by it (cmd/gc/dcl.c, `methodsym`, and
  /// its successors to this day).
  ///
  /// - Parameters:
  ///   - unnamed: what the symbols of such types' methods begin with in the release.
  ///   - linkString: how the release writes an unnamed type in symbols.
  static func name(
    receiver: GoType, method: Method, unnamed: String, linkString: (GoType) -> String
  ) -> String {
    var (base, isPointer) = (receiver, false)
    if case .pointer(let element) = receiver { (base, isPointer) = (element, true) }
    var package: String?
    var text: String
    if case .named(let name) = base {
      (package, text) = (symbolPrefix(ofPackagePath: name.packagePath), name.name)
    } else {
      text = shortText(base, linkString)
    }
    if isPointer { text = "(*\(text))" }
    let methodPackage = symbolPrefix(ofPackagePath: method.packagePath)
    let isForeign = !method.isExported && methodPackage != package
    let prefix = package.map { $0 + "." } ?? unnamed
    return "\(prefix)\(text).\(isForeign ? methodPackage + "." : "")\(method.name)"
  }

  /// An unnamed receiver, in which a name right behind stars goes without its package: a pointer
  /// that interfaces hold the address of (ir.MethodSym).
  private static func shortText(_ type: GoType, _ linkString: (GoType) -> String) -> String {
    switch type {
    case .pointer(let element): "*" + shortText(element, linkString)
    case .named(let name): name.name
    default: linkString(type)
    }
  }
}
