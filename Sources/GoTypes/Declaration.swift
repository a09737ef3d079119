/// A package, as declarations name it.
public struct Package: Hashable, Sendable {
  /// The import path, such as `example.com/geometry`.
  public var path: String
  /// The name in its package clause, such as `geometry`.
  public var name: String

  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// A method declared on a defined type.
public struct Method: Hashable, Sendable {
  public var name: String
  /// The package that declares it: part of an unexported method's identity.
  public var packagePath: String
  public var hasPointerReceiver: Bool
  public var signature: Signature

  public init(name: String, packagePath: String, hasPointerReceiver: Bool, signature: Signature) {
    self.name = name
    self.packagePath = packagePath
    self.hasPointerReceiver = hasPointerReceiver
    self.signature = signature
  }

  public var isExported: Bool { isExportedName(name) }

  /// Whether interfaces do not find the method, as the comment `//go:nointerface` before its
  /// declaration asks.
  public var isHiddenFromInterfaces = false
}

/// A defined type's declaration.
public struct TypeDeclaration: Hashable, Sendable {
  public var name: TypeName
  /// The underlying type: never `.named`.
  public var underlying: GoType
  /// The methods declared with this type as receiver base, in the order of `symbolPrecedes`.
  public var methods: [Method]
  /// The methods that have type parameters of their own, from Go 1.27. Method tables have none
  /// such, and list promoted methods of their name as if they were not there.
  var genericMethodNames: [String] = []

  public init(name: TypeName, underlying: GoType, methods: [Method] = []) {
    self.name = name
    self.underlying = underlying
    self.methods = methods
  }
}

/// A package-level function.
public struct FunctionDeclaration: Hashable, Sendable {
  public var package: Package
  public var name: String
  public var signature: Signature

  public init(package: Package, name: String, signature: Signature) {
    self.package = package
    self.name = name
    self.signature = signature
  }

  public var isExported: Bool { isExportedName(name) }
}

/// A package-level variable.
public struct VariableDeclaration: Hashable, Sendable {
  public var package: Package
  public var name: String
  public var type: GoType

  public init(package: Package, name: String, type: GoType) {
    self.package = package
    self.name = name
    self.type = type
  }

  public var isExported: Bool { isExportedName(name) }
}

/// A package-level function or variable.
public enum ValueDeclaration: Hashable, Sendable {
  case function(FunctionDeclaration)
  case variable(VariableDeclaration)

  public var package: Package {
    switch self {
    case .function(let function): function.package
    case .variable(let variable): variable.package
    }
  }

  public var name: String {
    switch self {
    case .function(let function): function.name
    case .variable(let variable): variable.name
    }
  }

  public var isExported: Bool { isExportedName(name) }
}
