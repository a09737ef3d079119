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

  /// The plugin, made once for each machine and level.
  static func plugin(_ machine: Machine, level: String = "-O2") throws -> String {
    guard let result = plugins[machine.rawValue + level] else {
      throw Tool.Failure(description: "no plugin for \(level)")
    }
    return try result().get()
  }

  private static let plugins: [String: @Sendable () -> Result<String, any Error>] = [
    "x86_64-O0": { x86_64O0 }, "x86_64-O1": { x86_64O1 }, "x86_64-O2": { x86_64O2 },
    "x86_64-O3": { x86_64O3 }, "aarch64-O0": { aarch64O0 }, "aarch64-O1": { aarch64O1 },
    "aarch64-O2": { aarch64O2 }, "aarch64-O3": { aarch64O3 },
  ]
  private static let x86_64O0 = Result { try build(.x86_64, "-O0") }
  private static let x86_64O1 = Result { try build(.x86_64, "-O1") }
  private static let x86_64O2 = Result { try build(.x86_64, "-O2") }
  private static let x86_64O3 = Result { try build(.x86_64, "-O3") }
  private static let aarch64O0 = Result { try build(.aarch64, "-O0") }
  private static let aarch64O1 = Result { try build(.aarch64, "-O1") }
  private static let aarch64O2 = Result { try build(.aarch64, "-O2") }
  private static let aarch64O3 = Result { try build(.aarch64, "-O3") }

  private static func build(_ machine: Machine, _ level: String) throws -> String {
    let folder = try TestFolder()
    let plugin = try module.plugin(in: folder, for: machine, level: level)
    let shared = try SharedFolder.path("shapes-\(machine.rawValue)\(level).so")
    try Tool.run("cp", [plugin, shared])
    return shared
  }
}
