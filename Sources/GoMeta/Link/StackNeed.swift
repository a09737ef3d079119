import MachineCode

/// How much stack a call of each function takes in all: its frame and, below that, the deepest of
/// the functions it calls. Thunks ask Go for that much before they call, so the way down must be
/// known: no recursion, no calls through pointers, no calls that leave the module.
struct StackNeed {
  struct Function {
    var name: String
    var track: StackPointerTrack
    /// For each call of the track, in order: the callee's index.
    var callees: [Int]
  }

  /// Where the chain of calls cannot be followed.
  struct Recursion: Error, Equatable {
    var chain: [String]
  }

  /// For each function, the bytes that its callers must leave below their SP before the call:
  /// return address (where the machine pushes it), frames, callees.
  static func bytes(
    _ functions: [Function], returnAddressSize: Int
  ) throws(Recursion) -> [Int] {
    var needs = [Int?](repeating: nil, count: functions.count)
    for root in functions.indices where needs[root] == nil {
      // An explicit stack: the depth of the input is not the depth of this program.
      var path: [(function: Int, call: Int, need: Int)] = [
        (root, 0, functions[root].track.frameSize)
      ]
      var open: Set<Int> = [root]
      while let (function, call, need) = path.last {
        let calls = functions[function].track.calls
        guard call < calls.count else {
          needs[function] = need + returnAddressSize
          open.remove(function)
          path.removeLast()
          continue
        }
        let callee = functions[function].callees[call]
        if let known = needs[callee] {
          let site = calls[call]
          // A tail call reuses the return address that is there.
          let below = site.delta + known - (site.isTailCall ? returnAddressSize : 0)
          path[path.count - 1] = (function, call + 1, max(need, below))
        } else if open.contains(callee) {
          let start = path.firstIndex { $0.function == callee } ?? 0
          throw Recursion(
            chain: (path[start...].map(\.function) + [callee]).map { functions[$0].name })
        } else {
          open.insert(callee)
          path.append((callee, 0, functions[callee].track.frameSize))
        }
      }
    }
    return needs.map { $0 ?? 0 }
  }
}
