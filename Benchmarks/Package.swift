// swift-tools-version: 6.2
// Benchmarks of GoMeta, apart from the library so that who uses it does not fetch their dependencies.
import PackageDescription

let benchmark = Target.Dependency.product(name: "Benchmark", package: "benchmark")
let formats = Target.Dependency.product(name: "GoMetaFormats", package: "GoMeta")
let plugin = Target.PluginUsage.plugin(name: "BenchmarkPlugin", package: "benchmark")

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "GoMeta", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Types", dependencies: [benchmark, formats], path: "Benchmarks/Types",
      plugins: [plugin]),

    // Function tables, measured against the same work in C.
    .target(
      name: "CBound", path: "Benchmarks/CBound", cSettings: [.unsafeFlags(["-O2"])]),
    .target(
      name: "TableWork", dependencies: ["CBound", formats], path: "Benchmarks/TableWork"),
    .executableTarget(
      name: "Functions", dependencies: [benchmark, "TableWork"], path: "Benchmarks/Functions",
      plugins: [plugin]),
    .executableTarget(
      name: "rebuild-ratios", dependencies: ["TableWork"], path: "Benchmarks/RebuildRatios"),

    // The C interface beside the Swift API.
    .executableTarget(
      name: "c-ratios",
      dependencies: [
        .product(name: "GoMeta", package: "GoMeta"), .product(name: "CGoMeta", package: "GoMeta"),
      ], path: "Benchmarks/CRatios"),

    // What GoMeta adds to a compile.
    .executableTarget(
      name: "compile-share", dependencies: [.product(name: "GoMeta", package: "GoMeta")],
      path: "Benchmarks/CompileShare"),
  ],
  swiftLanguageModes: [.v6]
)
