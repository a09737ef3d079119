import GoRelease
import GoTypes
import Symbols

/// What a plugin offers by name: the table `go.plugin.tabs`, by which the runtime finds each name's
/// type, and the addresses of what the names stand for, `go.plugin.exports`, in the same order
/// (cmd/compile, commit 5923df1af, "generate table of main symbol types").
public struct PluginTable: Sendable {
  /// A function or variable that a plugin offers.
  public struct Export: Hashable, Sendable {
    public var name: String
    /// The type that the table says: a function's own, and a pointer to a variable's.
    public var type: GoType
    /// The symbol of the function's code or of the variable.
    public var symbol: String

    public init(name: String, type: GoType, symbol: String) {
      self.name = name
      self.type = type
      self.symbol = symbol
    }
  }

  /// What a package offers: its exported functions and variables, in the order of their
  /// declaration. Constants, types and methods drop out, and so do `init` and `main`, whose names
  /// are not exported.
  public static func exports(of package: String, in universe: Universe) -> [Export] {
    universe.values.compactMap { value in
      guard value.package.path.utf8.elementsEqual(package.utf8), value.isExported else {
        return nil
      }
      let type: GoType =
        switch value {
        case .function(let function): .function(function.signature)
        case .variable(let variable): .pointer(variable.type)
        }
      return Export(
        name: value.name, type: type,
        symbol: FunctionSymbol.name(package: package, function: value.name))
    }
  }

  public var tabs: Symbol
  public var exports: Symbol
}

extension DescriptorBuilder {
  /// The table of exports, whose types and names become part of the set; nil without exports.
  ///
  /// Entries are records of `release.modules.pluginTab`: offsets of name and type from the start of
  /// the types. Unlike descriptors, the table is its module's own.
  public mutating func pluginTable(_ exports: [PluginTable.Export]) -> PluginTable? {
    guard !exports.isEmpty else { return nil }
    var table = PluginTable(
      tabs: Symbol(name: "go.plugin.tabs", alignment: 8),
      exports: Symbol(name: "go.plugin.exports", alignment: 8))
    var tabs = DescriptorBytes()
    var addresses = DescriptorBytes()
    for export in exports {
      require(export.type)
      var record = Record(release.modules.pluginTab)
      record.set(
        .name, regionOffsetOf: symbol(of: NameData(name: export.name, isExported: true)))
      record.set(.typ, regionOffsetOf: symbolName(of: export.type))
      tabs.append(record)
      addresses.relocations.append(
        Relocation(offset: addresses.bytes.count, kind: .address, target: export.symbol))
      addresses.bytes += [UInt8](repeating: 0, count: 8)
    }
    table.tabs.bytes = tabs.bytes
    table.tabs.relocations = tabs.relocations
    table.exports.bytes = addresses.bytes
    table.exports.relocations = addresses.relocations
    return table
  }
}
