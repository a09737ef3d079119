import FunctionTables
public import GoRelease
import MachineCode
import Symbols

/// Rebuilds a pclntab from machine code: of relocatable objects, for the linker to put beside their
/// code, or of one linked image.
///
///     let rebuilder = try FunctionTableRebuilder(release: .go1_2)
///     let table = try rebuilder.rebuild(["geometry.o", "shapes.o"])
///     try Files.write(try table.object(), to: "pclntab.o")
///
/// What it says of a function: its symbol's place and size; lines and files from the DWARF line
/// table; the stack pointer from the instructions; Go name, arguments, FUNCDATA and PCDATA from
/// what `gometa compile` left in the object. A function without line table has no lines (−1
/// throughout, which the runtime prints as "?"), and one whose arguments nobody declared says so.
public struct FunctionTableRebuilder: Sendable {
  /// What becomes of a function whose stack pointer cannot be followed.
  public enum UnknownFrames: String, Sendable, CaseIterable {
    /// It is an error.
    case refuse
    /// It has no pcsp table: −1 throughout, by which a runtime knows that it cannot unwind it.
    case omit
  }

  public let release: GoRelease
  /// Nil refuses them in objects, whose compiler can be told to do better, and omits them in linked
  /// images, which hold code of all kinds.
  public var unknownFrames: UnknownFrames?

  let layouts: FunctionSymbolLayouts

  /// Throws for a release whose pclntab is of another form.
  public init(
    release: GoRelease, unknownFrames: UnknownFrames? = nil
  ) throws(RebuildError) {
    guard case .symbols(let layouts) = release.functionTable else { throw .release(release.name) }
    self.release = release
    self.layouts = layouts
    self.unknownFrames = unknownFrames
  }

  /// Rebuilds the table of relocatable objects, in the order in which they will be linked, or of
  /// one linked image.
  public func rebuild(_ paths: [String]) throws(RebuildError) -> RebuiltFunctionTable {
    var inputs: [RebuildInput] = []
    for path in paths { inputs.append(try RebuildInput(path: path)) }
    guard let first = inputs.first else {
      throw .input(path: "", what: "no input: give relocatable objects or one linked image")
    }
    for input in inputs.dropFirst() {
      guard input.object.architecture == first.object.architecture else {
        throw .input(
          path: input.path,
          what: "its code is for \(input.object.architecture.rawValue), that of \(first.path) for "
            + first.object.architecture.rawValue)
      }
      guard input.isRelocatable, first.isRelocatable else {
        throw .input(
          path: input.isRelocatable ? first.path : input.path,
          what: "a linked image must be the only input")
      }
    }
    var builder = FunctionSymbolBuilder(
      release: release, layouts: layouts, architecture: first.object.architecture)
    for input in inputs {
      try builder.add(
        input, unknownFrames: unknownFrames ?? (input.isRelocatable ? .refuse : .omit))
    }
    return RebuiltFunctionTable(
      table: builder.table, maps: builder.maps, release: release, inputs: inputs,
      notes: builder.notes)
  }
}
