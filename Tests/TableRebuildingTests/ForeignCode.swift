import Foundation
import TestSupport
import Testing

/// A file `sample` of C, C++ or Rust.
struct ForeignCode: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// So that a file without lines does not pass.
  let minimumRows: Int
  let isLinked: Bool
  let build: @Sendable (TestFolder) throws -> Void

  func make() throws -> TestFolder {
    let folder = try TestFolder()
    try build(folder)
    return folder
  }

  static func c(
    _ compiler: NativeTool, _ flags: String..., functions: Int = 250, linked: Bool = false
  ) -> ForeignCode {
    compiled(compiler, "main.c", ForeignSource.c(functions: functions), 2000, flags, linked)
  }

  static func cxx(_ compiler: NativeTool, _ flags: String..., linked: Bool = false) -> ForeignCode {
    compiled(compiler, "main.cc", ForeignSource.cxx, 4000, flags, linked)
  }

  private static func compiled(
    _ compiler: NativeTool, _ name: String, _ source: String, _ rows: Int, _ flags: [String],
    _ linked: Bool
  ) -> ForeignCode {
    let words = [compiler.rawValue, name, linked ? "linked" : "-c"] + flags
    return ForeignCode(
      testDescription: words.joined(separator: " "), minimumRows: rows, isLinked: linked
    ) { folder in
      try folder.write(source, to: name)
      try compiler.run(
        ["-g", "-w"] + (linked ? [] : ["-c"]) + flags + [name, "-o", "sample"], in: folder.url)
    }
  }

  static func rust(_ flags: String..., linked: Bool = false) -> ForeignCode {
    let words = ["rustc", linked ? "linked" : "--emit=obj"] + flags
    return ForeignCode(
      testDescription: words.joined(separator: " "), minimumRows: 1000, isLinked: linked
    ) { folder in
      try folder.write(ForeignSource.rust, to: "main.rs")
      try NativeTool.rustc.run(
        ["--edition=2021", "-g"] + (linked ? [] : ["--crate-type=lib", "--emit=obj"]) + flags
          + ["main.rs", "-o", "sample"], in: folder.url)
    }
  }

  /// Rust for arm64, without its library for that machine: the same IR, another code generator.
  static func rustForARM64(_ optimization: Int) -> ForeignCode {
    ForeignCode(
      testDescription: "rustc, llc aarch64 -O\(optimization)", minimumRows: 2000, isLinked: false
    ) { folder in
      try folder.write(ForeignSource.rust, to: "main.rs")
      try NativeTool.run(
        try NativeTool.rustOfOldLLVM.get(),
        [
          "--edition=2021", "-g", "--crate-type=lib", "--emit=llvm-ir",
          "-Copt-level=\(optimization)", "-Ccodegen-units=1", "main.rs", "-o", "main.ll",
        ], in: folder.url)
      // What only x86-64 has: its names, and a way to probe the stack.
      let module = try String(contentsOfFile: folder.path("main.ll"), encoding: .utf8)
      try folder.write(
        module.replacing(#/"(probe-stack|target-cpu)"="[\w-]+"/#, with: ""), to: "main.ll")
      try NativeTool.llc.run(
        [
          "-mtriple=aarch64-linux-gnu", "-O\(optimization)", "-filetype=obj", "main.ll", "-o",
          "sample",
        ], in: folder.url)
    }
  }

  static let all: [ForeignCode] = ["-O0", "-O2"].flatMap { level in
    [
      c(.gcc, level, "-fno-reorder-functions", "-fno-reorder-blocks-and-partition"),
      c(.gcc, level, "-gdwarf-4", linked: true),
      c(.gccForARM64, level, linked: true),
      c(.clang, level, "--target=aarch64-linux-gnu", "-gdwarf-4"),
      cxx(.gxx, level), cxx(.gxxForARM64, level, "-Wl,--gc-sections", linked: true),
      cxx(.clangxx, level, "-gdwarf-4", linked: true),
      cxx(.clang, level, "--target=aarch64-linux-gnu"),
      rust("-Copt-level=\(level.dropFirst(2))"),
      rust("-Copt-level=\(level.dropFirst(2))", linked: true),
      rustForARM64(level == "-O0" ? 0 : 2),
    ]
  }
}
