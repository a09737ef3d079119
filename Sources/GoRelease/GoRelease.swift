import Symbols

/// What one release of Go expects of a program's tables: record layouts, constants and rules, as
/// data. Algorithms that releases share are elsewhere and read these values.
public struct GoRelease: Sendable {
  /// The release as users name it, such as `1.27`.
  public let name: String
  public let types: TypeLayouts
  public let typeRules: TypeRules
  public let functions: FunctionLayouts
  public let modules: ModuleLayouts

  /// Every release that this build supports, oldest first.
  public static let supported: [GoRelease] = [.go1_27]

  /// The release of that name.
  public init(named name: String) throws(UnsupportedRelease) {
    guard let found = Self.supported.first(where: { $0.name == name }) else {
      throw UnsupportedRelease(name: name)
    }
    self = found
  }

  init(
    name: String, types: TypeLayouts, typeRules: TypeRules, functions: FunctionLayouts,
    modules: ModuleLayouts
  ) {
    self.name = name
    self.types = types
    self.typeRules = typeRules
    self.functions = functions
    self.modules = modules
  }
}

/// A release that this build has no data for.
public struct UnsupportedRelease: Error, Equatable, CustomStringConvertible {
  public let name: String

  public var description: String {
    let known = GoRelease.supported.map(\.name).joined(separator: ", ")
    return "unknown Go release \"\(name)\"; supported: \(known)"
  }
}
