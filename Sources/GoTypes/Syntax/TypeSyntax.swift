/// A type expression as written, before its names are looked up.
struct TypeSyntax {
  indirect enum Kind {
    case name(String)
    case qualified(PackageReference, name: NameSyntax)
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
enum PackageReference: Hashable {
  case name(String)
  /// `"math/rand".Rand`, our own notation, tells packages of one name apart.
  case path(String)
}

struct NameSyntax {
  var text: String
  var position: SourcePosition

  var isBlank: Bool { text == "_" }
}

struct ParameterSyntax {
  var name: NameSyntax?
  var type: TypeSyntax
}

struct SignatureSyntax {
  var parameters: [ParameterSyntax] = []
  var results: [ParameterSyntax] = []
  var isVariadic = false
}

struct FieldSyntax {
  /// For an embedded field, the last name of its type.
  var name: NameSyntax
  var type: TypeSyntax
  var isEmbedded: Bool
  var tag: String?
}

enum InterfaceElementSyntax {
  case method(NameSyntax, SignatureSyntax)
  case embedded(TypeSyntax)
}

/// One declaration as written.
enum DeclarationSyntax {
  case type(NameSyntax, TypeSyntax, isAlias: Bool)
  case variable(NameSyntax, TypeSyntax)
  case function(NameSyntax, SignatureSyntax)
  /// Hidden from interfaces, if the pragma says so.
  case method(NameSyntax, receiver: ParameterSyntax, SignatureSyntax, isHidden: Bool)

  var name: NameSyntax {
    switch self {
    case .type(let name, _, _), .variable(let name, _), .function(let name, _),
      .method(let name, _, _, _):
      name
    }
  }
}
