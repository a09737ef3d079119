/// Addresses from `start` up to, not including, `end`, which is greater.
public struct AddressRange: Sendable, Equatable {
  public var start: UInt64
  public var end: UInt64

  public init(start: UInt64, end: UInt64) { (self.start, self.end) = (start, end) }
}

/// What `.debug_info` says of a function apart from where its code is.
public struct FunctionOrigin: Sendable, Equatable {
  /// The linkage name where there is one, else the name.
  public var name: DebugString?
  /// The line of its declaration: for a definition the line it starts at. 0: not told.
  public var declLine: UInt32 = 0
  /// The file of the declaration, a number in the line table of `declUnit`; `UInt32.max`: not told.
  public var declFile: UInt32 = .max
  /// A place in `DebugUnits.units`.
  public var declUnit: UInt32 = 0
  /// `name` is a linkage name, before which plain ones give way.
  var hasLinkageName = false
}

/// A function with code of its own (DW_TAG_subprogram with addresses).
public struct Subprogram: Sendable, Equatable {
  /// Where its entry stands in `.debug_info`.
  public var entry: Int
  public var function: FunctionOrigin
  var firstRange: UInt32
  var rangeCount: UInt32
  var firstInlined: UInt32 = 0
  var inlinedCount: UInt32 = 0
  /// The function that it is an instance of, in `DebugUnitReader.origins`.
  var origin: UInt32 = .max

  /// Its pieces in `DebugUnitReader.ranges`, hot and cold; never empty.
  public var ranges: Range<Int> { Int(firstRange)..<Int(firstRange) &+ Int(rangeCount) }
  /// The calls inlined into it, in `DebugUnitReader.inlined`: a call before those inlined into it.
  public var inlined: Range<Int> { Int(firstInlined)..<Int(firstInlined) &+ Int(inlinedCount) }
}

/// A call in whose place the function's code stands (DW_TAG_inlined_subroutine).
public struct InlinedSubroutine: Sendable, Equatable {
  /// The call whose code makes this one, counted in the subprogram's slice; -1: the subprogram.
  public var parent: Int32
  /// A place in `DebugUnitReader.subprograms`.
  public var subprogram: UInt32
  /// The function called: a place in `DebugUnitReader.origins`; `UInt32.max`: not told.
  public var origin: UInt32
  /// A number in the line table of the unit that was read; `UInt32.max`: not told.
  public var callFile: UInt32
  /// 0: not told.
  public var callLine: UInt32
  var firstRange: UInt32
  var rangeCount: UInt32

  /// In `DebugUnitReader.ranges`; empty only where a call inlined into this one has ranges.
  public var ranges: Range<Int> { Int(firstRange)..<Int(firstRange) &+ Int(rangeCount) }
}
