/// Whether Go exports an identifier: its first character is an upper-case letter.
public func isExportedName(_ name: String) -> Bool {
  guard let first = name.unicodeScalars.first else { return false }
  if first.isASCII { return ("A"..."Z").contains(first) }
  return first.properties.generalCategory == .uppercaseLetter
}

/// The order of fields and methods in Go's descriptors: exported names first, then by the bytes of
/// the name, then (unexported names) by those of the package path.
/// Source: cmd/compile/internal/types/sym.go, `CompareSyms`, Go 1.27. Older releases compare names
/// alone, which differs only where an exported name begins with a letter outside ASCII.
public func symbolPrecedes(
  _ left: (name: String, packagePath: String), _ right: (name: String, packagePath: String)
) -> Bool {
  let isExported = isExportedName(left.name)
  guard isExported == isExportedName(right.name) else { return isExported }
  guard sameBytes(left.name, right.name) else { return bytesPrecede(left.name, right.name) }
  return !isExported && bytesPrecede(left.packagePath, right.packagePath)
}

/// A name as Go compares it, byte by byte: Swift's `==` equates canonically equivalent strings,
/// such as the Kelvin sign and the letter K, which are two identifiers in Go.
struct Identifier: Hashable {
  var text: String

  init(_ text: String) { self.text = text }

  static func == (left: Identifier, right: Identifier) -> Bool { sameBytes(left.text, right.text) }
}

/// The name of a field or method: unexported names of different packages are different names.
struct MemberName: Hashable {
  var name: Identifier
  /// Empty when exported.
  var packagePath: Identifier

  init(_ name: String, packagePath: String) {
    self.name = Identifier(name)
    self.packagePath = Identifier(isExportedName(name) ? "" : packagePath)
  }
}

func sameBytes(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
}

func bytesPrecede(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// Stands between a local type's name and its number in link strings (cmd/compile, "vargen").
let localTypeMark: Unicode.Scalar = "\u{B7}"

/// A type's name as its source has it: `T` for the local type `T·1`.
func sourceName(of name: String) -> String {
  guard let mark = name.unicodeScalars.firstIndex(of: localTypeMark) else { return name }
  return String(name[..<mark])
}
