import Foundation
import TableWork

/// What GoMeta's work on function tables costs, as ratios to a bound in C and beside other readers,
/// all in one run.
///
///     rebuild-ratios FILE [--runs N] [--peers FOLDER] [--gometa COMMAND]
@main
struct RebuildRatios {
  var file = ""
  var runs = 15
  var peers: String?
  var gometa: String?

  static func main() async {
    do {
      var ratios = RebuildRatios()
      try ratios.parse(CommandLine.arguments.dropFirst())
      try await ratios.run()
    } catch {
      FileHandle.standardError.write(Data("rebuild-ratios: \(error)\n".utf8))
      exit(1)
    }
  }

  private mutating func parse(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    while let argument = rest.popFirst() {
      switch argument {
      case "--runs": runs = rest.popFirst().flatMap { Int($0) } ?? runs
      case "--peers": peers = rest.popFirst()
      case "--gometa": gometa = rest.popFirst()
      default: file = argument
      }
    }
    guard !file.isEmpty else { throw Usage() }
  }

  struct Usage: Error, CustomStringConvertible {
    let description = "usage: rebuild-ratios FILE [--runs N] [--peers FOLDER] [--gometa COMMAND]"
  }

  private func run() async throws {
    let bound = try BoundImage(file)
    let input = try TableInput(file)
    print("\(file): \(input.textSize) B of text, \(input.code.functions.count) functions")
    var report = Report()
    let others = try measurePeers()
    try parts(bound, input, others, &report)
    try await whole(bound, input, &report)
    try lookups(bound, others, &report)
    print(report.printed())
    try memory()
  }

  // MARK: parts

  private func parts(
    _ bound: BoundImage, _ input: TableInput, _ others: [PeerResult], _ report: inout Report
  ) throws {
    let entries = bound.walkEntries()
    let pieces: [(String, String, String, Int, () throws -> Void, () throws -> Void)] = [
      (
        "line programs", "lines", "ns a row", bound.decodeLines(), { _ = bound.decodeLines() },
        { _ = try input.decodeLines() }
      ),
      (
        "call frames", "cfi", "ns a row", bound.runFrames(), { _ = bound.runFrames() },
        { _ = try input.runFrames() }
      ),
      (
        "entries", "entries", "ns an entry", entries.entries, { _ = bound.walkEntries() },
        { _ = try input.walkEntries() }
      ),
    ]
    for (work, name, unit, items, inC, inSwift) in pieces {
      let times = try byTurns(runs, [inC, inSwift])
      report.add(work, "C bound", times[0], per: items, unit, isBound: true)
      report.add(work, "GoMeta", times[1], per: items, unit)
      for other in others {
        guard let measured = other.measured[name] else { continue }
        // Readers count entries differently (some those that end a list), so all costs are told for
        // the bound's items.
        report.add(work, other.name, measured.times, per: items, unit)
      }
    }
    report.forgetBound()
    for (name, source) in [("instructions", .instructions), ("both", .both)]
      as [(String, TableInput.StackSource)]
    {
      let times = try byTurns(max(runs / 3, 1), [{ _ = try input.followStacks(source) }])
      report.add(
        "stack deltas", "GoMeta, \(name)", times[0], per: input.textSize, "ns a byte of text")
    }
  }

  // MARK: the whole

  private func whole(
    _ bound: BoundImage, _ input: TableInput, _ report: inout Report
  ) async throws {
    let (functions, size) = bound.rebuild()
    let table = try await input.rebuild(jobs: 1, stacks: .callFrames)
    print("C bound: \(functions) functions, \(size) B")
    print("GoMeta: \(table.table.functionCount) functions, \(table.raw().count) B")
    let unit = "µs a function"
    var times = [Times(), Times(), Times()]
    for _ in 0..<runs {
      var start = cpuTime()
      _ = bound.rebuild()
      times[0].add(cpuTime() - start)
      for (place, stacks) in [TableInput.StackSource.callFrames, .both].enumerated() {
        start = cpuTime()
        _ = try await input.rebuild(jobs: 1, stacks: stacks)
        times[place + 1].add(cpuTime() - start)
      }
    }
    report.add("rebuild", "C bound", times[0], per: functions, unit, isBound: true)
    report.add("rebuild", "GoMeta, frames", times[1], per: functions, unit)
    report.add("rebuild", "GoMeta, frames and code", times[2], per: functions, unit)
    try gsymutil(functions, &report)
    try linker(functions, &report)
    report.forgetBound()

    for (name, stacks) in [("frames", .callFrames), ("frames and code", .both)]
      as [(String, TableInput.StackSource)]
    {
      var walls = [Times(), Times()]
      for _ in 0..<runs {
        for jobs in [1, 2] {
          let start = wallTime()
          _ = try await input.rebuild(jobs: jobs, stacks: stacks)
          walls[jobs - 1].add(wallTime() - start)
        }
      }
      report.add(
        "rebuild, elapsed", "GoMeta, \(name), 1 job", walls[0], per: functions, unit, isBound: true)
      report.add("rebuild, elapsed", "GoMeta, \(name), 2 jobs", walls[1], per: functions, unit)
    }
    report.forgetBound()
  }

