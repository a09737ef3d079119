import GoRelease
import GoTypes
import Symbols

/// A name as descriptors refer to it (`internal/abi.Name`): a byte of flags, the length as a
/// varint, the bytes, then a tag in the same form and the place of a package path where the flags
/// say so.
struct NameData: Hashable {
  var name: String
  var tag = ""
  /// The package of an unexported name, where the descriptor around it does not tell.
  var packagePath: String?
  var isExported: Bool
  var isEmbedded = false

  /// The compiler's symbol for it, except where that would not tell two names apart: names with a
  /// package path, which the compiler numbers by a counter, and a tag that reads like the mark of
  /// embedded fields. `/` and `=` begin no identifier and no type string.
  func symbolName(_ rules: TypeRules) -> String {
    var symbol = rules.symbolPrefix + ".namedata."
    if let packagePath {
      symbol += "/\(symbolPrefix(ofPackagePath: packagePath)).\(name)"
      return tag.isEmpty ? symbol : symbol + "." + tag
    }
    if rules.nameIsEmbedded == 0 {
      // Where a name cannot say that its field is embedded, embedded fields have none.
      let shown = isExported ? "-noname-exported" : "-noname-unexported"
      return symbol + (name.isEmpty ? shown : name) + "." + tag
    }
    if !isEmbedded, tag.hasSuffix(Self.embeddedMark) { symbol += "=" }
    symbol += name + (isExported ? "." : "-") + tag
    return isEmbedded ? symbol + Self.embeddedMark : symbol
  }

  private static let embeddedMark = ".embedded"

  func symbol(_ rules: TypeRules) -> Symbol {
    var flags: UInt8 = 0
    if isExported { flags |= rules.nameIsExported }
    if !tag.isEmpty { flags |= rules.nameHasTag }
    if packagePath != nil { flags |= rules.nameHasPackage }
    if isEmbedded { flags |= rules.nameIsEmbedded }
    var bytes = [flags]
    for part in tag.isEmpty ? [name] : [name, tag] {
      switch rules.names {
      case .records(length: .uleb128): bytes.append(uleb128: UInt64(part.utf8.count))
      case .records(length: .bigEndian16), .strings:
        bytes.append(UInt8(truncatingIfNeeded: part.utf8.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: part.utf8.count))
      }
      bytes += part.utf8
    }
    var relocations: [Relocation] = []
    if let packagePath {
      relocations.append(
        Relocation(
          offset: bytes.count, kind: .regionOffset,
          target: Self.importPathSymbol(packagePath, rules)))
      bytes += [0, 0, 0, 0]
    }
    return Symbol(name: symbolName(rules), bytes: bytes, relocations: relocations)
  }

  /// A text that is longer than the release's records can hold.
  func textTooLong(_ rules: TypeRules) -> String? {
    guard rules.names == .records(length: .bigEndian16) else { return nil }
    return [name, tag].first { $0.utf8.count > Int(UInt16.max) }
  }

  /// The path by which Go's compiler knows the package of predeclared types.
  static let predeclaredPath = "go.builtin"

  static func importPathSymbol(_ path: String, _ rules: TypeRules) -> String {
    // The compiler's own package is no one's, and not escaped.
    let prefix = path == predeclaredPath ? path : symbolPrefix(ofPackagePath: path)
    return "\(rules.symbolPrefix).importpath.\(prefix)."
  }

  /// An import path is a plain name under a symbol of its own.
  static func importPath(_ path: String, _ rules: TypeRules) -> Symbol {
    var symbol = NameData(name: path, isExported: false).symbol(rules)
    symbol.name = importPathSymbol(path, rules)
    return symbol
  }
}

extension DescriptorBuilder {
  /// The name of an exported function or variable, the same symbol as a descriptor's equal name.
  public static func exportedName(_ name: String, _ rules: TypeRules) -> Symbol {
    NameData(name: name, isExported: true).symbol(rules)
  }
}
