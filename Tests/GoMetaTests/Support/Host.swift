import Foundation
import Testing

/// A program that stock Go builds and that opens plugins. Each is built once for each machine.
struct Host: Sendable {
  let program: String
  let machine: Machine

  /// The host of examples/geometry.
  static func geometry(_ machine: Machine) throws -> Host {
    try (machine == .x86_64 ? geometryX86 : geometryARM64).get()
  }

  /// The host in Hosts/shapes.
  static func shapes(_ machine: Machine) throws -> Host {
    try (machine == .x86_64 ? shapesX86 : shapesARM64).get()
  }

  /// The host in Hosts/markers, which asks the runtime itself.
  static func markers(_ machine: Machine) throws -> Host {
    try (machine == .x86_64 ? markersX86 : markersARM64).get()
  }

  private static let geometryX86 = Result { try build(.example("geometry/host"), .x86_64) }
  private static let geometryARM64 = Result { try build(.example("geometry/host"), .aarch64) }
  private static let shapesX86 = Result { try build(.host("shapes"), .x86_64) }
  private static let shapesARM64 = Result { try build(.host("shapes"), .aarch64) }

  private static let markersX86 = Result { try build(.host("markers"), .x86_64, inRuntime) }
  private static let markersARM64 = Result { try build(.host("markers"), .aarch64, inRuntime) }
  /// Lets a program call functions of the runtime that it does not export.
  private static let inRuntime = ["GOFLAGS": "-mod=mod -ldflags=-checklinkname=0"]

  private static func build(
    _ source: SourceFolder, _ machine: Machine, _ settings: [String: String] = [:]
  ) throws -> Host {
    let name = source.url.path.split(separator: "/").suffix(2).joined(separator: "-")
    let program = try SharedFolder.path("\(name)-\(machine.rawValue)")
    try Go.build(
      source, to: program, settings: machine.goSettings.merging(settings) { $1 })
    return Host(program: program, machine: machine)
  }

  /// Runs the host; a minute and a half is the end of one that hangs.
  func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Tool.Outcome {
    let command = ["-k", "5", "90"] + machine.runner + [program] + arguments
    return try Tool.run(
      path: try Tool.path("timeout"), command, environment: environment)
  }

  /// Runs the host, which must end with "ok".
  func expectSuccess(
    _ arguments: [String], environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(arguments, environment: environment)
    guard outcome.status != 0 || !outcome.output.hasSuffix("ok\n") else { return }
    Issue.record(
      """
      status \(outcome.status)
      \(outcome.output.suffix(4000))\(outcome.errors.prefix(8000))
      """, sourceLocation: sourceLocation)
  }
}

/// The stock go command.
enum Go {
  /// Builds a program: offline, with this toolchain alone.
  static func build(
    _ source: SourceFolder, to program: String, settings: [String: String]
  ) throws {
    var environment = [
      "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOWORK": "off",
    ]
    if ProcessInfo.processInfo.environment["GOCACHE"] == nil {
      environment["GOCACHE"] =
        FileManager.default.temporaryDirectory.appendingPathComponent("gometa-go-cache").path
    }
    try Tool.run(
      "go", ["build", "-o", program], in: source.url,
      environment: environment.merging(settings) { $1 })
  }
}

/// Sources that lie in the repository.
struct SourceFolder {
  let url: URL

  private static let tests = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()

  static func host(_ name: String) -> SourceFolder {
    SourceFolder(url: tests.appendingPathComponent("Hosts/\(name)"))
  }

  static func example(_ name: String) -> SourceFolder {
    SourceFolder(
      url: tests.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("examples/\(name)"))
  }
}
