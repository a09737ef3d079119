import Crypto
import GoRelease

/// A type's hash and short symbol name (cmd/compile types.TypeHash, cmd/link typeSymbolMangle; up
/// to Go 1.8 cmd/compile gc.typehash).
struct TypeHash {
  private let hashBytes: ArraySlice<UInt8>
  private let nameBytes: [UInt8]

  /// - Parameters:
  ///   - string: what reflection prints of the type.
  init(linkString: String, string: @autoclosure () -> String, rule: TypeRules.HashRule) {
    switch rule {
    case .sha256OfLinkString(let rule):
      var digest = Array(SHA256.hash(data: Array(linkString.utf8)))
      for index in digest.indices.prefix(rule.invertedBytes) { digest[index] ^= 0xff }
      hashBytes = digest[rule.hashOffset...].prefix(4)
      nameBytes = Array(digest[rule.nameOffset...].prefix(6))
    case .md5OfString:
      hashBytes = Array(Insecure.MD5.hash(data: Array(string().utf8))).prefix(4)
      nameBytes = []
    }
  }

  /// The number in the descriptor.
  var value: UInt32 {
    hashBytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Six bytes in standard base64: eight characters, never padded.
  var shortName: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var characters: [UInt8] = []
    for start in stride(from: 0, to: nameBytes.count, by: 3) {
      let group = nameBytes[start...].prefix(3).reduce(0) { $0 << 8 | Int($1) }
      for shift in [18, 12, 6, 0] { characters.append(alphabet[group >> shift & 63]) }
    }
    return String(decoding: characters, as: UTF8.self)
  }
}

/// The symbols of a release's type descriptors.
public enum TypeSymbol {
  /// The name under which the compiler emits the descriptor of a type with this link string.
  public static func name(linkString: String, rules: TypeRules) -> String {
    rules.symbolPrefix + linkString
  }

  /// The hash in the descriptor of a type with this link string; nil where the release does not
  /// hash link strings.
  public static func hash(linkString: String, rules: TypeRules) -> UInt32? {
    guard case .sha256OfLinkString = rules.hash else { return nil }
    return TypeHash(linkString: linkString, string: linkString, rule: rules.hash).value
  }

  /// The name that a descriptor, or another symbol that begins with `type:`, has in a dynamically
  /// linked image: long names are shortened there, and those with an `@`, which ELF linkers take
  /// for the start of a version (cmd/link/internal/ld/lib.go, `typeSymbolMangle`). Linkers of
  /// releases that shorten none could not link the latter at all.
  public static func dynamicName(_ name: String, rules: TypeRules) -> String {
    let prefix = rules.symbolPrefix
    guard name.hasPrefix(prefix), !name.hasPrefix(prefix + "runtime."),
      name.utf8.count > rules.longestPlainSymbol || name.utf8.contains(UInt8(ascii: "@"))
    else { return name }
    let hashed = name.dropFirst(prefix.count)
    return (hashed.hasPrefix(".") ? prefix + "." : prefix) + shortName(String(hashed), rules)
  }

  /// The same for what follows the prefix of an itab's symbol, which no linker shortens.
  static func dynamicItabName(_ types: String, rules: TypeRules) -> String {
    types.utf8.contains(UInt8(ascii: "@")) ? shortName(types, rules) : types
  }

  private static func shortName(_ text: String, _ rules: TypeRules) -> String {
    TypeHash(linkString: text, string: text, rule: rules.shortNames).shortName
  }
}
