import Foundation
import TestSupport
import Testing

/// What a plugin does in a host of another release: that host's moduledata has another layout, and
/// without a guard it would end.
@Suite(.serialized) struct VersionGuardTests {
  static let pairs = ReleaseCase.all.flatMap { host in
    ReleaseCase.all.filter { $0.machine == host.machine && $0.release != host.release }
      .map { (host, $0.release) }
  }

  @Test(
    "plugin.Open of a plugin for another release returns an error that names that release",
    arguments: pairs)
  func otherRelease(host: ReleaseCase, release: String) throws {
    let plugin = try Shapes.plugin(host.machine, release: release)
    let outcome = try Host.shapes(host.machine, release: host.release).run(["nothing", plugin])
    #expect(outcome.status == 1)
    #expect(
      outcome.output.hasSuffix(
        "plugin was built with a different version of package runtime "
          + "(the plugin was made for Go \(release))\n"),
      "\(outcome.output)\(outcome.errors.prefix(500))")
  }

  @Test(
    "Other plugins open before and after one that was refused",
    arguments: ReleaseCase.all.filter { $0.machine == .x86_64 })
  func others(sample: ReleaseCase) throws {
    let refused = try Shapes.plugin(
      sample.machine, release: sample.release == Go.newest ? Go.releases[0] : Go.newest)
    let plugin = try Shapes.plugin(sample.machine, release: sample.release)
    try Host.shapes(sample.machine, release: sample.release).expectSuccess(
      ["after refusals", plugin, refused])
  }

  @Test(
    "In a host of a release that is not known, standard error says why the host ends",
    arguments: Machine.allCases)
  func unknownRelease(machine: Machine) throws {
    let host = try Host.shapes(machine)
    // The host's own name for its release.
    let folder = try TestFolder()
    var program = try Data(contentsOf: URL(fileURLWithPath: host.program))
    let name = Data("go\(Go.newest).".utf8)
    var found = program.range(of: name)
    while let range = found {
      program.replaceSubrange(range, with: Data("go1.99.".utf8))
      found = program.range(of: name, in: range.upperBound..<program.endIndex)
    }
    let changed = Host(program: folder.path("host"), machine: machine)
    try program.write(to: URL(fileURLWithPath: changed.program))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: changed.program)
    let outcome = try changed.run(["nothing", try Shapes.plugin(machine)])
    #expect(outcome.status != 0)
    #expect(
      outcome.errors.hasPrefix(
        "gometa: plugin example.com/shapes was made for Go \(Go.newest); this program was made by "
          + "a release that is none of 1.21, "), "\(outcome.errors.prefix(500))")
  }
}
