import Foundation
import TestSupport

/// A plugin of variables alone, whose types are compared and hashed in every way: for each type T,
/// `VT` is one of it and `MT` a map by it. Hosts/algorithms has the types' twins.
enum Algorithms {
  private static let declared: [(name: String, type: String, size: Int)] = [
    ("Single", "struct { E any }", 16),
    ("Pair", "struct { A, B any }", 32),
    ("Errors", "struct { A error; N int16; B error }", 40),
    ("Mixed", "struct { A int8; E any; F float64; S string; I error; B [3]any }", 112),
    ("Faces", "[4]error", 64),
    ("Nested", "[2]struct { A [3]struct { E any; N int16 }; F float32 }", 160),
    ("Floats", "struct { A float32; B float64; C complex64; D complex128 }", 40),
    ("Complexes", "[2]complex128", 32),
    ("Strings", "struct { S string; N int32; T string }", 40),
    ("Padded", "struct { A int8; B int64; _ int32; C int32 }", 24),
    ("Blank", "struct { A int16; _ any; S string; _ float64 }", 48),
    ("Bytes12", "[12]byte", 12),
    ("Bytes300", "[300]byte", 300),
    ("Words", "struct { A int64; B float32; C int32; D float32; E [7]byte }", 32),
    ("Pointers", "struct { A *int; B any; C chan int }", 32),
    ("Empty", "struct{}", 0),
    ("Long", "[40]Pair", 1280),
  ]

  private static let predeclared: [(name: String, type: String, size: Int)] = [
    ("Any", "any", 16), ("Error", "error", 16), ("String", "string", 16), ("Int16", "int16", 2),
    ("Int32", "int32", 4), ("Int64", "int64", 8), ("Float32", "float32", 4),
    ("Float64", "float64", 8), ("Complex64", "complex64", 8), ("Complex128", "complex128", 16),
  ]

  static let module = {
    let all = declared + predeclared.map { ($0.name, $0.type, $0.size) }
    let named = Set(declared.map(\.name))
    let declarations =
      declared.map { "type \($0.name) \($0.type)" }
      + all.flatMap { name, type, _ in
        let type = named.contains(name) ? name : type
        return ["var V\(name) \(type)", "var M\(name) map[\(type)]int"]
      }
    let code = all.map { name, _, size in
      """
      @{V\(name)} = addrspace(1) global [\(size) x i8] zeroinitializer, align 8
      @{M\(name)} = addrspace(1) global ptr1 null, align 8
      """
    }
    return IRModule(
      path: "example.com/algorithms", declarations: declarations,
      code: code.joined(separator: "\n"))
  }()

  /// The plugin, made once for each machine and release.
  static func plugin(_ machine: Machine, release: String) throws -> String {
    let name = "algorithms-\(machine.rawValue)-\(release).so"
    return try plugins.value(for: name) {
      let folder = try TestFolder()
      let plugin = try module.plugin(in: folder, for: machine, release: release)
      let shared = try SharedFolder.path(name)
      try Tool.run("cp", [plugin, shared])
      return shared
    }
  }

  private static let plugins = OnceEach<String>()
}
