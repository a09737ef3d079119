import Foundation
import TestSupport
import Testing

/// find_package outside the tree.
@Suite struct CMakePackageTests {
  @Test func buildsAProgramAndAPluginThatStockGoOpens() throws {
    let project = try OutsideProject()
    try project.cmake.configured()
    try project.cmake.make()
    #expect(try Tool.run(project.cmake.path("program")) == "0.1.0\n")
    try StockHost.geometry().expectSuccess([project.cmake.path("geometry.so")])
  }

  @Test func worksWhereItWasMovedTo() throws {
    let folder = try TestFolder()
    let moved = folder.url.appendingPathComponent("else where")
    try Tool.run("cp", ["-a", Prefix.url.path, moved.path])
    let project = try OutsideProject()
    try project.cmake.configured(prefix: moved)
    try project.cmake.make()
    #expect(try Tool.run(project.cmake.path("program")) == "0.1.0\n")
    let libraries = try Tool.run("ldd", [project.cmake.path("program")])
    #expect(libraries.contains("\(moved.path)/lib/libgometa.so.0"))
    try StockHost.geometry().expectSuccess([project.cmake.path("geometry.so")])
  }

  @Test(arguments: ["0.2", "1.0", "0.1.1"])
  func refusesAnotherVersion(_ version: String) throws {
    let project = try OutsideProject(
      configuration: OutsideProject.head + "find_package(GoMeta \(version) REQUIRED)\n")
    let outcome = try project.cmake.configure()
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("requested version \"\(version)\""))
    #expect(outcome.errors.contains("GoMetaConfig.cmake, version: 0.1.0"))
  }

  @Test func refusesAProjectThatUsesAnotherLLVM() throws {
    let ours = try Prefix.llvm
    let other = ours == "19" ? "22" : "19"
    let project = try OutsideProject(
      configuration: OutsideProject.head + """
        find_package(LLVM REQUIRED CONFIG HINTS /usr/lib/llvm-\(other))
        find_package(GoMeta REQUIRED)

        """)
    let outcome = try project.cmake.configure()
    #expect(outcome.status != 0)
    #expect(
      outcome.errors.unwrapped.contains(
        "was built for LLVM \(ours), but this project uses LLVM \(other)"))
  }

  @Test func refusesTheFolderOfAnotherLLVM() throws {
    let ours = try Prefix.llvm
    let other = ours == "19" ? "22" : "19"
    let project = try OutsideProject()
    let outcome = try project.cmake.configure(
      ["-DLLVM_DIR=/usr/lib/llvm-\(other)/lib/cmake/llvm"])
    #expect(outcome.status != 0)
    #expect(
      outcome.errors.unwrapped.contains(
        "was built for LLVM \(ours), but this project uses LLVM \(other)"))
  }

  @Test func functionsPassOnReleaseTargetAndLevel() throws {
    let options = "GO 1.24 TARGET aarch64-linux-gnu OPTIMIZATION O1"
    let project = try OutsideProject(
      configuration: OutsideProject.head + """
        find_package(GoMeta REQUIRED)
        gometa_add_plugin(geometry PATH example.com/geometry OUTPUT arm64/geometry.so
          SOURCES geometry.ll \(options))
        gometa_add_plugin(calc PATH example.com/calc OUTPUT arm64/calc.so
          SOURCES calc.c DECLARATIONS calc.go COMPILE_OPTIONS -Dunused=1 \(options))

        """)
    for file in ["calc.c", "calc.go"] {
      try FileManager.default.copyItem(
        at: Prefix.url.appendingPathComponent("share/gometa/examples/clang-plugin/\(file)"),
        to: project.folder.url.appendingPathComponent(file))
    }
    try project.cmake.configured()
    let steps = try project.cmake.make(["--", "-v"]).lines
    #expect(steps.filter { $0.contains(" -O1 ") }.count == 2)
    #expect(steps.contains { $0.contains(" -Dunused=1 ") })
    for plugin in ["arm64/geometry.so", "arm64/calc.so"] {
      let file = project.cmake.path(plugin)
      #expect(try Tool.run("gometa", ["check", file]).contains("ok, as Go 1.24 wants it"))
      #expect(try Tool.run("readelf", ["-hW", file]).contains("AArch64"))
    }
  }

  @Test func pkgConfigTellsACompilerWhatItNeeds() throws {
    let project = try OutsideProject()
    let environment = ["PKG_CONFIG_PATH": try Prefix.path("lib/pkgconfig")]
    let flags = try Tool.run(
      "pkg-config", ["--cflags", "--libs", "gometa"], environment: environment
    ).words
    try Tool.run("gcc", ["main.c"] + flags + ["-o", "program"], in: project.folder.url)
    let output = try Tool.run(
      project.folder.path("program"),
      environment: ["LD_LIBRARY_PATH": try Prefix.path("lib")])
    #expect(output == "0.1.0\n")
  }
}

extension String {
  /// Without the line breaks and indentation that CMake gives to messages.
  var unwrapped: String { words.joined(separator: " ") }
}
