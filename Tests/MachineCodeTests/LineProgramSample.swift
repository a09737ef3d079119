import Foundation
import TestSupport
import Testing

/// What compilers make of C, C++ and Rust, to read all its line programs.
struct LineProgramSample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// So that a file without line programs does not pass.
  var minimumRows = 200
  let build: @Sendable (ObjectFileFolder) throws -> Void

  /// The folder with the file `sample`.
  func make() throws -> ObjectFileFolder {
    let folder = try ObjectFileFolder()
    try build(folder)
    return folder
  }

  enum Language: String {
    case c = "main.c"
    case cxx = "main.cc"
  }

  static func compiled(
    _ compiler: ObjectFileTool, _ language: Language, _ flags: String..., linked: Bool = false
  ) -> LineProgramSample {
    let words = [compiler.rawValue, language.rawValue, linked ? "linked" : "-c"] + flags
    return LineProgramSample(testDescription: words.joined(separator: " ")) { folder in
      try folder.write(LineProgramSource.header, to: "inc/part.h")
      let source = language == .c ? LineProgramSource.c : LineProgramSource.cxx
      try folder.write(source, to: language.rawValue)
      try compiler.run(
        ["-g", "-Iinc", "-w"] + (linked ? [] : ["-c"]) + flags
          + [language.rawValue, "-o", "sample"]
          + (linked && compiler == .clang ? ["-lstdc++"] : []),
        in: folder.url)
    }
  }

  static func rust(_ flags: String..., linked: Bool = false) -> LineProgramSample {
    let words = ["rustc", linked ? "linked" : "--emit=obj"] + flags
    return LineProgramSample(testDescription: words.joined(separator: " ")) { folder in
      try folder.write(LineProgramSource.rust, to: "main.rs")
      try ObjectFileTool.rustc.run(
        ["--edition=2021", "-g"] + (linked ? [] : ["--crate-type=lib", "--emit=obj"]) + flags
          + ["main.rs", "-o", "sample"], in: folder.url)
    }
  }

  /// Rust for arm64, without its library for that machine: the same IR, another code generator.
  static func rustForARM64(_ optimization: Int) -> LineProgramSample {
    LineProgramSample(testDescription: "rustc, llc aarch64, \(optimization)") { folder in
      try folder.write(LineProgramSource.rust, to: "main.rs")
      try NativeTool.run(
        try NativeTool.rustOfOldLLVM.get(),
        [
          "--edition=2021", "-g", "--crate-type=lib", "--emit=llvm-ir",
          "-Copt-level=\(optimization)", "-Ccodegen-units=1", "main.rs", "-o", "main.ll",
        ], in: folder.url)
      // A way to probe the stack that only x86-64 has.
      let module = try String(contentsOfFile: folder.path("main.ll"), encoding: .utf8)
      try folder.write(
        module.replacing(#/"probe-stack"="\w+"/#, with: ""), to: "main.ll")
      try ObjectFileTool.llc.run(
        [
          "-mtriple=aarch64-linux-gnu", "-mcpu=generic", "-O\(optimization)", "-filetype=obj",
          "main.ll", "-o", "sample",
        ], in: folder.url)
    }
  }

  static func go(_ architecture: String, release: String) -> LineProgramSample {
    LineProgramSample(testDescription: "go \(release) \(architecture)", minimumRows: 50_000) {
      folder in
      try folder.write("module example\n\ngo 1.21\n", to: "go.mod")
      try folder.write(
        "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\") }\n", to: "main.go")
      try GoToolchain(release: release).run(
        ["build", "-o", "sample"], in: folder.url, environment: ["GOARCH": architecture])
    }
  }

  static let all: [LineProgramSample] = {
    var samples: [LineProgramSample] = []
    for level in ["-O0", "-O2"] {
      for version in 2...5 {
        let dwarf = "-gdwarf-\(version)"
        samples += [
          compiled(.gcc, .c, dwarf, level), compiled(.gccForARM64, .c, dwarf, level),
          compiled(.clang, .c, dwarf, level, "-ffunction-sections"),
          compiled(.clang, .cxx, dwarf, level, "--target=aarch64-linux-gnu"),
        ]
      }
      samples += [
        compiled(.gxx, .cxx, level, "-ffunction-sections", "-fdebug-types-section"),
        compiled(.gxxForARM64, .cxx, level), compiled(.clang, .cxx, level),
        compiled(.gcc, .c, level, "-gdwarf64"), compiled(.gccForARM64, .c, level, "-gdwarf64"),
        compiled(.clang, .c, level, "-gdwarf64", "-gembed-source"),
        compiled(.gcc, .c, level, linked: true), compiled(.gxx, .cxx, level, linked: true),
        compiled(.gcc, .c, level, "-gdwarf-4", "-static", linked: true),
        compiled(.gxxForARM64, .cxx, level, "-Wl,--gc-sections", linked: true),
        compiled(.clang, .cxx, level, "-ffunction-sections", "-Wl,--gc-sections", linked: true),
        compiled(
          .clang, .cxx, level, "-gdwarf-4", "-ffunction-sections", "-Wl,--gc-sections",
          "-fuse-ld=lld", linked: true),
        compiled(.gcc, .c, level, "-gz"),
        rust("-Copt-level=\(level.dropFirst(2))"),
        rust("-Copt-level=\(level.dropFirst(2))", "-Cdebuginfo=1", linked: true),
        rustForARM64(level == "-O0" ? 0 : 2),
      ]
    }
    samples += [
      go("amd64", release: "1.21"), go("amd64", release: "1.27"), go("arm64", release: "1.27"),
    ]
    return samples
  }()
}
