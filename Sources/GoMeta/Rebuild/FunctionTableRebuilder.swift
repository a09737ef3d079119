import FunctionTables
public import GoRelease
import MachineCode
import Symbols
public import TableRebuilding

/// Rebuilds a pclntab from machine code: of relocatable objects, for the linker to put beside their
/// code, or of one linked image.
///
///     let rebuilder = try FunctionTableRebuilder(release: "1.2")
///     let table = try await rebuilder.rebuild(["geometry.o", "shapes.o"])
///     try Files.write(try table.object(), to: "pclntab.o")
///
/// What it says of a function: its symbol's place and size; lines, files and inlined calls from
/// DWARF; the stack pointer from the instructions and from call frame information; up to Go 1.15 Go
/// names, arguments, FUNCDATA and PCDATA from what `gometa compile` left in the object. Where debug
/// information says nothing, a function has no lines (−1, which the runtime prints as "?"), and one
/// whose arguments nobody declared says so.
public struct FunctionTableRebuilder: Sendable {
  public typealias UnknownFrames = TableRebuilder.UnknownFrames

  /// Nil takes the release that the inputs were compiled for, else the newest.
  public let format: FunctionTableFormat?
  /// Where stack pointer deltas come from.
  public var stackSource = StackDeltaReader.Source.both
  /// What becomes of functions whose stack pointer is not known. Nil refuses them in objects of
  /// `gometa compile`, whose front end can be told to do better, and omits them in all other code.
  public var unknownFrames: UnknownFrames?
  /// What becomes of functions for which instructions and call frame information disagree. Nil
  /// refuses them in objects, and omits them in linked images, which hold code of all kinds.
  public var disagreements: UnknownFrames?
  /// How many pieces of work are done at once; the result does not depend on it.
  public var jobs = 1

  private let release: String?

  /// - Parameter release: such as 1.2, 1.16 or 1.27.
  /// - Throws: for a release without known format.
  public init(release: String? = nil) throws(RebuildError) {
    self.release = release
    format = try release.map { (name) throws(RebuildError) in try Self.format(of: name) }
  }

  /// Rebuilds the table of relocatable objects, in the order in which they will be linked, or of
  /// one linked image.
  public func rebuild(_ paths: [String]) async throws(RebuildError) -> RebuiltFunctionTable {
    var inputs: [RebuildInput] = []
    for path in paths { inputs.append(try RebuildInput(path: path)) }
    let facts: [FunctionFacts]
    do throws(TableRebuildError) { facts = try await self.facts(of: inputs) } catch {
      throw RebuildError(error, paths)
    }
    let releases = inputs.flatMap { $0.go?.releases ?? [] }
    let name = release ?? releases.first ?? GoRelease.supported.last?.name ?? ""
    var notes: [String] = []
    for input in inputs {
      for other in input.go?.releases ?? [] where other != name {
        notes.append("\(input.path): compiled for Go \(other), described for Go \(name)")
      }
    }
    let format: FunctionTableFormat
    if let stated = self.format { format = stated } else { format = try Self.format(of: name) }
    return try await table(inputs, facts, format, notes)
  }

  private static func format(of release: String) throws(RebuildError) -> FunctionTableFormat {
    do throws(UnsupportedRelease) { return try FunctionTableFormat(named: release) } catch {
      throw .rebuild("\(error)")
    }
  }

  private func facts(
    of inputs: [RebuildInput]
  ) async throws(TableRebuildError) -> [FunctionFacts] {
    try TableRebuilder.check(inputs.map(\.code))
    var facts: [FunctionFacts] = []
    for (index, input) in inputs.enumerated() {
      var rebuilder = TableRebuilder()
      // Thunks have no call frame information of their own, and LLVM writes some for them.
      rebuilder.stackSource = input.go == nil ? stackSource : .instructions
      rebuilder.unknownFrames = unknownFrames ?? (input.go == nil ? .omit : .refuse)
      rebuilder.disagreements = disagreements ?? (input.isRelocatable ? .refuse : .omit)
      facts.append(try await rebuilder.facts(of: input.code, jobs: jobs, index: index))
    }
    return facts
  }

  private func table(
    _ inputs: [RebuildInput], _ facts: [FunctionFacts], _ format: FunctionTableFormat,
    _ notes: [String]
  ) async throws(RebuildError) -> RebuiltFunctionTable {
    let paths = inputs.map(\.path)
    switch format {
    case .lineTable(let layouts):
      let table: RebuiltLineTable
      do throws(TableRebuildError) {
        table = try await TableRebuilder.assemble(facts, layouts: layouts, jobs: jobs)
      } catch { throw RebuildError(error, paths) }
      return RebuiltFunctionTable(contents: .lineTable(table), notes: notes + table.notes)
    case .symbols(let layouts):
      let layout = TextLayout(inputs.map(\.code), hasAddresses: true)
      let table = try RebuiltSymbolTable(inputs, facts, layout, layouts)
      return RebuiltFunctionTable(
        contents: .symbols(table), notes: notes + RebuildNotes(facts, layout).lines)
    }
  }
}
