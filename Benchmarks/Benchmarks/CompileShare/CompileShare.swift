import Foundation
import GoMeta
import LLVM

/// What GoMeta adds to the time of a compile at -O2: the same module compiled with all that Go's
/// runtime wants, by LLVM alone with statepoints and line tables, and by LLVM without line tables, by
/// turns in one run.
///
///     compile-share [--functions N] [--runs N]
@main
struct CompileShare {
  static func main() {
    func option(_ name: String, _ value: Int) -> Int {
      let arguments = CommandLine.arguments
      guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else {
        return value
      }
      return Int(arguments[place + 1]) ?? value
    }
    do {
      try CompileShare(functions: option("--functions", 1000), runs: option("--runs", 7)).run()
    } catch {
      print("compile-share: \(error)")
      exit(1)
    }
  }

  let functions: Int
  let runs: Int

  private func run() throws {
    let target = try Target(release: "1.27", triple: "x86_64-linux-gnu")
    let compiler = Compiler(target: target)
    let text = Array(ManagedProgram.text(functions: functions).utf8)
    let bare = Array(ManagedProgram.withoutLines(functions: functions).utf8)
    let ways: [() throws -> Void] = [
      { _ = try compiler.compile(text, name: "program.ll") },
      { try compileByLLVM(text) },
      { try compileByLLVM(bare) },
    ]
    var times: [[Double]] = [[], [], []]
    for run in 0...runs {
      for (place, way) in ways.enumerated() {
        let start = cpuTime()
        try way()
        // The first fills caches.
        if run > 0 { times[place].append(cpuTime() - start) }
      }
    }
    let best = times.map { $0.min() ?? .nan }
    let median = times.map { $0.sorted()[$0.count / 2] }
    print("| \(functions) functions, -O2 | best | median |")
    print("|---|---|---|")
    for (name, times) in [("best", best), ("median", median)] where name == "best" {
      print("| LLVM alone, CPU ms a function | \(places(times[1] / 1e6 / Double(functions))) | |")
    }
    print(
      "| GoMeta ÷ LLVM alone | \(places(best[0] / best[1])) | \(places(median[0] / median[1])) |")
    print(
      "| LLVM with line tables ÷ without | \(places(best[1] / best[2])) "
        + "| \(places(median[1] / median[2])) |")
  }

  /// The same passes and the same code generator, without anything of GoMeta's.
  private func compileByLLVM(_ text: [UInt8]) throws {
    let context = try Context()
    let module = try Module(parsing: text, name: "program.ll", in: context)
    let machine = try TargetMachine(
      triple: "x86_64-unknown-linux-gnu", features: "", optimization: .standard)
    try module.setTarget(machine)
    try module.run(passes: "default<O2>", for: machine)
    try module.run(passes: "rewrite-statepoints-for-gc")
    _ = try machine.emit(module)
  }

  private func places(_ value: Double) -> String { String(format: "%.3f", value) }

  /// CPU time of all threads, in nanoseconds.
  private func cpuTime() -> Double {
    var value = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &value)
    return Double(value.tv_sec) * 1e9 + Double(value.tv_nsec)
  }
}
