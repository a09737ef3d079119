/// Why a Go declaration or type expression is refused, and where.
public struct DeclarationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The declaration text's index in the call, from 0; nil for a lone type expression, or where the
  /// call as a whole is at fault.
  public var index: Int?
  /// Line and column within that text, both from 1. Columns count UTF-8 bytes, as Go's do.
  public var line: Int
  public var column: Int
  public var cause: Cause

  init(_ cause: Cause, at position: SourcePosition) {
    self.cause = cause
    index = position.text
    line = position.line
    column = position.column
  }

  /// What is wrong and what to do, without the place.
  public var message: String { cause.message }

  /// One line, such as `declaration 3, 1:14: undeclared type Foo in package …`; declarations are
  /// counted from 1 here.
  public var description: String {
    let place = index.map { "declaration \($0 + 1)" } ?? "type expression"
    return "\(place), \(line):\(column): \(cause.message)"
  }
}

extension DeclarationError {
  /// What is named twice.
  public enum Member: String, Hashable, Sendable {
    case field, method, parameter
    case typeParameter = "type parameter"
  }

  public enum Cause: Error, Hashable, Sendable {
    // Text that is no Go token.
    case invalidCharacter(Unicode.Scalar)
    case unterminatedComment
    case unterminatedString
    case newlineInString
    case invalidEscape(String)
    case malformedNumber(String)

    // Tokens that form no declaration.
    case unexpected(found: String, expected: String)
    case nestedTooDeeply(Int)
    case notUTF8(String)
    case mixedParameters
    case misplacedVariadic
    case parenthesizedEmbedding
    case blankInterfaceMethod
    case receiverCount(Int)
    case negativeArrayLength(String)
    case arrayLengthTooLarge(String)

    // Go of a later version than asked for.
    case notInLanguage(LanguageFeature, LanguageVersion)

    // Go that describes no run-time type, or needs evaluation.
    case unsupported(String)
    case unsupportedArrayLength

    // Names.
    case invalidPackage(path: String, name: String)
    case packageRenamed(path: String, declared: String, given: String)
    case misplacedLocalName(String)
    case undeclaredType(String, packagePath: String)
    case undeclaredQualifiedType(String, packagePath: String)
    case unexportedType(String, packagePath: String)
    case notAType(String)
    case unknownPackage(String)
    case ambiguousPackage(String, paths: [String])
    case redeclared(String, packagePath: String)
    case duplicate(Member, String)
    case fieldAndMethod(String, type: String)
    case mustBeFunction(String)
    case specialFunctionSignature(String)

    // Types declared as values, which no text could have said.
    case emptyName
    case missingType(TypeName)
    case namedUnderlying(String)
    case misqualifiedMember(String, packagePath: String)
    case variadicWithoutSlice

    // Types that break a rule of the language.
    case invalidReceiver(String, reason: String)
    case recursiveType([String])
    case recursiveInterface(String)
    case notAnInterface(String)
    case conflictingMethod(String)
    case incomparableMapKey(String)
    case invalidEmbedding(String)

    // Generic types, their arguments and constraints.
    case genericWithoutArguments(String)
    case notGeneric(String)
    case typeArgumentCount(String, expected: Int, found: Int)
    case receiverParameter(String)
    case unsatisfied(type: String, constraint: String, reason: String)
    case constraintAsType(String)
    case parameterAsType(String)
    case parameterAsConstraint(String)
    case notAConstraint(String)
    case invalidTerm(String, reason: String)
    case instantiationCycle([String])
    case tooManyInstances(Int)
    case unknownInstance(String)

    // Limits.
    case typeTooLarge(String)
    case channelElementTooLarge(String)
    case mapEntryTooLarge(String)
    case typeTooComplex(Int)
  }
}
