import Benchmark
import Foundation
import GoRelease
import GoTypes
import MachineCode
import TypeDescriptors
import TypeReading

/// The types of a real program: the `go` command of the newest release's toolchain, in GOMETA_GOROOT.
struct Input {
  let bytes: [UInt8]
  let image: TypeImage
  let listing: TypeListing
  let universe: Universe
  let types: [GoType]
  let packagePaths: Set<String>
  let release = GoRelease.go1_27

  init() throws {
    guard let root = ProcessInfo.processInfo.environment["GOMETA_GOROOT"] else {
      throw Missing(description: "set GOMETA_GOROOT to the GOROOT of a stock Go 1.27")
    }
    bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: root + "/bin/go")))
    image = try TypeImage(ObjectFile(bytes))
    listing = try TypeTables(image, release: release).listing()
    let found = TypeReconstruction(listing.descriptors, release: release)
    var universe = release.universe
    try universe.declare(found.declarations, packages: found.packages)
    self.universe = universe
    types = found.types.compactMap(\.self)
    packagePaths = Set(found.packages.map(\.path))
  }

  struct Missing: Error, CustomStringConvertible { var description: String }
}

/// Each benchmark does its work once an iteration; throughput is in descriptors a second.
let benchmarks: @Sendable () -> Void = {
  let input: Input
  do { input = try Input() } catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
  }
  let count = input.listing.descriptors.count
  print("\(count) descriptors, \(input.types.count) types")
  func configuration(_ items: Int) -> Benchmark.Configuration {
    .init(
      metrics: [.wallClock, .cpuTotal], tags: ["items": "\(items)"],
      maxDuration: .seconds(20), maxIterations: 20)
  }

  Benchmark("decode every descriptor of an image", configuration: configuration(count)) { _ in
    blackHole(try TypeTables(input.image, release: input.release).listing())
  }
  Benchmark("from a file's bytes to its descriptors", configuration: configuration(count)) { _ in
    let image = try TypeImage(ObjectFile(input.bytes))
    blackHole(try TypeTables(image, release: input.release).listing())
  }
  Benchmark("descriptors to Go types", configuration: configuration(count)) { _ in
    blackHole(TypeReconstruction(input.listing.descriptors, release: input.release))
  }
  Benchmark("emit every descriptor", configuration: configuration(input.types.count)) { _ in
    var builder = DescriptorBuilder(
      universe: input.universe, release: input.release,
      definedPackages: input.packagePaths)
    for type in input.types { builder.require(type) }
    blackHole(try builder.build())
  }
}
