import Foundation
import Testing

/// An object file made by a compiler for the tests to read.
struct ObjectFileSample: Sendable, CustomTestStringConvertible {
  enum Linkage: String, CaseIterable {
    case relocatable
    case shared
    case executable
  }

  let testDescription: String
  /// Makes the file `sample` in a folder.
  let build: @Sendable (ObjectFileFolder) throws -> Void

  /// The folder with the file `sample`.
  func make() throws -> ObjectFileFolder {
    let folder = try ObjectFileFolder()
    try build(folder)
    return folder
  }

  /// C with an inlined function from another folder's header, two sections and a discarded
  /// function.
  static func gcc(
    _ compiler: ObjectFileTool = .gcc, dwarf: Int, _ linkage: Linkage, flags: [String] = []
  ) -> ObjectFileSample {
    let name = [compiler.rawValue, "dwarf \(dwarf)", linkage.rawValue] + flags
    return ObjectFileSample(testDescription: name.joined(separator: ", ")) { folder in
      try folder.write(ObjectFileSource.header, to: "inc/shape.h")
      try folder.write(ObjectFileSource.main, to: "main.c")
      let link: [String] =
        switch linkage {
        case .relocatable: ["-c"]
        case .shared: ["-shared", "-nostdlib", "-fPIC", "-Wl,--gc-sections"]
        case .executable: ["-static", "-nostdlib", "-no-pie", "-Wl,--gc-sections"]
        }
      try compiler.run(
        ["-g", "-gdwarf-\(dwarf)", "-ffunction-sections"] + flags + link
          + ["main.c", "-o", "sample"],
        in: folder.url)
    }
  }

  /// The IR of `ObjectFileSource`, with lines 0, an inlined call, checksums and discriminators.
  static func llc(
    _ architecture: String, dwarf: Int, optimization: Int, _ linkage: Linkage = .relocatable,
    flags: [String] = []
  ) -> ObjectFileSample {
    let name =
      ["llc \(architecture)", "dwarf \(dwarf)", "O\(optimization)", linkage.rawValue] + flags
    return ObjectFileSample(testDescription: name.joined(separator: ", ")) { folder in
      try folder.write(ObjectFileSource.ir(dwarf: dwarf), to: "main.ll")
      if optimization > 0 {
        try ObjectFileTool.opt.run(["-S", "-O2", "main.ll", "-o", "main.ll"], in: folder.url)
      }
      let object = linkage == .relocatable ? "sample" : "main.o"
      try ObjectFileTool.llc.run(
        [
          "-mtriple=\(architecture)-linux-gnu", "-O\(optimization)", "-relocation-model=pic",
          "-function-sections", "-filetype=obj", "main.ll", "-o", object,
        ] + flags,
        in: folder.url)
      switch linkage {
      case .relocatable: break
      case .shared:
        // Folds functions with the same code, whose sequences then overlap.
        try ObjectFileTool.ld.run(
          ["-shared", "--icf=all", "main.o", "-o", "sample"], in: folder.url)
      case .executable:
        try ObjectFileTool.ld.run(
          ["--gc-sections", "-e", "loop", "main.o", "-o", "sample"], in: folder.url)
      }
    }
  }

  /// A program built by Go, its debug sections not compressed.
  static func go(_ architecture: String) -> ObjectFileSample {
    ObjectFileSample(testDescription: "go \(architecture)") { folder in
      try folder.write("module example\n\ngo 1.21\n", to: "go.mod")
      try folder.write("package main\n\nfunc main() { println(\"hello\") }\n", to: "main.go")
      try ObjectFileTool.go.run(
        ["build", "-ldflags=-compressdwarf=false", "-o", "sample"], in: folder.url,
        environment: [
          "GOARCH": architecture, "GOOS": "linux", "CGO_ENABLED": "0", "GOTOOLCHAIN": "local",
          "GOPROXY": "off", "GOWORK": "off",
        ])
    }
  }

  /// The C library that the compiler links with.
  static let systemLibrary = ObjectFileSample(testDescription: "libc.so.6") { folder in
    let path = try ObjectFileTool.gcc.run(["-print-file-name=libc.so.6"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: path).resolvingSymlinksInPath(),
      to: folder.url.appendingPathComponent("sample"))
  }

  /// Assembly source of x86-64.
  static func assembly(_ name: String, _ source: String) -> ObjectFileSample {
    ObjectFileSample(testDescription: name) { folder in
      try folder.write(source, to: "main.s")
      try ObjectFileTool.gcc.run(["-c", "main.s", "-o", "sample"], in: folder.url)
    }
  }

  /// Of every compiler, DWARF version and linkage with C or IR as the source.
  static let compiled: [ObjectFileSample] = {
    var samples: [ObjectFileSample] = []
    for dwarf in 2...5 {
      for linkage in Linkage.allCases {
        samples.append(gcc(dwarf: dwarf, linkage, flags: ["-O2"]))
        samples.append(gcc(.gccForARM64, dwarf: dwarf, linkage, flags: ["-O2"]))
        for architecture in ["x86_64", "aarch64"] {
          samples.append(llc(architecture, dwarf: dwarf, optimization: 2, linkage))
        }
      }
      samples.append(gcc(dwarf: dwarf, .relocatable, flags: ["-O0"]))
      samples.append(llc("x86_64", dwarf: dwarf, optimization: 0))
      if dwarf >= 3 {
        samples.append(gcc(dwarf: dwarf, .relocatable, flags: ["-gdwarf64"]))
        samples.append(llc("aarch64", dwarf: dwarf, optimization: 2, flags: ["-dwarf64"]))
      }
    }
    return samples
  }()
}
