import GoABI
import TypeDescriptors

extension AlgorithmFunction {
  /// All functions that a plugin's descriptors and their closures refer to and that its host may
  /// lack.
  static func all(of types: DescriptorSet, for target: Target) -> [AlgorithmFunction] {
    var functions = types.algorithms.flatMap(pair)
    functions += types.equalities.map { AlgorithmFunction(equality: $0.functionName, $0.signature) }
    functions += types.hashes.map {
      AlgorithmFunction(
        hash: $0.functionName, $0.algorithm, namedSizes: $0.hashesWordsByFunctions ? words : [:])
    }
    guard target.convention == .registers else { return functions }
    let closures = types.closures.flatMap(\.relocations).map(\.target)
    return functions + RuntimeHashes.functions(called: functions.flatMap(\.callees) + closures)
  }

  private static let words: [Int64: String] = [4: "runtime.memhash32", 8: "runtime.memhash64"]
}
