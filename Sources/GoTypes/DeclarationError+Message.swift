extension DeclarationError.Cause {
  var message: String {
    switch self {
    case .invalidCharacter(let scalar):
      let value = String(scalar.value, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: max(0, 4 - value.utf8.count)) + value
      return "character U+\(code) begins no Go token"
    case .unterminatedComment: return "comment is not terminated"
    case .unterminatedString: return "string or rune literal is not terminated"
    case .newlineInString: return "line ends within an interpreted string; close it or use `…`"
    case .invalidEscape(let reason): return "invalid escape sequence: \(reason)"
    case .malformedNumber(let reason): return reason

    case .unexpected(let found, let expected): return "expected \(expected), found \(found)"
    case .nestedTooDeeply(let limit): return "types nest more than \(limit) deep"
    case .notUTF8(let what): return "\(what) is not valid UTF-8, which this library requires"
    case .mixedParameters: return "named and unnamed parameters are mixed; name all or none"
    case .misplacedVariadic: return "only the last parameter may be variadic (...), and no result"
    case .parenthesizedEmbedding: return "an embedded type cannot be written in parentheses"
    case .blankInterfaceMethod: return "an interface method cannot be called _"
    case .receiverCount(let count): return "a method has one receiver, not \(count)"
    case .negativeArrayLength(let literal): return "array length -\(literal) is negative"
    case .arrayLengthTooLarge(let literal): return "array length \(literal) does not fit an int"

    case .notInLanguage(let feature, let language):
      return "\(feature.message): that needs \(feature.firstVersion), and this is \(language)"

    case .unsupported(let what): return "\(what) is not supported"
    case .unsupportedArrayLength:
      return "an array length must be an integer literal; "
        + "constant expressions are not supported"

    default: return nameMessage ?? typeMessage ?? "declaration is refused"
    }
  }

  private var nameMessage: String? {
    switch self {
    case .invalidPackage(let path, let name):
      return "package \(name) at \(path) needs an import path and a name that is an identifier"
    case .packageRenamed(let path, let declared, let given):
      return "package \(path) is already declared under the name \(declared), not \(given)"
    case .misplacedLocalName(let name):
      return "\(name) is the form of a local type's name, and names no field, method, parameter, "
        + "function or variable"
    case .undeclaredType(let name, let path):
      return "undeclared type \(name) in package \(path); "
        + "declare it or list its package in the imports"
    case .undeclaredQualifiedType(let name, let path):
      return "undeclared type \(name): declare it in package \(path) before its importers"
    case .unexportedType(let name, let path):
      return "type \(name) is not exported by package \(path)"
    case .notAType(let name): return "\(name) is declared, but not as a type"
    case .unknownPackage(let name):
      return "unknown package \(name); list it in the imports or declare it first"
    case .ambiguousPackage(let name, let paths):
      let notation = paths.first.map { "\"\($0)\"" } ?? "its path"
      return "package name \(name) may mean \(paths.joined(separator: " or ")); "
        + "list one in the imports or qualify by path, as in \(notation).T"
    case .redeclared(let name, let path): return "\(name) is already declared in package \(path)"
    case .duplicate(let member, let name): return "duplicate \(member.rawValue) \(name)"
    case .fieldAndMethod(let name, let type):
      return "type \(type) has both a field and a method called \(name)"
    case .mustBeFunction(let name): return "\(name) can be declared only as a function"
    case .specialFunctionSignature(let name):
      return "function \(name) must have no parameters and no results"
    case .emptyName: return "a name is empty"
    case .missingType(let name):
      return "type \(name.name) of package \(name.packagePath) is not declared; "
        + "declare it in the same call or before"
    case .namedUnderlying(let type):
      return "\(type) is no underlying type; give what that type is apart from its name"
    case .misqualifiedMember(let name, let path):
      return path.isEmpty
        ? "unexported name \(name) needs the path of the package that writes it"
        : "exported name \(name) belongs to every package, not to \(path)"
    case .variadicWithoutSlice: return "the last parameter of a variadic function must be a slice"
    default: return nil
    }
  }

  private var typeMessage: String? {
    switch self {
    case .invalidReceiver(let type, let reason): return "invalid receiver type \(type): \(reason)"
    case .recursiveType(let names):
      return "invalid recursive type \(names.joined(separator: " refers to "))"
    case .recursiveInterface(let name):
      return "interface \(name) embeds itself, directly or in a method's unnamed interface"
    case .notAnInterface(let type):
      return "\(type) is not an interface: embedding it makes a constraint, which is not supported"
    case .conflictingMethod(let name):
      return "embedded interfaces have a method \(name) with different signatures"
    case .incomparableMapKey(let type):
      return "invalid map key type \(type): its values cannot be compared"
    case .invalidEmbedding(let type): return "an embedded field cannot be \(type)"
    case .typeTooLarge(let type): return "type \(type) is larger than 2^50 bytes, Go's limit"
    case .channelElementTooLarge(let type):
      return "channel element type \(type) is 64 KiB or larger"
    case .mapEntryTooLarge(let type): return "map key or element type \(type) is 2 GiB or larger"
    case .typeTooComplex(let limit):
      return "type has more than \(limit) parts once its aliases are expanded; name its parts"
    default: return genericMessage
    }
  }

  private var genericMessage: String? {
    switch self {
    case .genericWithoutArguments(let type):
      return "generic type \(type) needs type arguments, as in \(type)[int]"
    case .notGeneric(let type): return "\(type) is not generic and takes no type arguments"
    case .typeArgumentCount(let type, let expected, let found):
      return "generic type \(type) takes \(expected) type arguments, not \(found)"
    case .receiverParameter(let text):
      return "\(text) is no name: a receiver's brackets name the type parameters of its type"
    case .unsatisfied(let type, let constraint, let reason):
      return "\(type) does not satisfy \(constraint): \(reason)"
    case .constraintAsType(let type):
      return "\(type) only constrains type parameters, and is the type of no value"
    case .parameterAsType(let name):
      return "a type declaration cannot stand for type parameter \(name) itself"
    case .parameterAsConstraint(let name): return "type parameter \(name) is no constraint"
    case .notAConstraint(let type): return "\(type) is no interface, and no constraint either"
    case .invalidTerm(let type, let reason): return "\(type) cannot be a term: \(reason)"
    case .instantiationCycle(let names):
      return "instantiation without end: \(names.joined(separator: " becomes part of "))"
    case .unknownInstance(let type):
      return "instance \(type) is not known yet; mention it in a declaration first"
    case .tooManyInstances(let limit):
      return "declarations have more than \(limit) instances of generic types"
    default: return nil
    }
  }
}
