public import GoTypes

/// What one release of Go expects of a program's tables: record layouts, constants and rules, as
/// data. Algorithms that releases share are elsewhere and read these values.
public struct GoRelease: Sendable {
  /// The release as users name it, such as `1.27`.
  public let name: String
  public let types: TypeLayouts
  public let typeRules: TypeRules
  public let functionTable: FunctionTableFormat
  public let modules: ModuleLayouts
  public let code: CodeRules

  /// The layouts of a pclntab of side-by-side tables; nil for releases with another.
  public var functions: FunctionLayouts? {
    if case .lineTable(let layouts) = functionTable { layouts } else { nil }
  }

  /// Whether Go's own linker of the release reads objects, and was made before relaxable loads of
  /// addresses (2015). Later ones leave objects of other compilers to the system's linker.
  public var linkerIsOlderThanRelaxation: Bool { !hasModules }

  /// Whether programs of the release are made of modules, and can open plugins.
  public var hasModules: Bool { modules.moduleData.size > 0 }

  /// The number after the dot of the release's name: 27 for 1.27.
  public var minorVersion: UInt32 { name.split(separator: ".").last.flatMap { UInt32($0) } ?? 0 }

  /// Every release that this build supports, oldest first.
  public static let supported: [GoRelease] = [
    .go1_2, .go1_8, .go1_21, .go1_22, .go1_23, .go1_24, .go1_25, .go1_26, .go1_27,
  ]

  /// The release of that name.
  public init(named name: String) throws(UnsupportedRelease) {
    guard let found = Self.supported.first(where: { $0.name == name }) else {
      throw UnsupportedRelease(name: name)
    }
    self = found
  }

  /// A universe for declarations of the release's time, laid out as it lays values out.
  public var universe: Universe {
    Universe(language: typeRules.language, layoutRules: typeRules.layout)
  }

  init(
    name: String, types: TypeLayouts, typeRules: TypeRules, functionTable: FunctionTableFormat,
    modules: ModuleLayouts, code: CodeRules
  ) {
    self.name = name
    self.types = types
    self.typeRules = typeRules
    self.functionTable = functionTable
    self.modules = modules
    self.code = code
  }
}

extension GoRelease: CustomStringConvertible {
  public var description: String { "Go \(name)" }
}

/// A release that this build has no data for.
public struct UnsupportedRelease: Error, Equatable, CustomStringConvertible {
  public let name: String
  /// Those that it could have been.
  let supported: String

  init(
    name: String, supported: String = GoRelease.supported.map(\.name).joined(separator: ", ")
  ) {
    self.name = name
    self.supported = supported
  }

  public var description: String { "unknown Go release \"\(name)\"; supported: \(supported)" }
}
