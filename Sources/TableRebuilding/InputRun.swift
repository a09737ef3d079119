import FunctionTables
import MachineCode

/// The work on one input: pieces that do not depend on one another, done by several workers, in two
/// rounds. Inlined calls come second, since their places are looked for among the lines.
struct InputRun: Sendable {
  let rebuilder: TableRebuilder
  let input: CodeInput
  let index: Int
  let jobs: Int

  /// What one worker made, or the first piece of work that failed.
  private struct Outcome<Parts: Sendable>: Sendable {
    var parts: Parts
    var failure: (piece: Int, error: TableRebuildError)?
  }

  func facts() async throws(TableRebuildError) -> FunctionFacts {
    let lineUnits: LineUnits
    let debugUnits: DebugUnits?
    let frames: CallFrameIndex
    do throws(LineProgramError) { lineUnits = try LineUnits(input.debug) } catch {
      throw .lines(error, input: index)
    }
    do throws(CallFrameError) {
      frames = try CallFrameIndex(input.debug, architecture: input.architecture)
    } catch { throw .frames(error, input: index) }
    do throws(DebugInfoError) {
      debugUnits = rebuilder.inlinedCalls ? try DebugUnits(input.debug) : nil
    } catch { throw .debugInfo(error, input: index) }

    let (lineParts, stacks) = try await firstRound(lineUnits, frames)
    let functions = input.functions.functions
    var lines = LineTables(
      lineParts, functionCount: functions.count, quantum: input.architecture.pcQuantum,
      sizes: { functions[$0].size })
    let inlined = try await secondRound(debugUnits, lineUnits, lines)
    lines.add(try functionsWithoutRows(inlined, lineUnits, lines))
    return FunctionFacts(
      input, lines: lines, stacks: stacks, inlined: inlined, lineUnits: lineUnits,
      debugUnits: debugUnits)
  }

  /// Lines and stacks.
  private func firstRound(
    _ units: LineUnits, _ frames: CallFrameIndex
  ) async throws(TableRebuildError) -> ([LineParts], [StackParts]) {
    let runs =
      rebuilder.stackDeltas ? (input.functions.count + StackWorker.run - 1) / StackWorker.run : 0
    let queue = WorkQueue(count: units.count + runs)
    let outcomes = await runWorkers(jobs: jobs) { _ in
      var lines = LineWorker(units, input)
      var stacks = StackWorker(rebuilder, input, frames)
      lines.reserve(oneOf: jobs, input)
      if rebuilder.stackDeltas { stacks.reserve(oneOf: jobs) }
      var failure: (piece: Int, error: TableRebuildError)?
      while let piece = queue.take() {
        do throws(TableRebuildError) {
          if piece < units.count {
            try lines.read(piece, input: index)
          } else {
            try stacks.read(run: piece - units.count, input: index)
          }
        } catch {
          failure = (piece, error)
          break
        }
      }
      return Outcome(parts: (lines.result, stacks.result), failure: failure)
    }
    try check(outcomes)
    return (outcomes.map(\.parts.0), outcomes.map(\.parts.1))
  }

  /// Inlined calls.
  private func secondRound(
    _ units: DebugUnits?, _ lineUnits: LineUnits, _ lines: LineTables
  ) async throws(TableRebuildError) -> [InlineParts] {
    guard let units else { return [] }
    let queue = WorkQueue(count: units.units.count)
    let outcomes = await runWorkers(jobs: jobs) { _ in
      var worker = InlineWorker(
        units, lineUnits, lines, input, hasCallSites: rebuilder.callSites)
      worker.reserve(oneOf: jobs)
      var failure: (piece: Int, error: TableRebuildError)?
      while let piece = queue.take() {
        do throws(DebugInfoError) { try worker.read(piece) } catch {
          failure = (piece, .debugInfo(error, input: index))
          break
        }
      }
      return Outcome(parts: worker.result, failure: failure)
    }
    try check(outcomes)
    return outcomes.map(\.parts)
  }

  /// Tables of functions that `.debug_info` has and their unit's line program leaves out.
  private func functionsWithoutRows(
    _ inlined: [InlineParts], _ units: LineUnits, _ lines: LineTables
  ) throws(TableRebuildError) -> LineParts {
    var functions: [Int32: [Int32]] = [:]
    for parts in inlined {
      for part in parts.parts
      where part.lineUnit >= 0 && lines.entry(of: Int(part.function)) == nil {
        functions[part.lineUnit, default: []].append(part.function)
      }
    }
    var worker = LineWorker(units, input)
    for (unit, indexes) in functions.sorted(by: { $0.key < $1.key }) {
      try worker.addGenerated(indexes.sorted(), of: Int(unit), input: index)
    }
    return worker.result
  }

  /// Throws what failed first in the order of the pieces. Every piece before it was done: workers
  /// take them in order, and stop only at a failure.
  private func check<Parts>(_ outcomes: [Outcome<Parts>]) throws(TableRebuildError) {
    let failures = outcomes.compactMap(\.failure)
    if let first = failures.min(by: { $0.piece < $1.piece }) { throw first.error }
  }
}
