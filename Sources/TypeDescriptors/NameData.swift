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
  var symbolName: String {
    var symbol = "type:.namedata."
    if let packagePath { return symbol + "/\(symbolPrefix(ofPackagePath: packagePath)).\(name)" }
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
      bytes.append(uleb128: UInt64(part.utf8.count))
      bytes += part.utf8
    }
    var relocations: [Relocation] = []
    if let packagePath {
      relocations.append(
        Relocation(
          offset: bytes.count, kind: .regionOffset, target: Self.importPathSymbol(packagePath)))
      bytes += [0, 0, 0, 0]
    }
    return Symbol(name: symbolName, bytes: bytes, relocations: relocations)
  }

  static func importPathSymbol(_ path: String) -> String {
    "type:.importpath.\(symbolPrefix(ofPackagePath: path))."
  }

  /// An import path is a plain name under a symbol of its own.
  static func importPath(_ path: String, _ rules: TypeRules) -> Symbol {
    var symbol = NameData(name: path, isExported: false).symbol(rules)
    symbol.name = importPathSymbol(path)
    return symbol
  }
}

extension DescriptorBuilder {
  /// The name of an exported function or variable, the same symbol as a descriptor's equal name.
  public static func exportedName(_ name: String, _ rules: TypeRules) -> Symbol {
    NameData(name: name, isExported: true).symbol(rules)
  }
}
