import Foundation
import TestSupport
import Testing

/// What lies in the prefix, as the system's own tools see it.
@Suite struct InstalledFileTests {
  @Test(arguments: [
    "bin/gometa", "include/gometa.h", "lib/libgometa.so", "lib/libgometa.so.0",
    "lib/libgometa.so.0.1.0", "lib/GoMetaPass.so", "lib/cmake/GoMeta/GoMetaConfig.cmake",
    "lib/cmake/GoMeta/GoMetaConfigVersion.cmake", "lib/cmake/GoMeta/GoMetaTargets.cmake",
    "lib/cmake/GoMeta/GoMetaFunctions.cmake", "lib/pkgconfig/gometa.pc",
    "share/man/man1/gometa.1", "share/man/man1/gometa-compile.1",
    "share/bash-completion/completions/gometa", "share/zsh/site-functions/_gometa",
    "share/fish/vendor_completions.d/gometa.fish", "share/doc/gometa/README.md",
    "share/doc/gometa/LICENSE", "share/doc/gometa/docs/install.md",
    "share/doc/gometa/docs/ir-contract.md", "share/gometa/examples/geometry/geometry.ll",
    "share/gometa/examples/geometry/host/main.go",
  ])
  func isInstalled(_ file: String) throws {
    let data = try Data(contentsOf: Prefix.url.appendingPathComponent(file))
    #expect(!data.isEmpty)
  }

  /// Nothing of Swift: an embedder installs LLVM, and has the rest.
  static let libraries: Set<String> = [
    "libstdc++.so.6", "libgcc_s.so.1", "libm.so.6", "libc.so.6", "libz.so.1", "libzstd.so.1",
    "ld-linux-x86-64.so.2", "libgometa.so.0",
  ]

  @Test(arguments: ["lib/libgometa.so", "lib/GoMetaPass.so", "bin/gometa"])
  func needsLLVMAndWhatEverySystemHas(_ file: String) throws {
    let needed = try dynamicEntries(file, "NEEDED")
    let llvm = try Prefix.llvm
    #expect(needed.contains { $0.hasPrefix("libLLVM") })
    for library in needed where !Self.libraries.contains(library) {
      #expect(library.hasPrefix("libLLVM.so.\(llvm).") || library == "libLLVM-\(llvm).so.1")
    }
  }

  @Test(arguments: ["lib/libgometa.so", "lib/GoMetaPass.so", "bin/gometa"])
  func searchesLibrariesBesideItselfAlone(_ file: String) throws {
    #expect(try dynamicEntries(file, "RPATH") == [])
    let paths = try dynamicEntries(file, "RUNPATH")
    #expect(paths == [] || paths == ["$ORIGIN"])
  }

  @Test func libraryIsFoundUnderItsMajorVersion() throws {
    #expect(try dynamicEntries("lib/libgometa.so", "SONAME") == ["libgometa.so.0"])
    let files = FileManager.default
    #expect(
      try files.destinationOfSymbolicLink(atPath: Prefix.path("lib/libgometa.so.0"))
        == "libgometa.so.0.1.0")
    #expect(
      try files.destinationOfSymbolicLink(atPath: Prefix.path("lib/libgometa.so"))
        == "libgometa.so.0")
  }

  @Test func libraryExportsWhatItsHeaderDeclaresAndNothingElse() throws {
    let exports = try Tool.run("nm", ["-D", "--defined-only", Prefix.path("lib/libgometa.so")])
      .lines.map { $0.words }
    let names = exports.filter { $0[1] == "T" }.map { $0[2] }
    for name in names { #expect(name.contains("@@GOMETA_0."), "no version: \(name)") }
    // Beside them the versions themselves.
    #expect(exports.filter { $0[1] != "T" }.allSatisfy { $0[1] == "A" })
    let declared = try headerFunctions()
    #expect(Set(names.map { String($0.prefix { $0 != "@" }) }) == declared)
    #expect(declared.count > 10)
  }

  @Test func passExportsWhatLLVMAsksFor() throws {
    let exports = try Tool.run("nm", ["-D", "--defined-only", Prefix.path("lib/GoMetaPass.so")])
    #expect(exports.lines.map { $0.words.last } == ["llvmGetPassPluginInfo"])
  }

  @Test func libraryHeaderCommandAndPackagesAreOfOneVersion() throws {
    var folder = OutsideProject.head
    folder += "find_package(GoMeta REQUIRED)\nfile(WRITE version \"${GoMeta_VERSION}\")\n"
    let project = try OutsideProject(configuration: folder)
    try project.cmake.configured()
    let version = try project.folder.text("version")

    let header = try String(contentsOfFile: Prefix.path("include/gometa.h"), encoding: .utf8)
    let numbers = header.matches(of: /#define GOMETA_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)/)
    #expect(numbers.map { String($0.output.1) }.joined(separator: ".") == version)
    #expect(try Tool.run("gometa", ["--version"]).words.contains(version))
    #expect(
      try Tool.run("pkg-config", ["--modversion", Prefix.path("lib/pkgconfig/gometa.pc")])
        == version + "\n")
  }

  @Test func loadingTheLibraryLeavesTheProcesssSignalHandlersAlone() throws {
    let folder = try TestFolder()
    try folder.write(
      """
      #include <dlfcn.h>
      #include <stdio.h>
      #include <string.h>

      static void handlers(void) {
        char line[200];
        FILE *status = fopen("/proc/self/status", "r");
        while (status && fgets(line, sizeof line, status))
          if (!strncmp(line, "SigCgt", 6)) fputs(line, stdout);
      }

      int main(int count, char **arguments) {
        handlers();
        void *library = dlopen(arguments[1], RTLD_NOW);
        if (!library) return puts(dlerror()), 1;
        const char *(*version)(void) = (const char *(*)(void))dlsym(library, "gometa_version");
        puts(version());
        handlers();
        return 0;
      }

      """, to: "load.c")
    try Tool.run("gcc", ["load.c", "-o", "load"], in: folder.url)
    let lines = try Tool.run(folder.path("load"), [Prefix.path("lib/libgometa.so")]).lines
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("SigCgt") == true)
    #expect(lines.first == lines.last)
  }

  /// The names of what the preprocessor and the compiler make of the header.
  private func headerFunctions() throws -> Set<String> {
    let folder = try TestFolder()
    try folder.write("#include <gometa.h>\n", to: "header.c")
    let flags = try Tool.run(
      "pkg-config", ["--cflags", Prefix.path("lib/pkgconfig/gometa.pc")]
    ).words
    try Tool.run(
      "gcc",
      ["-fsyntax-only", "-aux-info", folder.path("functions")] + flags
        + [folder.path("header.c")])
    let text = try folder.text("functions")
    return Set(text.matches(of: /\bextern\b[^;(]*?\b(gometa_\w+) \(/).map { String($0.output.1) })
  }

  private func dynamicEntries(_ file: String, _ kind: String) throws -> [String] {
    try Tool.run("readelf", ["-dW", Prefix.path(file)]).lines
      .filter { $0.contains("(\(kind))") }
      .compactMap { $0.firstMatch(of: /\[(.*)\]/).map { String($0.output.1) } }
  }
}
