import LLVM

/// How PCDATA values travel through optimisation: in an operand bundle of the call that they are
/// bound to, `"go.pcdata"(i32 index, i32 value, …)`. Whatever moves, copies or removes the call
/// does so with its values; calls with different bundles are never made one, and LLVM knows nothing
/// of the bundle that would let it take the call for less than a call.
enum PCDataBundle {
  static let tag = "go.pcdata"

  static func make(_ values: [PCDataValue], _ context: ContextHandle) -> OperandBundle {
    OperandBundle(
      tag,
      values.flatMap {
        [context.i32.constant($0.index).value, context.i32.constant($0.value).value]
      })
  }

  /// The values of a call; nil if it has none.
  static func values(of call: CallSite) -> [PCDataValue]? {
    guard let bundle = call.operandBundles.first(where: { $0.tag == tag }) else { return nil }
    let numbers = bundle.arguments.map { Int32(truncatingIfNeeded: $0.signedInteger ?? 0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map {
      PCDataValue(index: numbers[$0], value: numbers[$0 + 1])
    }
  }
}
