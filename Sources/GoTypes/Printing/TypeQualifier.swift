/// Which of Go's three ways of writing a type is meant; they differ in how names are qualified.
public enum TypeQualifier: Hashable, Sendable {
  /// By package name, as `reflect.Type.String` has it: `map[string]*geometry.Point`. Identical
  /// types have one string, but not the reverse. Source: cmd/compile/internal/types/fmt.go,
  /// `NameString`.
  case packageName
  /// The link string: by import path, as escaped in symbols. Two types are identical exactly when
  /// their link strings are equal; it names the descriptor's symbol and is what is hashed. Source:
  /// fmt.go, `LinkString`, Go 1.25 to 1.27.
  case packagePath
  /// As a source file of the package would write it, which `Universe.parseType` reads back. A
  /// package whose name is shared with another is qualified by path: `"math/rand".Rand`, and so is
  /// an unexported type of another package, which Go itself cannot write. Types with unexported
  /// fields or methods of other packages have no such form: these names are written qualified,
  /// which the parser refuses.
  case source(in: Package)
}

extension Universe {
  /// Writes a type. A package that is not declared goes by the last element of its path.
  public func string(
    _ type: GoType, qualifier: TypeQualifier, notation: TypeNotation = .newest
  ) -> String {
    var writer = TypeWriter(universe: self, qualifier: qualifier, notation: notation)
    writer.write(type)
    return writer.output
  }
}

/// An import path as Go writes it in symbols: control characters, space, `%`, `"`, DEL and bytes
/// above it become `%xx`, and so do periods in the last element.
/// Source: cmd/internal/objabi/path.go, `PathToPrefix`, Go 1.27.
public func symbolPrefix(ofPackagePath path: String) -> String {
  // The compiler's own package of generic shapes is not escaped (typecheck/universe.go,
  // `InitUniverse`).
  if path == "go.shape" { return path }
  let bytes = Array(path.utf8)
  let lastElement = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
  var escaped: [UInt8] = []
  escaped.reserveCapacity(bytes.count)
  for (index, byte) in bytes.enumerated() {
    let isEscaped =
      byte <= UInt8(ascii: " ") || byte >= 0x7F || byte == UInt8(ascii: "%")
      || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ".") && index >= lastElement
    if isEscaped {
      escaped += "%\(paddedHex(UInt32(byte), width: 2))".utf8
    } else {
      escaped.append(byte)
    }
  }
  return String(decoding: escaped, as: UTF8.self)
}

func paddedHex(_ value: UInt32, width: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
