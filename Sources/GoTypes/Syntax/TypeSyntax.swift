/// A type expression as written, before its names are looked up.
struct TypeSyntax: Sendable {
  indirect enum Kind: Sendable {
    case name(String)
    case qualified(PackageReference, name: NameSyntax)
    /// A generic type, by a name or a qualified name, with its type arguments.
    case instance(TypeSyntax, [TypeSyntax])
    case pointer(TypeSyntax)
    case slice(TypeSyntax)
    case array(length: Int64, element: TypeSyntax)
    case map(key: TypeSyntax, value: TypeSyntax)
    case channel(ChannelDirection, element: TypeSyntax)
    case function(SignatureSyntax)
    case structure([FieldSyntax])
    case interface([InterfaceElementSyntax])
  }

  var position: SourcePosition
  var kind: Kind
}

/// The part before the dot of a qualified name.
enum PackageReference: Hashable, Sendable {
  case name(String)
  /// `"math/rand".Rand`, our own notation, tells packages of one name apart.
  case path(String)
}

struct NameSyntax: Sendable {
  var text: String
  var position: SourcePosition

  var isBlank: Bool { text == "_" }
}

struct ParameterSyntax: Sendable {
  var name: NameSyntax?
  var type: TypeSyntax
}

struct SignatureSyntax: Sendable {
  var parameters: [ParameterSyntax] = []
  var results: [ParameterSyntax] = []
  var isVariadic = false
}

struct FieldSyntax: Sendable {
  /// For an embedded field, the last name of its type.
  var name: NameSyntax
  var type: TypeSyntax
  var isEmbedded: Bool
  var tag: String?
}

enum InterfaceElementSyntax: Sendable {
  case method(NameSyntax, SignatureSyntax)
  case embedded(TypeSyntax)
  /// A union of terms, or one term with a tilde: only constraints have them.
  case union([TermSyntax])
}

/// `T` or `~T` in a union.
struct TermSyntax: Sendable {
  var position: SourcePosition
  var hasTilde: Bool
  var type: TypeSyntax
}

struct TypeParameterSyntax: Sendable {
  var name: NameSyntax
  /// An inline union stands as the interface that embeds it.
  var constraint: TypeSyntax
}

struct MethodSyntax: Sendable {
  var name: NameSyntax
  var receiver: ParameterSyntax
  /// The method's own type parameters, which Go has from 1.27.
  var parameters: [TypeParameterSyntax]
  var signature: SignatureSyntax
  /// Hidden from interfaces, as the pragma says.
  var isHidden: Bool
}

/// One declaration as written.
enum DeclarationSyntax {
  case type(NameSyntax, [TypeParameterSyntax], TypeSyntax, isAlias: Bool)
  case variable(NameSyntax, TypeSyntax)
  case function(NameSyntax, SignatureSyntax)
  case method(MethodSyntax)

  var name: NameSyntax {
    switch self {
    case .type(let name, _, _, _), .variable(let name, _), .function(let name, _): name
    case .method(let method): method.name
    }
  }
}
