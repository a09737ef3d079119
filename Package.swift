// swift-tools-version: 6.2
// GoMeta: Go's runtime tables for any LLVM-based compiler. docs/architecture.md draws the rooms below.
import PackageDescription

/// One room of the library. A room imports only rooms that stand above it in this file.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies)
}

/// For types that read bytes in place and cannot outlive them.
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "GoMeta",
  products: [
    .library(
      name: "GoMeta",
      targets: [
        "GoMeta", "LLVM", "Symbols", "GoTypes", "GoRelease", "TypeDescriptors", "FunctionTables",
        "MachineCode", "TypeReading", "TableRebuilding", "GoABI", "ModuleTables", "CodeChecking",
      ]),
    // The formats alone, for who has no use for LLVM.
    .library(
      name: "GoMetaFormats",
      targets: [
        "Symbols", "GoTypes", "GoRelease", "TypeDescriptors", "FunctionTables", "MachineCode",
        "TypeReading", "TableRebuilding", "GoABI", "ModuleTables",
      ]),
    // The C interface, which cmake/ builds and installs as libgometa.
    .library(name: "CGoMeta", type: .dynamic, targets: ["CGoMeta"]),
    .executable(name: "gometa", targets: ["GoMetaCommand"]),
    .executable(name: "type-differential", targets: ["TypeDifferential"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // The format core: builds and tests without LLVM.
    room("Symbols"),
    room("GoTypes"),
    room("GoRelease", ["Symbols", "GoTypes"]),
    room(
      "TypeDescriptors",
      ["Symbols", "GoTypes", "GoRelease", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "FunctionTables", dependencies: ["Symbols", "GoRelease"], swiftSettings: lifetimes),
    // What compresses debug sections.
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),
    .target(
      name: "MachineCode", dependencies: ["Symbols", "CZlib", "CZstd"], swiftSettings: lifetimes),
    room("TypeReading", ["Symbols", "GoTypes", "GoRelease", "MachineCode"]),
    .target(
      name: "TableRebuilding",
      dependencies: ["Symbols", "GoRelease", "FunctionTables", "MachineCode"],
      swiftSettings: lifetimes),
    room("GoABI", ["Symbols", "GoTypes"]),
    room(
      "ModuleTables",
      [
        "Symbols", "GoTypes", "GoRelease", "TypeDescriptors", "FunctionTables", "MachineCode",
        "TypeReading",
      ]),

    // LLVM, and what is built on it.
    .systemLibrary(name: "CLLVM", pkgConfig: "llvm"),
    .target(name: "CLLVMFlags", dependencies: ["CLLVM"]),
    room("LLVM", ["CLLVM", "CLLVMFlags"]),
    room(
      "GoMeta",
      [
        "Symbols", "GoTypes", "GoRelease", "TypeDescriptors", "FunctionTables", "MachineCode",
        "TypeReading", "TableRebuilding", "GoABI", "ModuleTables", "LLVM",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    // What holds of code, derived anew from a plugin's bytes: docs/code-checking.md.
    room("CodeChecking", ["Symbols", "GoRelease", "MachineCode", "LLVM"]),
    .systemLibrary(name: "GoMetaHeader", pkgConfig: "llvm"),
    room("CGoMeta", ["GoMetaHeader", "GoMeta", "GoRelease", "GoTypes", "LLVM", "MachineCode"]),
    .executableTarget(
      name: "GoMetaCommand",
      dependencies: [
        "GoMeta", "GoRelease", "LLVM", "MachineCode", "ModuleTables", "CodeChecking",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    // What tests of several rooms need: the stock Go toolchain as an oracle, and what old ones made
    // (Tests/Vectors).
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // Every type descriptor of the standard library, emitted anew and compared with the compiler's.
    .executableTarget(
      name: "TypeDifferential",
      dependencies: [
        "Symbols", "GoTypes", "GoRelease", "TypeDescriptors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/TypeDifferential", exclude: ["Corpus", "Dumper"]),
    tests("SymbolsTests", ["Symbols"]),
    tests("GoTypesTests", ["GoTypes", "TestSupport"]),
    tests("GoReleaseTests", ["GoRelease", "TestSupport"]),
    tests(
      "TypeDescriptorsTests",
      ["TypeDescriptors", "Symbols", "GoTypes", "GoRelease", "TestSupport"]),
    tests("FunctionTablesTests", ["FunctionTables", "GoRelease", "Symbols", "TestSupport"]),
    tests("MachineCodeTests", ["MachineCode", "Symbols", "TestSupport"]),
    .testTarget(
      name: "TableRebuildingTests",
      dependencies: [
        "TableRebuilding", "FunctionTables", "GoRelease", "MachineCode", "ModuleTables", "Symbols",
        "TestSupport",
      ], exclude: ["Hosts"]),
    tests(
      "TypeReadingTests",
      [
        "TypeReading", "TypeDescriptors", "GoTypes", "GoRelease", "MachineCode", "Symbols",
        "TestSupport",
      ]),
    tests("GoABITests", ["GoABI", "GoTypes", "Symbols", "TestSupport"]),
    tests(
      "ModuleTablesTests",
      [
        "ModuleTables", "FunctionTables", "GoRelease", "GoTypes", "MachineCode", "Symbols",
        "TypeDescriptors",
      ]),
    tests("LLVMTests", ["LLVM"]),
    .testTarget(
      name: "CodeCheckingTests",
      dependencies: [
        "CodeChecking", "GoMeta", "GoRelease", "LLVM", "MachineCode", "ModuleTables", "TestSupport",
      ], exclude: ["checked.ll"]),
    .testTarget(
      name: "GoMetaTests", dependencies: ["GoMeta", "GoMetaCommand", "TestSupport"],
      exclude: ["Hosts"]),
    // What is installed, used as others would: the environment's GOMETA_PREFIX.
    tests("EmbeddingTests", ["TestSupport"]),
    .testTarget(
      name: "CGoMetaTests",
      dependencies: ["CGoMeta", "GoMeta", "GoMetaHeader", "LLVM", "TestSupport"],
      exclude: ["Programs"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
