import GoABI

extension AlgorithmStep {
  /// Steps for each of some elements; no loop for one element, or where nothing is to be done.
  static func repeating(
    _ steps: [AlgorithmStep], count: Int64, elementSize: Int64, from start: Int64
  ) -> [AlgorithmStep] {
    if steps.isEmpty || count == 0 { return [] }
    if count == 1 { return steps.map { $0.moved(by: start) } }
    return [.loop(count: count, elementSize: elementSize, start: start, steps: steps)]
  }

  private func moved(by distance: Int64) -> AlgorithmStep {
    switch self {
    case .compare(let function, let offset):
      .compare(function: function, offset: offset + distance)
    case .call(let function, let offset, let size):
      .call(function: function, offset: offset + distance, size: size)
    case .loop(let count, let elementSize, let start, let steps):
      .loop(count: count, elementSize: elementSize, start: start + distance, steps: steps)
    }
  }

  /// The functions of Go's runtime that it calls.
  var callees: [String] {
    switch self {
    case .compare: []
    case .call(let function, _, _): [function]
    case .loop(_, _, _, let steps): steps.flatMap(\.callees)
    }
  }
}
