import Foundation
import TestSupport
import Testing

/// GoMeta's passes in stock opt, and code by stock llc.
@Suite struct PassTests {
  private static func geometry() throws -> String {
    try String(
      contentsOf: Prefix.url.appendingPathComponent("share/gometa/examples/geometry/geometry.ll"),
      encoding: .utf8)
  }

  @Test(
    "A plugin by way of opt and llc is that of gometa compile, byte for byte",
    arguments: ["x86_64", "aarch64"], [0, 2])
  func equality(machine: String, level: Int) throws {
    let build = PassBuild(folder: try TestFolder(), machine: machine, level: level)
    let geometry = try Self.geometry()
    let isSame =
      try build.plugin(
        [build.compiled(geometry, as: "geometry")], package: "example.com/geometry")
      == build.plugin([build.passed(geometry, as: "geometry")], package: "example.com/geometry")
    #expect(isSame, "geometry")

    var compiled: [String] = []
    var passed: [String] = []
    for number in 0...1 {
      let text = PassModule.text(number: number)
      compiled.append(try build.compiled(text, as: "marked\(number)"))
      passed.append(try build.passed(text, as: "marked\(number)"))
    }
    let dumps = try [compiled[0], passed[0]].map {
      try Tool.run("gometa", ["dump", "--functions", "--json", $0])
    }
    #expect(dumps[0] == dumps[1] && dumps[0].contains("\"pcdata\""), "what the objects say")
    let plugin = try build.plugin(compiled, package: PassModule.path)
    let areSame = try build.plugin(passed, package: PassModule.path) == plugin
    #expect(areSame, "marked")
    let mixed = [compiled[0], passed[1]]
    let mixedIsSame = try build.plugin(mixed, package: PassModule.path) == plugin
    #expect(mixedIsSame, "one object by each road")
  }

  @Test("The plugin has the values of calls, and not what says where they are")
  func sections() throws {
    let build = PassBuild(folder: try TestFolder())
    let object = try build.passed(PassModule.text(), as: "marked")
    let sections = try Tool.run("readelf", ["-SW", object])
    #expect(sections.contains(".llvm_stackmaps") && sections.contains(".go.calls"))
    _ = try build.plugin([object], package: PassModule.path)
    let plugin = try Tool.run("readelf", ["-SW", build.folder.path("plugin.so")])
    #expect(plugin.contains(".gopclntab"))
    #expect(!plugin.contains(".llvm_stackmaps") && !plugin.contains(".go.calls"))
    let dump = try Tool.run(
      "gometa", ["dump", "--functions", "--json", build.folder.path("plugin.so")])
    #expect(dump.contains("45") && dump.contains("-7"))
  }

  @Test(
    "A stock Go program opens it, also with passes of one's own between GoMeta's",
    arguments: ["gometa", "gometa-begin,default<O3>,gometa-end"])
  func host(passes: String) throws {
    let build = PassBuild(folder: try TestFolder())
    // With it, opt's own passes know the target.
    let text = "target triple = \"x86_64-unknown-linux-gnu\"\n" + (try Self.geometry())
    let object = try build.passed(text, as: "geometry", passes: passes)
    _ = try build.plugin([object], package: "example.com/geometry")
    try StockHost.geometry().expectSuccess([build.folder.path("plugin.so")])
  }

  @Test("An older release is chosen by a parameter, and by an option")
  func release() throws {
    let build = PassBuild(folder: try TestFolder())
    let geometry = try Self.geometry()
    let object = try build.passed(geometry, as: "geometry", passes: "gometa<go=1.22>")
    try Tool.run(
      "opt",
      [
        PassBuild.loading, "-gometa-go=1.22", "-passes=gometa", build.folder.path("geometry.ll"),
        "-o", build.folder.path("geometry.option.bc"),
      ])
    let areSame =
      try Data(contentsOf: build.folder.url.appendingPathComponent("geometry.passed.bc"))
      == Data(contentsOf: build.folder.url.appendingPathComponent("geometry.option.bc"))
    #expect(areSame)
    _ = try build.plugin([object], package: "example.com/geometry")
    let outcome = try StockHost.geometry().run([build.folder.path("plugin.so")])
    #expect(outcome.status != 0 && outcome.all.contains("1.22"))
  }
}
