import Foundation
import TestSupport

/// Objects of one module by both roads: `gometa compile`, and GoMeta's passes in opt with llc behind
/// them.
struct PassBuild {
  let folder: TestFolder
  /// Of the target's triple.
  var machine = "x86_64"
  var level = 2

  private var triple: String { machine + "-linux-gnu" }

  /// What opt is given before its passes.
  static var loading: String {
    get throws { try "-load-pass-plugin=" + Prefix.path("lib/GoMetaPass.so") }
  }

  func compiled(_ text: String, as name: String) throws -> String {
    try folder.write(text, to: name + ".ll")
    let output = folder.path(name + ".compiled.o")
    try Tool.run(
      "gometa",
      ["compile", folder.path(name + ".ll"), "-o", output, "--target", triple, "-O\(level)"])
    return output
  }

  func passed(
    _ text: String, as name: String, passes: String? = nil, codeLevel: Int? = nil,
    options: [String] = ["-relocation-model=pic"]
  ) throws -> String {
    try folder.write(text, to: name + ".ll")
    let bitcode = folder.path(name + ".passed.bc")
    let output = folder.path(name + ".passed.o")
    try Tool.run(
      "opt",
      [
        Self.loading, "-passes=" + (passes ?? "gometa<target=\(triple);O\(level)>"),
        folder.path(name + ".ll"), "-o", bitcode,
      ])
    // As gometa compile: code for arm64 is generated at least at level 1.
    let codeLevel = codeLevel ?? (machine == "aarch64" ? max(1, level) : level)
    try Tool.run("llc", ["-O\(codeLevel)", "-filetype=obj", bitcode, "-o", output] + options)
    return output
  }

  func link(_ objects: [String], package: String) throws -> Tool.Outcome {
    try Tool.outcome(
      "gometa", ["link", "--plugin", package, "-o", folder.path("plugin.so")] + objects)
  }

  /// The bytes of a plugin.
  func plugin(_ objects: [String], package: String) throws -> Data {
    let outcome = try link(objects, package: package)
    guard outcome.status == 0 else { throw Tool.Failure(description: outcome.all) }
    return try Data(contentsOf: folder.url.appendingPathComponent("plugin.so"))
  }
}
