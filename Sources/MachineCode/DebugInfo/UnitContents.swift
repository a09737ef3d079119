/// What the walk over one unit's entries finds.
struct UnitContents {
  var subprograms: [Subprogram] = []
  var inlined: [InlinedSubroutine] = []
  var ranges: [AddressRange] = []
  /// The functions referred to; those beyond what was resolved before are new.
  var origins = OriginIndex()
  /// The functions and calls around the current entry, without the innermost.
  var scopes: [Scope] = []
  /// How many more entries of range lists may be read: entries could share long lists.
  var work = 0

  /// A function or call whose entries are being walked over.
  struct Scope {
    /// The depth of its own entry; -1 outside of all.
    var depth: Int32
    /// Its function; -1 where that has no code.
    var subprogram: Int32
    /// The innermost call; -1: none.
    var call: Int32
  }

  mutating func removeAll() {
    subprograms.removeAll(keepingCapacity: true)
    inlined.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    scopes.removeAll(keepingCapacity: true)
  }

  /// Gives every subprogram its slice of the calls, and every call its parent's place in it: the
  /// walk noted the place in the whole.
  mutating func finish() {
    var isContiguous = true
    for place in inlined.indices {
      let owner = Int(inlined[place].subprogram)
      let count = subprograms[owner].inlinedCount
      if count == 0 { subprograms[owner].firstInlined = UInt32(truncatingIfNeeded: place) }
      let first = Int(subprograms[owner].firstInlined)
      if first &+ Int(count) != place { isContiguous = false }
      subprograms[owner].inlinedCount = count &+ 1
    }
    if !isContiguous { return regroup() }
    for place in inlined.indices where inlined[place].parent >= 0 {
      let first = subprograms[Int(inlined[place].subprogram)].firstInlined
      inlined[place].parent &-= Int32(truncatingIfNeeded: first)
    }
  }

  /// Where functions stand within functions (local classes, nested functions), the calls of the
  /// inner ones stand among those of the outer ones.
  private mutating func regroup() {
    var first: UInt32 = 0
    for owner in subprograms.indices {
      subprograms[owner].firstInlined = first
      first &+= subprograms[owner].inlinedCount
      subprograms[owner].inlinedCount = 0
    }
    var ranks = [Int32](repeating: 0, count: inlined.count)
    let walked = inlined
    for place in walked.indices {
      var call = walked[place]
      let owner = Int(call.subprogram)
      let rank = subprograms[owner].inlinedCount
      subprograms[owner].inlinedCount = rank &+ 1
      ranks[place] = Int32(truncatingIfNeeded: rank)
      if call.parent >= 0 { call.parent = ranks[Int(call.parent)] }
      inlined[Int(subprograms[owner].firstInlined &+ rank)] = call
    }
  }
}
