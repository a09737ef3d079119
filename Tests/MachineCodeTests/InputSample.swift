import Foundation
import Testing

/// A relocatable file `sample`, made by a compiler.
struct InputSample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let build: @Sendable (ObjectFileFolder) throws -> Void

  func make() throws -> ObjectFileFolder {
    let folder = try ObjectFileFolder()
    try build(folder)
    return folder
  }

  static func c(_ compiler: ObjectFileTool, _ flags: String...) -> InputSample {
    compiled(compiler, InputSource.c, "main.c", flags)
  }

  static func cxx(_ compiler: ObjectFileTool, _ flags: String...) -> InputSample {
    compiled(compiler, InputSource.cxx, "main.cc", flags)
  }

  private static func compiled(
    _ compiler: ObjectFileTool, _ source: String, _ name: String, _ flags: [String]
  ) -> InputSample {
    let description = ([compiler.rawValue, name] + flags).joined(separator: " ")
    return InputSample(testDescription: description) { folder in
      try folder.write(source, to: name)
      try compiler.run(["-c"] + flags + [name, "-o", "sample"], in: folder.url)
    }
  }

  static func rust(_ flags: String...) -> InputSample {
    InputSample(testDescription: "rustc " + flags.joined(separator: " ")) { folder in
      try folder.write(InputSource.rust, to: "main.rs")
      try ObjectFileTool.rustc.run(
        ["--crate-type=lib", "--emit=obj", "--edition=2021", "-g"] + flags
          + ["main.rs", "-o", "sample"], in: folder.url)
    }
  }

  /// Two objects joined by `ld -r`.
  static let joined = InputSample(testDescription: "ld -r") { folder in
    try folder.write(InputSource.c, to: "main.c")
    try folder.write(InputSource.cxx, to: "main.cc")
    let flags = ["-c", "-g", "-O2", "-ffunction-sections"]
    try ObjectFileTool.gcc.run(flags + ["main.c", "-o", "c.o"], in: folder.url)
    try ObjectFileTool.gxx.run(flags + ["main.cc", "-o", "cc.o"], in: folder.url)
    try ObjectFileTool.gxx.run(
      flags + ["-Drun=walk", "-gdwarf-4", "main.cc", "-o", "again.o"], in: folder.url)
    try ObjectFileTool.gnuLinker.run(
      ["-r", "c.o", "cc.o", "again.o", "-o", "sample"], in: folder.url)
  }

  /// What Go's linker hands to the system's linker.
  static let go = InputSample(testDescription: "go.o") { folder in
    try folder.write("module example\n\ngo 1.21\n", to: "go.mod")
    try folder.write(
      """
      package main

      // int next(int x) { return x + 1; }
      import "C"

      func main() { println(C.next(3)) }

      """, to: "main.go")
    try ObjectFileTool.go.run(
      [
        "build", "-ldflags=-linkmode=external -tmpdir=\(folder.url.path)", "-o", "program", ".",
      ], in: folder.url,
      environment: [
        "CGO_ENABLED": "1", "GOOS": "linux", "GOTOOLCHAIN": "local", "GOPROXY": "off",
        "GOWORK": "off",
      ])
    try FileManager.default.moveItem(
      at: folder.url.appendingPathComponent("go.o"),
      to: folder.url.appendingPathComponent("sample"))
  }

  /// x86-64 assembly, its functions in several ways.
  static func assembly(_ source: String = InputSource.assembly) -> InputSample {
    InputSample(testDescription: "assembly") { folder in
      try folder.write(source, to: "main.s")
      try ObjectFileTool.gcc.run(["-c", "-g", "main.s", "-o", "sample"], in: folder.url)
    }
  }

  /// From every compiler and in every way to lay out sections.
  static let all: [InputSample] = [
    c(.gcc, "-g", "-O0"),
    c(.gcc, "-g", "-O2", "-ffunction-sections", "-fdata-sections"),
    c(.gcc, "-g", "-O2", "-gdwarf-4", "-ffunction-sections"),
    c(.gcc, "-g", "-O2", "-gdwarf-3", "-fno-pic"),
    c(.gcc, "-g", "-O2", "-gdwarf64"),
    c(.gcc, "-g", "-O2", "-Wa,--gdwarf-sections", "-gdwarf-4", "-ffunction-sections"),
    c(.gcc, "-g", "-O2", "-fno-asynchronous-unwind-tables"),
    c(.gccForARM64, "-g", "-O0"),
    c(.gccForARM64, "-g", "-O2", "-ffunction-sections", "-gdwarf-4"),
    c(.clang, "-g", "-O2", "-ffunction-sections", "-fPIC"),
    c(.clang, "-g", "-O2", "-gdwarf-4", "-mcmodel=large"),
    c(.clang, "-g", "-O2", "--target=aarch64-linux-gnu", "-ffunction-sections"),
    cxx(.gxx, "-g", "-O0"),
    cxx(.gxx, "-g", "-O2", "-ffunction-sections", "-fdebug-types-section"),
    cxx(.gxx, "-g", "-O2", "-gdwarf-4", "-fdebug-types-section"),
    cxx(.gxxForARM64, "-g", "-O2", "-ffunction-sections"),
    cxx(.clang, "-g", "-O2", "-fdebug-types-section"),
    cxx(.clang, "-g", "-O0", "--target=aarch64-linux-gnu"),
    c(.clang, "-g", "-O2", "-gsplit-dwarf"),
    rust("-Copt-level=0"), rust("-Copt-level=2"),
    joined, assembly(),
  ]
}
