import Foundation
import TestSupport
import Testing

/// What gometa_compile() and gometa_add_plugin() make again, and what not.
@Suite struct CMakeRebuildTests {
  static let configuration =
    OutsideProject.head + """
      find_package(GoMeta REQUIRED)
      gometa_compile(others SOURCES second.ll OPTIMIZATION O1)
      gometa_add_plugin(plugin PATH example.com/geometry OUTPUT "a plugin.so"
        SOURCES geometry.ll third.bc ${others} LINKER ld)

      """

  /// A module of another package in the plugin.
  static func module(_ name: String) -> String {
    """
    source_filename = "\(name).gl"
    define i64 @"example.com/\(name).Twice"(i64 %n) !dbg !4 {
      %m = add i64 %n, %n, !dbg !5
      ret i64 %m, !dbg !5
    }
    !go.package = !{!0}
    !go.declarations = !{!1}
    !llvm.dbg.cu = !{!3}
    !llvm.module.flags = !{!7}
    !0 = !{!"example.com/\(name)", !"\(name)"}
    !1 = !{!"func Twice(n int) int"}
    !2 = !DIFile(filename: "\(name).gl", directory: "/src")
    !3 = distinct !DICompileUnit(language: DW_LANG_Go, file: !2, emissionKind: LineTablesOnly)
    !4 = distinct !DISubprogram(name: "Twice", scope: !2, file: !2, line: 1, type: !6, unit: !3)
    !5 = !DILocation(line: 2, scope: !4)
    !6 = !DISubroutineType(types: !{})
    !7 = !{i32 2, !"Debug Info Version", i32 3}

    """
  }

  static func project() throws -> OutsideProject {
    let project = try OutsideProject(configuration: configuration)
    try project.folder.write(module("second"), to: "second.ll")
    try project.folder.write(module("third"), to: "third.ll")
    try Tool.run(
      "llvm-as", [project.folder.path("third.ll"), "-o", project.folder.path("third.bc")])
    try project.cmake.configured()
    try project.cmake.make()
    return project
  }

  @Test func aSecondBuildDoesNothing() throws {
    let project = try Self.project()
    #expect(try project.cmake.make().contains("no work to do"))
    try StockHost.geometry().expectSuccess([project.cmake.path("a plugin.so")])
  }

  @Test func aChangedModuleIsTheOnlyOneCompiledAgain() throws {
    let project = try Self.project()
    // Ninja compares times.
    try project.folder.write(Self.module("second") + "; changed\n", to: "second.ll")
    let steps = try project.cmake.make(["--", "-v"]).lines.filter { $0.contains("bin/gometa ") }
    #expect(steps.count == 2)
    #expect(steps.first?.contains("gometa compile") == true)
    #expect(steps.first?.contains("second.ll") == true)
    #expect(steps.last?.contains("gometa link") == true)
  }

  @Test func aChangedHeaderMakesTheObjectOfItsCAgain() throws {
    let example = try Example("clang-plugin")
    let source = try String(
      contentsOf: example.url.appendingPathComponent("calc.c"), encoding: .utf8)
    try example.folder.write("#include \"part.h\"\n" + source, to: "clang-plugin/calc.c")
    try example.folder.write("", to: "clang-plugin/part.h")
    let cmake = CMakeBuild(example.url, keeping: example.folder)
    try cmake.configured()
    try cmake.make()
    #expect(try cmake.make().contains("no work to do"))
    try example.folder.write("/* changed */", to: "clang-plugin/part.h")
    let steps = try cmake.make(["--", "-v"])
    #expect(steps.contains("-c \(example.path("calc.c"))"))
  }

  @Test(arguments: [
    ("gometa_compile(o)", "no SOURCES"),
    ("gometa_compile(o SOURCES a.ll OPTIMIZATION fast)", "it must be one of O0 to O3"),
    ("gometa_compile(o SOURCES a.ll LEVEL 2 OPTIMIZATION O2 GOLANG)", "unknown arguments: GOLANG"),
    ("gometa_add_plugin(p SOURCES a.ll)", "no PATH"),
    ("gometa_add_plugin(p PATH x.org/p SOURCES a.ll GO)", "no value for GO"),
  ])
  func aWrongCallIsRefused(_ call: String, _ message: String) throws {
    let project = try OutsideProject(
      configuration: OutsideProject.head + "find_package(GoMeta REQUIRED)\n\(call)\n")
    let outcome = try project.cmake.configure()
    #expect(outcome.status != 0)
    #expect(outcome.errors.unwrapped.contains(message))
  }
}
