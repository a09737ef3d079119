import Foundation
import TestSupport
import Testing

/// The header, the library and the list of what it exports agree.
@Suite struct HeaderTests {
  private func functions() throws -> Set<String> {
    let functions = try HeaderText().functions.map(\.name)
    #expect(functions.count == Set(functions).count)
    return Set(functions)
  }

  @Test func exports() throws {
    let symbols = try Tool.run(
      "nm", ["-D", "--defined-only", "--format=posix", Repository.library()])
    let exported = symbols.split(separator: "\n")
      .compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { $0.hasPrefix("gometa_") }
    #expect(Set(exported) == (try functions()))
  }

  @Test func versionScript() throws {
    let script = try Repository.text("cmake/libgometa.map")
    #expect(
      Set(script.matches(of: #/\bgometa_\w+(?=;)/#).map { String($0.0) }) == (try functions()))
    #expect(script.contains("GOMETA_0.1 {") && script.contains("local:\n    *;"))
  }

  /// By itself and twice, in C and C++ of several ages, without a warning.
  @Test(arguments: [
    ("gcc", ["-std=c99"]), ("gcc", ["-std=c11", "-Wc++-compat"]),
    ("g++", ["-xc++", "-std=c++11"]), ("g++", ["-xc++", "-std=c++20"]),
  ])
  func compilesEverywhere(compiler: String, standard: [String]) throws {
    let folder = try TestFolder()
    try folder.write(
      """
      #include "gometa.h"
      #include "gometa.h"
      gometa_compile_options compile = GOMETA_COMPILE_OPTIONS_INIT;
      gometa_function_facts facts = GOMETA_FUNCTION_FACTS_INIT;
      gometa_link_options link = GOMETA_LINK_OPTIONS_INIT;
      gometa_rebuild_options rebuild = GOMETA_REBUILD_OPTIONS_INIT;
      gometa_dump_options dump = GOMETA_DUMP_OPTIONS_INIT;
      """, to: "header.c")
    let tool = try #require(NativeTool(rawValue: compiler))
    // What warns has written something: the warnings are errors.
    try tool.run(
      standard + ["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"]
        + Program.includes() + [folder.path("header.c")])
  }
}
