import FunctionTables
import MachineCode

/// The pcfile and pcln tables that one worker made, and the files that they name.
struct LineParts: Sendable {
  /// The tables of one function as one unit's line program gives them.
  struct Part: Sendable {
    /// A place in the input's `FunctionIndex`.
    var function: Int32
    /// A place in `LineUnits.units`.
    var unit: Int32
    /// Places in `fileBytes` and `lineBytes`.
    var files, lines: Range<UInt32>
    /// Whether the rows begin at or before the function's start and go on to its end.
    var isComplete: Bool
  }

  /// A file that a unit's rows or calls name.
  struct File: Sendable {
    var unit: Int32
    /// The number in pcfile tables: the unit's own, counted from 0.
    var number: Int32
    /// A place in `paths`.
    var path: Range<UInt32>
  }

  var parts: [Part] = []
  var fileBytes: [UInt8] = []
  var lineBytes: [UInt8] = []
  var files: [File] = []
  var paths: [UInt8] = []
  var omittedSequences = 0

  /// The bytes from a place on.
  static func range(from start: Int, _ bytes: [UInt8]) -> Range<UInt32> {
    UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: bytes.count)
  }
}
