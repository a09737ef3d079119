import FunctionTables
public import GoRelease
public import MachineCode
import Symbols

/// Rebuilds a pclntab from machine code and what its debug information says: lines from line
/// programs, stack pointer deltas from the instructions and from call frame information, inlined
/// calls from `.debug_info`.
///
///     let input = try CodeInput(InputBytes(mapping: "program"))
///     guard case .lineTable(let layouts) = try FunctionTableFormat(named: "1.27") else { … }
///     let table = try await TableRebuilder().rebuild([input], layouts: layouts, jobs: 2)
///
/// `facts(of:jobs:index:)` alone serves forms that are no line table (up to Go 1.15).
///
/// Its result is the same for any number of jobs.
public struct TableRebuilder: Sendable {
  /// What becomes of a function whose stack pointer is not known, or told differently by the
  /// instructions and by call frame information.
  public enum UnknownFrames: String, Sendable, CaseIterable {
    /// It is an error.
    case refuse
    /// Its pcsp table says −1 where it is not known, by which a runtime knows that it cannot unwind.
    case omit
  }

  /// Where stack pointer deltas come from.
  public var stackSource = StackDeltaReader.Source.both
  public var unknownFrames = UnknownFrames.omit
  /// What becomes of a function for which the two sources disagree.
  public var disagreements = UnknownFrames.refuse
  /// Whether stack pointer deltas are told.
  public var stackDeltas = true
  /// Whether inlined calls are told.
  public var inlinedCalls = true
  /// Whether tables go on behind all code with the places of calls at which their caller has no
  /// instruction. Such a call is else shown at another of the caller's.
  public var callSites = true

  public init() {}

  /// Reads all that is to be known of an input's functions.
  ///
  /// - Parameters:
  ///   - jobs: how many pieces of work are done at once.
  ///   - index: the input's place among those given, for errors.
  public func facts(
    of input: CodeInput, jobs: Int, index: Int = 0
  ) async throws(TableRebuildError) -> FunctionFacts {
    guard input.functions.count > 0 else { throw .noFunctions(input: index) }
    let run = InputRun(rebuilder: self, input: input, index: index, jobs: max(jobs, 1))
    return try await run.facts()
  }
}

extension TableRebuilder {
  /// Rebuilds the table of relocatable objects, in the order in which they will be linked, or of one
  /// linked image.
  public func rebuild(
    _ inputs: [CodeInput], layouts: FunctionLayouts, jobs: Int = 1
  ) async throws(TableRebuildError) -> RebuiltLineTable {
    try Self.check(inputs)
    var facts: [FunctionFacts] = []
    for (index, input) in inputs.enumerated() {
      facts.append(try await self.facts(of: input, jobs: jobs, index: index))
    }
    return try await Self.assemble(facts, layouts: layouts, jobs: jobs)
  }

  /// Puts what was read of the inputs into one table.
  public static func assemble(
    _ facts: [FunctionFacts], layouts: FunctionLayouts
  ) throws(TableRebuildError) -> RebuiltLineTable {
    guard let architecture = facts.first?.input.architecture else { throw .noInput }
    let layout = TextLayout(facts.map(\.input), hasAddresses: layouts.hasAddresses)
    return try assembly(facts, layouts, layout, architecture)
      .finish(PCTableAssembly(layout, facts), facts)
  }

  /// The same, with two pieces of work at once if there is more than one job.
  public static func assemble(
    _ facts: [FunctionFacts], layouts: FunctionLayouts, jobs: Int
  ) async throws(TableRebuildError) -> RebuiltLineTable {
    guard jobs > 1 else { return try assemble(facts, layouts: layouts) }
    guard let architecture = facts.first?.input.architecture else { throw .noInput }
    let layout = TextLayout(facts.map(\.input), hasAddresses: layouts.hasAddresses)
    async let tables = PCTableAssembly(layout, facts)
    let assembled = Result { () throws(TableRebuildError) in
      try assembly(facts, layouts, layout, architecture)
    }
    return try assembled.get().finish(await tables, facts)
  }

  private static func assembly(
    _ facts: [FunctionFacts], _ layouts: FunctionLayouts, _ layout: TextLayout,
    _ architecture: Architecture
  ) throws(TableRebuildError) -> TableAssembly {
    var assembly = TableAssembly(
      layouts: layouts, architecture: architecture, layout: layout, inputCount: facts.count)
    for run in layout.runs {
      try assembly.add(layout.functions[run.functions], of: run.input, facts[run.input])
    }
    return assembly
  }

  /// Whether inputs can be described by one table.
  public static func check(_ inputs: [CodeInput]) throws(TableRebuildError) {
    guard let first = inputs.first else { throw .noInput }
    for (index, input) in inputs.enumerated() {
      guard input.architecture == first.architecture else {
        throw .mixedArchitectures(
          input.architecture, first: first.architecture, input: index)
      }
      guard inputs.count == 1 || input.isRelocatable else { throw .imageAmongSeveral(input: index) }
    }
  }
}
