import Foundation
import Synchronization
import TestSupport
import Testing

/// A program that stock Go builds and that opens plugins.
struct StockHost: Sendable {
  let program: String

  /// The host of examples/geometry.
  static func geometry() throws -> StockHost {
    try built(Prefix.url.appendingPathComponent("share/gometa/examples/geometry/host"))
  }

  /// The Go program of a folder, built once for each folder.
  static func built(_ source: URL) throws -> StockHost {
    try hosts.withLock { hosts in
      if let host = hosts[source.path] { return host }
      let folder = URL(fileURLWithPath: try SharedFolder.path("stock-host-\(hosts.count)"))
      try FileManager.default.copyItem(at: source, to: folder)
      try GoToolchain().run(
        ["build", "-o", "host"], in: folder, environment: ["CGO_ENABLED": "1", "GOWORK": "off"])
      let host = StockHost(program: folder.appendingPathComponent("host").path)
      hosts[source.path] = host
      return host
    }
  }

  private static let hosts = Mutex<[String: StockHost]>([:])
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Tool.Outcome {
    try Tool.outcome(program, arguments, environment: environment)
  }

  /// Runs the host, which must end with status 0 and the line "ok", and returns what it prints.
  @discardableResult
  func expectSuccess(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try run(arguments)
    #expect(
      outcome.status == 0 && outcome.output.hasSuffix("ok\n"),
      "status \(outcome.status)\n\(outcome.output.suffix(4000))\(outcome.errors.prefix(8000))",
      sourceLocation: sourceLocation)
    return outcome.output
  }
}
