/// An instance of a generic type: an ordinary defined type, whose name holds its arguments.
struct Instance: Sendable {
  /// The generic's package and name.
  var generic: TypeName
  var arguments: [ResolvedType]
}

/// A generic type as declared. It has no values; its instances have, and each is resolved from this
/// syntax with its arguments bound to the parameters.
struct GenericType: Sendable {
  var name: TypeName
  var parameters: [TypeParameterSyntax]
  var syntax: TypeSyntax
  var isAlias: Bool
  var position: SourcePosition
  /// Where its names are looked up.
  var package: Package
  var imports: [Package]
  var methods: [GenericMethod] = []
}

/// A method of a generic type, with the names its receiver gives to the type's parameters.
struct GenericMethod: Sendable {
  var syntax: MethodSyntax
  var parameterNames: [Identifier?]
  var hasPointerReceiver: Bool
  var imports: [Package]
}

/// Which types a constraint admits: those that have all of its methods, are one of its terms and,
/// if it asks for that, can be compared.
struct Constraint: Hashable, Sendable {
  struct Term: Hashable, Sendable {
    /// Whether all types of this underlying type are meant.
    var hasTilde: Bool
    var type: GoType
  }

  var methods: [InterfaceType.Method] = []
  /// Nil for all types.
  var terms: [Term]?
  var isComparable = false

  /// Whether ordinary interfaces can say as much.
  var isOrdinary: Bool { terms == nil && !isComparable }
}

// MARK: Names

/// The name of an instance as the compiler makes it: the arguments' link strings in brackets,
/// before a local type's number. Source: cmd/compile/internal/noder/reader.go, `mangle`, Go 1.21 to
/// 1.27.
func instanceName(of generic: String, linkStrings: [String]) -> String {
  let end = localSuffixStart(of: generic)
  return generic[..<end] + "[" + linkStrings.joined(separator: ",") + "]" + generic[end...]
}

extension TypeName {
  /// Whether the name is that of an instance of a generic type, such as `Pair[string,int]`.
  public var isInstance: Bool { name.utf8.contains(UInt8(ascii: "[")) }

  /// The name that stands for a type parameter while its declaration is checked. No text can write
  /// it, and no universe keeps it.
  static func parameter(_ name: String, index: Int, of generic: TypeName) -> TypeName {
    TypeName(packagePath: "", name: "\(name)\0\(generic.packagePath).\(generic.name).\(index)")
  }

  /// Whether this is a type parameter.
  var isParameter: Bool { packagePath.isEmpty && mentionsParameter }

  /// Whether this is a type parameter, or an instance with such in its arguments.
  var mentionsParameter: Bool { name.utf8.contains(0) }
}
