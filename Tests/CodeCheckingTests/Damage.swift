import Testing

@testable import CodeChecking

/// A change of a plugin for the worse, in one function, and what the checker must say.
struct Damage {
  /// By its place among the functions.
  var function: Int
  /// The instruction that must be named.
  var address: UInt64
  var says: (CodeProblem.Kind) -> Bool
  var apply: (inout PatchedPlugin) throws -> Void

  /// Applies them, those of different functions to the same copy, and requires that each is named,
  /// at its place, and that nothing else is, but uses further on of what the damage has lost.
  static func requireNamed(
    _ damages: [Damage], in original: [UInt8], _ target: CheckedPlugin.Target,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var left = Dictionary(grouping: damages, by: \.function)
    while !left.isEmpty {
      var plugin = try PatchedPlugin(original, target)
      var round: [Damage] = []
      for function in left.keys.sorted() {
        guard let damage = left[function]?.popLast() else { continue }
        round.append(damage)
        try damage.apply(&plugin)
        if left[function]?.isEmpty == true { left[function] = nil }
      }
      let found = try problems(plugin.bytes, target)
      for damage in round {
        #expect(
          found.contains { $0.address == damage.address && damage.says($0.kind) },
          """
          \(plugin.functions[damage.function].name)+\
          \(damage.address - plugin.functions[damage.function].entry) is not named: \(found)
          """, sourceLocation: sourceLocation)
      }
      let places = Set(round.map(\.address))
      let others = found.filter { problem in
        if places.contains(problem.address) { return false }
        switch problem.kind {
        case .stalePointer, .staleStackAddress:
          return !round.contains {
            plugin.functions[$0.function].entry <= problem.address
              && problem.address < plugin.functions[$0.function].end
          }
        default: return true
        }
      }
      #expect(others == [], sourceLocation: sourceLocation)
    }
  }
}
