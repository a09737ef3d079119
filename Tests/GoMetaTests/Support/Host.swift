import Foundation
import TestSupport
import Testing

/// A program that stock Go builds and that opens plugins. Each is built once for each machine and
/// release.
struct Host: Sendable {
  let program: String
  let machine: Machine

  /// The host of examples/geometry.
  static func geometry(_ machine: Machine) throws -> Host {
    try built(.example("geometry/host"), machine, Go.newest)
  }

  /// The host in Hosts/shapes.
  static func shapes(_ machine: Machine, release: String = Go.newest) throws -> Host {
    try built(.host("shapes"), machine, release)
  }

  /// The host in Hosts/algorithms.
  static func algorithms(_ machine: Machine, release: String) throws -> Host {
    try built(.host("algorithms"), machine, release)
  }

  /// The host in Hosts/minimal, which uses as little of the runtime as a host can.
  static func minimal(_ machine: Machine, release: String) throws -> Host {
    try built(.host("minimal"), machine, release)
  }

  /// The host in Hosts/twins.
  static func twins(_ machine: Machine, release: String) throws -> Host {
    try built(.host("twins"), machine, release)
  }

  /// The host in Hosts/markers, which asks the runtime itself.
  static func markers(_ machine: Machine) throws -> Host {
    // Lets a program call functions of the runtime that it does not export.
    try built(
      .host("markers"), machine, Go.newest, ["GOFLAGS": "-mod=mod -ldflags=-checklinkname=0"])
  }

  /// The host in Hosts/outbound.
  static func outbound(_ machine: Machine, release: String) throws -> Host {
    try built(.host("outbound"), machine, release)
  }

  /// The host in Hosts/managed, with Go's race detector or without.
  static func managed(
    _ machine: Machine, release: String = Go.newest, isRaced: Bool = false
  ) throws -> Host {
    try built(
      .host("managed"), machine, release, isRaced ? ["GOFLAGS": "-mod=mod -race"] : [:],
      variant: isRaced ? "-raced" : "")
  }

  private static let hosts = OnceEach<Host>()

  private static func built(
    _ source: SourceFolder, _ machine: Machine, _ release: String,
    _ settings: [String: String] = [:], variant: String = ""
  ) throws -> Host {
    let name =
      source.url.path.split(separator: "/").suffix(2).joined(separator: "-")
      + "-\(machine.rawValue)-\(release)\(variant)"
    return try hosts.value(for: name) {
      let program = try SharedFolder.path(name)
      try Go.build(
        source, to: program, release: release,
        settings: machine.goSettings.merging(settings) { $1 })
      return Host(program: program, machine: machine)
    }
  }

  /// Runs the host; a minute and a half is the end of one that hangs.
  func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Tool.Outcome {
    let command = ["-k", "5", "90"] + machine.runner + [program] + arguments
    return try Tool.outcome(
      try Tool.path("timeout"), command, environment: environment)
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
  /// The releases whose toolchains are there, oldest first.
  static let releases = ["1.21", "1.22", "1.23", "1.24", "1.25", "1.26", newest]
  static let newest = "1.27"

  /// Builds a program: offline, with this toolchain alone.
  static func build(
    _ source: SourceFolder, to program: String, release: String = newest,
    settings: [String: String]
  ) throws {
    var environment = [
      "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOWORK": "off",
    ]
    if ProcessInfo.processInfo.environment["GOCACHE"] == nil {
      environment["GOCACHE"] =
        FileManager.default.temporaryDirectory.appendingPathComponent("gometa-go-cache").path
    }
    environment.merge(settings) { $1 }
    let go = try GoToolchain(release: release)
    environment["GOROOT"] = go.root.path
    let outcome = try Tool.outcome(
      go.command, ["build", "-o", program], in: source.url, environment: environment)
    guard outcome.status == 0 else {
      throw Tool.Failure(
        description: "Go \(release) does not build \(source.url.path):\n\(outcome.errors)")
    }
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
