/// A Go type, as an immutable value.
///
/// Two values are equal exactly when the types are identical in the sense of the Go specification.
/// A named type is a `TypeName`, a reference: what it stands for is looked up in a `Universe`, so
/// recursive types are ordinary finite values.
public indirect enum GoType: Hashable, Sendable {
  case basic(BasicKind)
  case named(TypeName)
  case pointer(GoType)
  case slice(GoType)
  case array(length: Int64, element: GoType)
  case map(key: GoType, value: GoType)
  case channel(ChannelDirection, element: GoType)
  case function(Signature)
  case structure(StructType)
  case interface(InterfaceType)
}

/// The predeclared types that have a kind of their own. `byte` is `uint8` and `rune` is `int32`;
/// `error` is a named interface type without a package, and `any` is the empty interface.
public enum BasicKind: String, Hashable, Sendable, CaseIterable {
  case bool
  case int, int8, int16, int32, int64
  case uint, uint8, uint16, uint32, uint64, uintptr
  case float32, float64
  case complex64, complex128
  case string
  case unsafePointer = "unsafe.Pointer"
}

/// The direction in which a channel type may be used.
public enum ChannelDirection: Hashable, Sendable {
  case receive, send, both
}

/// A defined type: the package that declares it and its name there.
public struct TypeName: Hashable, Sendable {
  /// The import path, such as `example.com/geometry`; empty for predeclared types (`error`).
  public var packagePath: String
  /// The name; a local type's, declared in a function, ends in `·` and the number by which
  /// compilers tell it from others: `T·1`.
  public var name: String

  public init(packagePath: String, name: String) {
    self.packagePath = packagePath
    self.name = name
  }

  /// Go compares names byte by byte, where Swift's strings would equate canonical equivalents.
  public static func == (left: TypeName, right: TypeName) -> Bool {
    sameBytes(left.name, right.name) && sameBytes(left.packagePath, right.packagePath)
  }

  /// The predeclared type `error`.
  public static let error = TypeName(packagePath: "", name: "error")

  public var isExported: Bool { isExportedName(name) }

  /// The name as its source has it and reflection prints it: `T` for the local type `T·1`.
  public var sourceName: String { GoTypes.sourceName(of: name) }
}

/// The parameter and result types of a function, without a receiver.
public struct Signature: Hashable, Sendable {
  public var parameters: [GoType]
  public var results: [GoType]
  /// Whether the last parameter is written `...T`; its type here is then the slice `[]T`.
  public var isVariadic: Bool

  public init(parameters: [GoType] = [], results: [GoType] = [], isVariadic: Bool = false) {
    self.parameters = parameters
    self.results = results
    self.isVariadic = isVariadic
  }
}

/// The fields of a struct type, in declaration order.
public struct StructType: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    /// The name; for an embedded field, the name of its type. `_` is a blank field.
    public var name: String
    /// The import path of the package that wrote an unexported (or blank) name; empty when
    /// exported. Unexported names of different packages are different names.
    public var packagePath: String
    public var type: GoType
    public var isEmbedded: Bool
    /// The tag, unquoted; an empty tag is as good as none.
    public var tag: String
    /// Whether a tag is written, be it empty. No part of the type's identity, but Go 1.2's
    /// descriptors tell it.
    public var hasTagLiteral: Bool

    public init(
      name: String, packagePath: String = "", type: GoType, isEmbedded: Bool = false,
      tag: String = "", hasTagLiteral: Bool? = nil
    ) {
      self.name = name
      self.packagePath = packagePath
      self.type = type
      self.isEmbedded = isEmbedded
      self.tag = tag
      self.hasTagLiteral = hasTagLiteral ?? !tag.isEmpty
    }

    public static func == (left: Field, right: Field) -> Bool {
      left.isEmbedded == right.isEmbedded && sameBytes(left.name, right.name)
        && sameBytes(left.packagePath, right.packagePath) && sameBytes(left.tag, right.tag)
        && left.type == right.type
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(packagePath)
      hasher.combine(type)
      hasher.combine(isEmbedded)
      hasher.combine(tag)
    }

    public var isExported: Bool { isExportedName(name) }
  }

  public var fields: [Field]

  public init(fields: [Field]) { self.fields = fields }
}

/// The method set of an interface type: explicit methods and those of embedded interfaces, in the
/// order of Go's descriptors (`symbolPrecedes`). Type sets with unions or `comparable` are
/// constraints, which no value has, and are refused by the parser.
public struct InterfaceType: Hashable, Sendable {
  public struct Method: Hashable, Sendable {
    public var name: String
    /// The import path of the package that wrote an unexported name; empty when exported.
    public var packagePath: String
    public var signature: Signature

    public init(name: String, packagePath: String = "", signature: Signature) {
      self.name = name
      self.packagePath = packagePath
      self.signature = signature
    }

    public static func == (left: Method, right: Method) -> Bool {
      sameBytes(left.name, right.name) && sameBytes(left.packagePath, right.packagePath)
        && left.signature == right.signature
    }

    public var isExported: Bool { isExportedName(name) }
  }

  public private(set) var methods: [Method]

  public init(methods: [Method] = []) {
    self.methods = methods.sorted {
      symbolPrecedes(($0.name, $0.packagePath), ($1.name, $1.packagePath))
    }
  }
}
