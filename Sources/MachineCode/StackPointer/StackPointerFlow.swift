/// The places of one function that are still to be followed, and what was found on the way.
struct StackPointerFlow: Sendable {
  /// A place that the flow goes to.
  struct Place: Sendable {
    /// In the section.
    var offset: Int
    var state: StackState
    /// The instruction that goes there.
    var source: Int
    /// It follows a call that might not return, with at most padding between.
    var isDoubtful: Bool
  }

  /// Targets of jumps: taken first, the last one first.
  private var pending: [Place] = []
  /// What follows calls: taken when nothing else is left, the first one first, so that code is
  /// reached by jumps before it is reached from a call that does not return.
  private var deferred: [Place] = []
  private var firstDeferred = 0

  private(set) var calls: [StackPointerTrack.Call] = []
  /// An indirect jump that is a tail call unless it turns out to use a jump table.
  var indirectTailCall: Int?
  var framePointerSave: Int?

  mutating func clear() {
    pending.removeAll(keepingCapacity: true)
    deferred.removeAll(keepingCapacity: true)
    firstDeferred = 0
    calls.removeAll(keepingCapacity: true)
    indirectTailCall = nil
    framePointerSave = nil
  }

  mutating func follow(_ place: Place) {
    pending.append(place)
  }

  mutating func followLater(_ place: Place) {
    deferred.append(place)
  }

  mutating func record(_ call: StackPointerTrack.Call) {
    calls.append(call)
  }

  mutating func next() -> Place? {
    if let place = pending.popLast() { return place }
    guard firstDeferred < deferred.count else { return nil }
    defer { firstDeferred &+= 1 }
    return deferred[firstDeferred]
  }

  var sortedCalls: [StackPointerTrack.Call] {
    calls.sorted { $0.offset < $1.offset }
  }
}
