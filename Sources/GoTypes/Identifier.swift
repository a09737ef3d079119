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
  guard left.utf8.count == right.utf8.count else { return false }
  return compareBytes(left, right) { $0.elementsEqual($1) }
}

func bytesPrecede(_ left: String, _ right: String) -> Bool {
  compareBytes(left, right) { $0.lexicographicallyPrecedes($1) }
}

/// Compares where the bytes lie: strings' own views go character by character.
private func compareBytes(
  _ left: String, _ right: String,
  _ compare: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
) -> Bool {
  let result = left.utf8.withContiguousStorageIfAvailable { left in
    right.utf8.withContiguousStorageIfAvailable { right in compare(left, right) }
  }
  // Every native string has such storage; others are copied into it.
  if let result, let result { return result }
  return Array(left.utf8).withUnsafeBufferPointer { left in
    Array(right.utf8).withUnsafeBufferPointer { right in compare(left, right) }
  }
}

/// Stands between a local type's name and its number in link strings (cmd/compile, "vargen").
let localTypeMark: Unicode.Scalar = "\u{B7}"

/// A type's name as its source has it: `T` for the local type `T·1`. Type arguments keep their
/// numbers: `Pair[p.T·1]`. Source: cmd/compile/internal/types/fmt.go, `SplitVargenSuffix`.
func sourceName(of name: String) -> String {
  String(name.unicodeScalars[..<localSuffixStart(of: name)])
}

/// Where the mark and number of a local type begin; the end where there are none.
func localSuffixStart(of name: String) -> String.Index {
  let scalars = name.unicodeScalars
  guard let last = scalars.last, ("0"..."9").contains(last),
    let mark = scalars.lastIndex(of: localTypeMark),
    scalars[mark...].dropFirst().allSatisfy({ ("0"..."9").contains($0) })
  else { return name.endIndex }
  return mark
}
