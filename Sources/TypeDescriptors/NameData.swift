import GoRelease
import Symbols

/// A name as descriptors refer to it (`internal/abi.Name`): a byte of flags, the length as a varint,
/// the bytes, then a tag in the same form and the place of a package path where the flags say so.
struct NameData: Hashable {
  var name: String
  var tag = ""
  /// The package of an unexported name, where the descriptor around it does not tell.
  var packagePath: String?
  var isExported: Bool
  var isEmbedded = false

  /// The compiler's symbol for it. Names with a package path are numbered there by a counter; here
  /// the path itself tells them apart.
  var symbolName: String {
    var symbol = "type:.namedata."
    if let packagePath {
      symbol += "\(packagePath).\(name)"
    } else if name.isEmpty {
      symbol += isExported ? "-noname-exported." + tag : "-noname-unexported." + tag
    } else {
      symbol += name + (isExported ? "." : "-") + tag
    }
    return isEmbedded ? symbol + ".embedded" : symbol
  }

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

  static func importPathSymbol(_ path: String) -> String { "type:.importpath.\(path)." }

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
