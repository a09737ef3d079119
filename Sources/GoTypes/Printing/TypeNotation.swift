/// What releases disagree on in writing types for descriptors and symbols.
public struct TypeNotation: Hashable, Sendable {
  /// How link strings tell unexported members of different packages apart.
  public enum Members: Hashable, Sendable {
    /// All are qualified by import path.
    case byPath
    /// Methods are qualified by package name, and fields not at all: two types may share a string.
    case methodsByName
    /// Methods are qualified by package name, and fields by import path, blank ones as well
    /// (cmd/compile/internal/gc/fmt.go, `typefmt` and `fldconv`, Go 1.8).
    case fieldsByPathMethodsByName
  }

  /// How tags are quoted.
  public enum Quoting: Hashable, Sendable {
    /// As `strconv.Quote` does.
    case printable
    /// Only quotes, backslashes, tabs, newlines and control characters are escaped (cmd/gc/fmt.c,
    /// `Zconv`).
    case controls
  }

  /// The order of methods in interfaces and in method sets.
  public enum MethodOrder: Hashable, Sendable {
    /// Exported names first, then by name, then by package path.
    case exportedFirst
    /// By name, then by package path (cmd/gc/reflect.c, `sigcmp`).
    case byName
  }

  public var members: Members
  public var quoting: Quoting
  public var methodOrder: MethodOrder
  /// Whether a tag that is written but empty is kept.
  public var keepsEmptyTags: Bool
  /// Whether a link string tells a field that is embedded under another name than its type's:
  /// `main.error = error`.
  public var tellsEmbeddedNames: Bool
  /// The import path of the package that is compiled, which comes before all others in the order by
  /// name: the compilers of that time knew it by an empty path.
  public var localPackage: String?

  public init(
    members: Members, quoting: Quoting, methodOrder: MethodOrder, keepsEmptyTags: Bool,
    tellsEmbeddedNames: Bool
  ) {
    self.members = members
    self.quoting = quoting
    self.methodOrder = methodOrder
    self.keepsEmptyTags = keepsEmptyTags
    self.tellsEmbeddedNames = tellsEmbeddedNames
  }

  /// That of the newest release.
  public static let newest = TypeNotation(
    members: .byPath, quoting: .printable, methodOrder: .exportedFirst, keepsEmptyTags: false,
    tellsEmbeddedNames: true)

  /// A text in quotes.
  public func quote(_ text: String) -> String {
    switch quoting {
    case .printable: quoted(text)
    case .controls: quotedControls(text)
    }
  }

  /// Whether a member stands before another in this order.
  public func precedes(
    _ left: (name: String, packagePath: String), _ right: (name: String, packagePath: String)
  ) -> Bool {
    switch methodOrder {
    case .exportedFirst: symbolPrecedes(left, right)
    case .byName:
      sameBytes(left.name, right.name)
        ? bytesPrecede(sortKey(left.packagePath), sortKey(right.packagePath))
        : bytesPrecede(left.name, right.name)
    }
  }

  private func sortKey(_ packagePath: String) -> String {
    if let localPackage, sameBytes(packagePath, localPackage) { "" } else { packagePath }
  }

  /// The methods of an interface in this order.
  public func sorted(_ methods: [InterfaceType.Method]) -> [InterfaceType.Method] {
    if methodOrder == .exportedFirst { return methods }
    return methods.sorted { precedes(($0.name, $0.packagePath), ($1.name, $1.packagePath)) }
  }
}
