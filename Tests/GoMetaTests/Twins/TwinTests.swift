import Foundation
import Testing

/// Types of a plugin in programs of every release: identity with the program's own types, all that
/// reflection says and does, maps, and what the collector keeps. The program in Hosts/twins has the
/// same declarations compiled by Go.
@Suite(.serialized) struct TwinTests {
  private func expectSuccess(
    _ check: String, _ origin: Catalog.Origin, _ sample: ReleaseCase,
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let plugin = try Catalog.plugin(origin, sample.machine, release: sample.release)
    try Host.twins(sample.machine, release: sample.release).expectSuccess(
      [check, origin.rawValue, plugin] + Catalog.exports(), environment: environment,
      sourceLocation: sourceLocation)
  }

  @Test(
    "Types are identical where Go's are, and only there", arguments: ReleaseCase.all,
    Catalog.Origin.allCases)
  func identity(sample: ReleaseCase, origin: Catalog.Origin) throws {
    try expectSuccess("identity", origin, sample)
  }

  @Test(
    "Every method of reflect.Type says of a type what it says of its twin",
    arguments: ReleaseCase.all)
  func types(sample: ReleaseCase) throws { try expectSuccess("types", .foreign, sample) }

  @Test(
    "Every method of reflect.Value does with a value what it does with its twin's",
    arguments: ReleaseCase.all
  )
  func values(sample: ReleaseCase) throws { try expectSuccess("values", .foreign, sample) }

  @Test("Every method of a value does what its twin's does", arguments: ReleaseCase.all)
  func methods(sample: ReleaseCase) throws { try expectSuccess("methods", .foreign, sample) }

  @Test("Maps find, list and delete what was inserted", arguments: ReleaseCase.all)
  func maps(sample: ReleaseCase) throws {
    try expectSuccess("maps", .foreign, sample, environment: Self.collecting(sample))
  }

  @Test(
    "The collector keeps what values of every type hold, and overwrites what it frees",
    arguments: ReleaseCase.all)
  func collect(sample: ReleaseCase) throws {
    try expectSuccess("collect", .foreign, sample, environment: Self.collecting(sample))
  }

  /// Collections all the time, and memory that is overwritten when it is freed.
  private static func collecting(_ sample: ReleaseCase) -> [String: String] {
    ["GODEBUG": "clobberfree=1", "GOGC": sample.machine == .x86_64 ? "1" : "20"]
  }
}
