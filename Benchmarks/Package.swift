// swift-tools-version: 6.2
// Benchmarks of GoMeta, apart from the library so that who uses it does not fetch their dependencies.
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "GoMeta", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Types",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "GoMetaFormats", package: "GoMeta"),
      ],
      path: "Benchmarks/Types",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
