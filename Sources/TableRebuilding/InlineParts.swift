import MachineCode

/// What one worker found of functions in `.debug_info`.
struct InlineParts: Sendable {
  struct Part: Sendable {
    /// A place in the input's `FunctionIndex`.
    var function: Int32
    /// A place in `DebugUnits.units`.
    var unit: Int32
    /// The unit's line program: a place in `LineUnits.units`, or −1.
    var lineUnit: Int32
    /// Its name as `.debug_info` has it.
    var name: DebugString?
    /// The line of its declaration; 0 where it is not told.
    var startLine: Int32
    /// Its calls, in `calls`.
    var calls: Range<Int>
    /// The table of the innermost call by PC (PCDATA_InlTreeIndex), in `indexBytes`.
    var index: Range<UInt32>
    /// The function's pcfile and pcln tables with call sites, in `sites`; −1 where it needs none.
    var sites: Int32
  }

  /// A call that was inlined.
  struct Call: Sendable {
    /// By the order of the function's calls; −1 for the function itself.
    var parent: Int32
    /// Nil where it is not told.
    var name: DebugString?
    var startLine: Int32
    /// The file by the line program's numbers, counted from 0, and the line of the call; −1 where
    /// they are not told.
    var file, line: Int32
    /// A PC whose place is that of the call.
    var parentPC: Int32
  }

  var parts: [Part] = []
  var calls: [Call] = []
  var indexBytes: [UInt8] = []
  /// The pcfile and pcln tables of functions with call sites, and the files that those name.
  var sites = LineParts()
  /// Calls that are shown at another instruction of their caller.
  var approximateCalls = 0
  /// Calls whose place is not told.
  var unplacedCalls = 0
}
