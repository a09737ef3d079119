/// A version of the Go language: what declarations may say.
public struct LanguageVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var major: Int
  public var minor: Int

  public init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The newest version that this library knows.
  public static let newest = LanguageVersion(major: 1, minor: 27)

  public static func < (left: LanguageVersion, right: LanguageVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  public var description: String { "Go \(major).\(minor)" }
}

/// What declarations can say only from some version on (Go's release notes, "Changes to the
/// language").
public enum LanguageFeature: Hashable, Sendable {
  case alias(String)
  case overlappingMethod(String)
  case numberLiteral(String)
  case any
  case generics(String)
  case genericAlias(String)
  case genericMethod(String)

  public var firstVersion: LanguageVersion {
    switch self {
    case .alias: LanguageVersion(major: 1, minor: 9)
    case .numberLiteral: LanguageVersion(major: 1, minor: 13)
    case .overlappingMethod: LanguageVersion(major: 1, minor: 14)
    case .any, .generics: LanguageVersion(major: 1, minor: 18)
    case .genericAlias: LanguageVersion(major: 1, minor: 24)
    case .genericMethod: LanguageVersion(major: 1, minor: 27)
    }
  }

  /// The feature and what to write instead.
  var message: String {
    switch self {
    case .alias(let name): "type \(name) is an alias; name the type it stands for"
    case .overlappingMethod(let name):
      "method \(name) comes from two of the interface's elements; list it once"
    case .numberLiteral(let literal):
      "number \(literal) is binary, marked octal (0o) or has separators; write it in decimal"
    case .any: "any is not predeclared; write interface{}"
    case .genericAlias(let name):
      "type \(name) is an alias with type parameters; name each type it stands for"
    case .genericMethod(let name):
      "method \(name) has type parameters of its own; leave it out"
    case .generics(let what): "\(what) has type parameters or arguments; write a type without"
    }
  }
}
