import Benchmark
import Foundation
import TableWork

/// What GoMeta and the C bound make of a real program: the `go` command of the newest release, with
/// debug sections that are not compressed, in GOMETA_TABLE_INPUT. `rebuild-ratios` compares them.
let benchmarks: @Sendable () -> Void = {
  let input: TableInput
  let bound: BoundImage
  do {
    guard let path = ProcessInfo.processInfo.environment["GOMETA_TABLE_INPUT"] else {
      throw Missing()
    }
    input = try TableInput(path)
    bound = try BoundImage(path)
  } catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
  }
  func configuration(_ items: Int) -> Benchmark.Configuration {
    .init(
      metrics: [.wallClock, .cpuTotal, .peakMemoryResident], tags: ["items": "\(items)"],
      maxDuration: .seconds(10), maxIterations: 30)
  }
  func compare(
    _ name: String, _ items: Int, _ inC: @escaping @Sendable () -> Void,
    _ inSwift: @escaping @Sendable () throws -> Void
  ) {
    Benchmark("\(name), C bound", configuration: configuration(items)) { _ in inC() }
    Benchmark("\(name)", configuration: configuration(items)) { _ in try inSwift() }
  }

  compare(
    "decode line programs", bound.decodeLines(), { blackHole(bound.decodeLines()) },
    { blackHole(try input.decodeLines()) })
  compare(
    "run call frame information", bound.runFrames(), { blackHole(bound.runFrames()) },
    { blackHole(try input.runFrames()) })
  compare(
    "find inlined calls", bound.walkEntries().entries, { blackHole(bound.walkEntries()) },
    { blackHole(try input.walkEntries()) })

  let functions = input.code.functions.count
  Benchmark("rebuild a pclntab, C bound", configuration: configuration(functions)) { _ in
    blackHole(bound.rebuild())
  }
  // One job: a benchmark holds one of the threads that more would need.
  Benchmark("rebuild a pclntab", configuration: configuration(functions)) { _ in
    blackHole(try await input.rebuild(jobs: 1, stacks: .callFrames))
  }
  Benchmark("follow the stack pointer", configuration: configuration(input.textSize)) { _ in
    blackHole(try input.followStacks(.instructions))
  }

  guard let lookups = bound.lookups() else { return }
  for (name, pcs) in [("random", lookups.random), ("hot", lookups.hot)] {
    compare(
      "look up \(name) PCs", pcs.count, { blackHole(lookups.bound(pcs)) },
      { blackHole(try lookups.view(pcs)) })
  }
}

struct Missing: Error, CustomStringConvertible {
  let description =
    "set GOMETA_TABLE_INPUT to a program with debug sections: see Benchmarks/prepare"
}
