/// Why a type that is declared as a value is refused.
public struct TypeDeclarationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The type at fault; nil where a package is.
  public var type: TypeName?
  public var cause: DeclarationError.Cause

  init(_ cause: DeclarationError.Cause, in type: TypeName? = nil) {
    self.type = type
    self.cause = cause
  }

  /// One line, such as `type example.com/p.T: duplicate field X`.
  public var description: String {
    guard let type else { return cause.message }
    let path = type.packagePath.isEmpty ? "" : type.packagePath + "."
    return "type \(path)\(type.name): \(cause.message)"
  }
}
