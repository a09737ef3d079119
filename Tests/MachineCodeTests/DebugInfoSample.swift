import Foundation
import TestSupport
import Testing

/// A program with inlined calls, as a compiler makes it.
struct DebugInfoSample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// So that a file without inlined calls does not pass.
  var minimumInlined = 1
  let build: @Sendable (ObjectFileFolder) throws -> Void

  /// The folder with the file `sample`.
  func make() throws -> ObjectFileFolder {
    let folder = try ObjectFileFolder()
    try build(folder)
    return folder
  }

  /// A program of one unit; of two with `-flto`.
  static func linked(
    _ compiler: ObjectFileTool, _ language: LineProgramSample.Language, _ flags: String...,
    minimumInlined: Int = 10
  ) -> DebugInfoSample {
    let words = [compiler.rawValue, language.rawValue] + flags
    return DebugInfoSample(
      testDescription: words.joined(separator: " "), minimumInlined: minimumInlined
    ) { folder in
      try folder.write(
        language == .c ? DebugInfoSource.c : DebugInfoSource.cxx, to: language.rawValue)
      var sources = [language.rawValue]
      if language == .cxx {
        try folder.write(DebugInfoSource.cxxPart, to: "part.cc")
        sources.append("part.cc")
      }
      try compiler.run(
        ["-g", "-w"] + flags + sources + ["-o", "sample"]
          + (language == .cxx && compiler == .clang ? ["-lstdc++"] : []), in: folder.url)
    }
  }

  /// A sample after another program has changed it in place.
  func after(_ tool: ObjectFileTool, _ arguments: String...) -> DebugInfoSample {
    DebugInfoSample(
      testDescription: "\(testDescription), \(tool.rawValue)", minimumInlined: minimumInlined
    ) { folder in
      try build(folder)
      try tool.run(arguments + ["sample"], in: folder.url)
    }
  }

  /// Debug information written by hand.
  static func forms(is64Bit: Bool) -> DebugInfoSample {
    DebugInfoSample(testDescription: "all forms\(is64Bit ? ", 64-bit" : "")", minimumInlined: 5) {
      folder in
      try folder.write(DebugInfoForms.all(is64Bit: is64Bit), to: "forms.s")
      try ObjectFileTool.gcc.run(
        ["-nostdlib", "-static", "-Wl,-e,outer", "forms.s", "-o", "sample"], in: folder.url)
    }
  }

  static func rust(_ flags: String...) -> DebugInfoSample {
    DebugInfoSample(
      testDescription: "rustc \(flags.joined(separator: " "))", minimumInlined: 1000
    ) { folder in
      try folder.write(DebugInfoSource.rust, to: "main.rs")
      try ObjectFileTool.rustc.run(
        ["--edition=2021", "-g"] + flags + ["main.rs", "-o", "sample"], in: folder.url)
    }
  }

  static func go(_ architecture: String, release: String) -> DebugInfoSample {
    DebugInfoSample(testDescription: "go \(release) \(architecture)", minimumInlined: 3000) {
      folder in
      try folder.write("module example\n\ngo 1.21\n", to: "go.mod")
      try folder.write(DebugInfoSource.go, to: "main.go")
      try GoToolchain(release: release).run(
        ["build", "-o", "sample"], in: folder.url, environment: ["GOARCH": architecture])
    }
  }

  static let all: [DebugInfoSample] = {
    var samples: [DebugInfoSample] = [
      forms(is64Bit: false), forms(is64Bit: true),
      linked(.gcc, .c, "-O0", minimumInlined: 1),
      linked(.gcc, .c, "-O2", "-gdwarf-2", "-gstrict-dwarf"),
      linked(.gcc, .c, "-O3", "-gdwarf-3"),
      linked(.gcc, .c, "-O2", "-gdwarf64"), linked(.gcc, .c, "-O2", "-gdwarf-4", "-gdwarf64"),
      linked(.gcc, .c, "-O2", "-g1"),
      linked(.gccForARM64, .c, "-O2"),
      linked(.gxx, .cxx, "-O0", minimumInlined: 1),
      linked(.gxx, .cxx, "-O2"), linked(.gxx, .cxx, "-O2", "-gdwarf-4"),
      linked(.gxx, .cxx, "-O2", "-gdwarf-4", "-fdebug-types-section"),
      linked(
        .gxx, .cxx, "-O2", "-fdebug-types-section", "-ffunction-sections", "-Wl,--gc-sections"),
      linked(.gxx, .cxx, "-O2", "-flto"),
      linked(.gxxForARM64, .cxx, "-O2"),
      linked(.gxx, .cxx, "-O2").after(.dwz), linked(.gxx, .cxx, "-O2", "-gdwarf-4").after(.dwz),
      linked(.clang, .c, "-O2", "-gdwarf-2", "-gstrict-dwarf", minimumInlined: 5),
      linked(.clang, .c, "-O2", "-gdwarf64", minimumInlined: 5),
      linked(.clang, .c, "-O2", "-gline-tables-only", minimumInlined: 5),
      linked(.clang, .cxx, "-O2"), linked(.clang, .cxx, "-O2", "-gdwarf-4"),
      linked(.clang, .cxx, "-O2", "-fdebug-types-section"),
      linked(.clang, .cxx, "-O2", "-gline-tables-only", "-gdwarf-4"),
      linked(
        .clang, .cxx, "-O2", "-flto", "-fuse-ld=lld", "-ffunction-sections", "-Wl,--gc-sections"),
      rust("-O"), go("amd64", release: "1.27"), go("arm64", release: "1.27"),
      go("amd64", release: "1.21"),
    ]
    if ProcessInfo.processInfo.environment["GOMETA_MATRIX"] == "1" {
      samples += [
        rust("-Copt-level=3", "-Cpanic=abort", "-Clto=thin"),
        linked(.gxx, .cxx, "-O3", "-gdwarf-3"),
        linked(.clang, .cxx, "-O3", "-gdwarf-3"), linked(.clang, .c, "-O2", minimumInlined: 5),
        go("arm64", release: "1.24"), go("amd64", release: "1.25"),
      ]
    }
    return samples
  }()
}
