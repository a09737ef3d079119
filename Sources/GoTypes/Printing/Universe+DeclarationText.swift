extension Universe {
  /// A defined type and its methods as Go declarations, a line each, which `declare` reads back in
  /// the type's own package:
  ///
  /// ```go
  /// type Point struct { X, Y float64 }
  /// func (*Point) Scale(float64)
  /// ```
  ///
  /// An instance of a generic type, which Go declares by its generic, has its whole name in quotes:
  /// `type "Pair[string,int]" struct { … }`.
  /// - Returns: nil when no such type is declared.
  public func declarationText(of name: TypeName) -> String? {
    guard let declaration = declaration(of: name),
      let package = scopes[Identifier(name.packagePath)]?.package
    else { return nil }
    let source = TypeQualifier.source(in: package)
    let written = name.isInstance ? quoted(name.name) : name.name
    var lines = ["type \(written) \(string(declaration.underlying, qualifier: source))"]
    for method in declaration.methods {
      if method.isHiddenFromInterfaces { lines.append("//go:nointerface") }
      let signature = string(.function(method.signature), qualifier: source).dropFirst(4)
      let star = method.hasPointerReceiver ? "*" : ""
      let receiver = star + string(.named(name), qualifier: source)
      lines.append("func (\(receiver)) \(method.name)\(signature)")
    }
    return lines.joined(separator: "\n")
  }
}
