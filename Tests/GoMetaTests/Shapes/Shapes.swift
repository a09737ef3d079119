import TestSupport

/// The package example.com/shapes: functions, types and variables of every shape that plugins may
/// have, made of parts. The host in Hosts/shapes uses them.
enum Shapes {
  static let module = parts.reduce(into: IRModule()) { module, part in
    module.declarations += part.declarations
    module.code += part.code + "\n"
  }

  private static let parts = [
    integers, floats, strings, interfaces, structs, results, many, frames, chains, names, variables,
    comparisons, stores,
  ]

  /// The plugin, made once for each machine, level and release.
  static func plugin(
    _ machine: Machine, level: String = "-O2", release: String = Go.newest
  ) throws -> String {
    let name = "shapes-\(machine.rawValue)\(level)-\(release).so"
    return try plugins.value(for: name) {
      let folder = try TestFolder()
      let plugin = try module.plugin(in: folder, for: machine, level: level, release: release)
      let shared = try SharedFolder.path(name)
      try Tool.run("cp", [plugin, shared])
      return shared
    }
  }

  private static let plugins = OnceEach<String>()
}
