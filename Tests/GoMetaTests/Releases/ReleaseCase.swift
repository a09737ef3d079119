import Foundation
import Testing

/// A release and a machine. Code for arm64 runs under qemu, which takes its time: there, the oldest
/// and the newest release speak for all, unless GOMETA_MATRIX is 1.
struct ReleaseCase: Sendable, CustomTestStringConvertible {
  var release: String
  var machine: Machine

  var testDescription: String { "Go \(release) \(machine.rawValue)" }

  static let all =
    Go.releases.map { ReleaseCase(release: $0, machine: .x86_64) }
    + (isMatrix ? Go.releases : [Go.releases[0], Go.newest]).map {
      ReleaseCase(release: $0, machine: .aarch64)
    }

  static let isMatrix = ProcessInfo.processInfo.environment["GOMETA_MATRIX"] == "1"

  /// Those that tests of the newest release alone do not reach.
  static let older = all.filter { $0.release != Go.newest }
}