  private func gsymutil(_ functions: Int, _ report: inout Report) throws {
    let tool =
      (ProcessInfo.processInfo.environment["GOMETA_LLVM_BIN"] ?? "/usr/lib/llvm-19/bin")
      + "/llvm-gsymutil"
    guard access(tool, X_OK) == 0 else {
      report.add("rebuild", missing: "llvm-gsymutil", "no \(tool)")
      return
    }
    let output = FileManager.default.temporaryDirectory.path + "/rebuild-ratios.\(getpid()).gsym"
    defer { try? FileManager.default.removeItem(atPath: output) }
    var times = Times()
    for _ in 0..<max(runs / 3, 3) {
      times.add(
        try Peer.run(tool, ["--convert", file, "--out-file", output, "--num-threads", "1"]).time)
    }
    report.add("rebuild", "llvm-gsymutil, process", times, per: functions, "µs a function")
  }

  /// What Go's linker says of its own phase, read from the file that `Peers/link` left.
  private func linker(_ functions: Int, _ report: inout Report) throws {
    guard let peers else { return }
    guard let text = try? String(contentsOfFile: peers + "/link.txt", encoding: .utf8) else {
      report.add("rebuild", missing: "Go's linker", "no \(peers)/link.txt")
      return
    }
    var times = Times()
    for line in text.split(separator: "\n") where line.hasPrefix("BenchmarkPclntab ") {
      if let time = Double(line.split(separator: " ")[2].split(separator: "\t")[0]) {
        times.add(time)
      }
    }
    report.add("rebuild", "Go's linker, pclntab phase", times, per: functions, "µs a function")
  }

  // MARK: peers

  struct PeerResult {
    var name: String
    var measured: [String: Peer.Measured]
  }

  private func measurePeers() throws -> [PeerResult] {
    guard let peers else { return [] }
    var results: [PeerResult] = []
    for (name, title) in [
      ("gimli", "gimli"), ("golang", "Go's debug packages"), ("llvm", "LLVM"), ("libdw", "libdw"),
    ] {
      let peer = Peer(name: name, path: peers + "/" + name)
      guard !peer.isMissing else {
        print("peer \(name): left out, \(peer.path) was not built")
        continue
      }
      results.append(
        PeerResult(name: title, measured: try peer.measure(file, runs: max(runs / 3, 3))))
    }
    return results
  }

  // MARK: lookup

  /// In the table of the Go peer, of whose PCs Go's runtime was asked; else of the input.
  private func lookups(
    _ bound: BoundImage, _ others: [PeerResult], _ report: inout Report
  ) throws {
    var image = bound
    if let peers, access(peers + "/golang", X_OK) == 0 { image = try BoundImage(peers + "/golang") }
    guard let lookups = image.lookups() else {
      report.add("lookup", missing: "all", "no pclntab in \(image.path)")
      return
    }
    if let pc = try lookups.difference() {
      print("lookup: the C bound and GoMeta differ at 0x\(String(pc, radix: 16))")
    }
    for (name, pcs) in [("random", lookups.random), ("hot", lookups.hot)] {
      let work = "lookup, \(name) PCs"
      let times = try byTurns(
        runs,
        [
          { _ = lookups.bound(pcs) }, { _ = try lookups.view(pcs) },
          { _ = try lookups.cached(pcs) },
        ])
      report.add(work, "C bound", times[0], per: pcs.count, "ns a PC", isBound: true)
      report.add(work, "GoMeta", times[1], per: pcs.count, "ns a PC")
      report.add(work, "GoMeta, cached", times[2], per: pcs.count, "ns a PC")
      for (key, title) in [
        ("FuncForPC", "Go's FuncForPC and FileLine"), ("CallersFrames", "Go's CallersFrames"),
        ("gosym", "Go's debug/gosym"),
      ] {
        for other in others {
          guard let measured = other.measured["\(key) \(name)"] else { continue }
          report.add(work, title, measured.times, per: measured.items, "ns a PC")
        }
      }
      report.forgetBound()
    }
  }

  // MARK: memory

  /// The most memory that the command holds, against what it reads and writes.
  private func memory() throws {
    guard let gometa else { return }
    let output = FileManager.default.temporaryDirectory.path + "/rebuild-ratios.\(getpid()).tab"
    defer { try? FileManager.default.removeItem(atPath: output) }
    func size(_ path: String) -> Int {
      (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
    for jobs in [1, 2] {
      let finished = try Peer.run(
        gometa, ["pclntab", file, "--raw", output, "--jobs", "\(jobs)"])
      guard finished.status == 0 else {
        print("memory: \(gometa) ended with \(finished.status)")
        return
      }
      let limit = size(file) + 3 * size(output)
      print(
        "memory, \(jobs) job(s): \(finished.memory) B of \(limit) (input \(size(file)) + 3 × output "
          + "\(size(output))): \(twoPlaces(Double(finished.memory) / Double(limit)))")
    }
  }
}
