import FunctionTables
import GoRelease
import ModuleTables

/// What a pclntab's magic number does not tell, but its release, or the table by what stands in it.
struct FunctionTableFacts {
  /// The funcID of functions that tracebacks leave out; nil where the release is not known.
  var wrapperID: UInt8?
  /// Whether the word where later releases have other things is the size of the frame (up to Go
  /// 1.4).
  var hasFrames = false
  /// Whether a function has one map of all its words, rather than bitmaps: Go 1.2.
  var hasWordKinds = false

  init(_ file: FunctionTableFile, release: String?) {
    let format = try? release.map { try FunctionTableFormat(named: $0) }
    if case .lineTable(let layouts) = format { wrapperID = layouts.wrapperID }
    let isOld = try? file.withView { view in view.format == .go1_2 }
    guard isOld == true else { return }
    switch format {
    case .symbols(let layouts):
      hasFrames = layouts.function[.frame] != nil
      hasWordKinds = layouts.frameMaps == .wordKinds
    default:
      hasFrames = (try? file.withView { view in try Self.hasFrames(view) }) ?? false
      hasWordKinds = hasFrames
    }
  }

  /// How many functions are looked at.
  private static let sampleSize = 64

  /// Later releases have the function's ID in a byte of its own, or a constant in the place of the
  /// frame.
  private static func hasFrames(_ view: borrowing FunctionTableView) throws -> Bool {
    let constant = UInt32(bitPattern: FunctionSymbolLayouts.reading1_2.unusedWord)
    for index in 0..<min(view.functionCount, sampleSize) {
      let fields = try view.fields(of: view.function(at: index))
      if fields.functionID != nil || fields.deferReturn == constant { return false }
    }
    return true
  }
}
