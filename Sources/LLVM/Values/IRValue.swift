internal import CLLVM

/// Anything that can be an operand: a constant, a function, an argument, an instruction, ….
///
/// Functions of this library take `some IRValue` where any value will do, and a narrower protocol
/// or type where not, so that a `Function` goes wherever a `Constant` does, but a `Value` does not
/// go where a `Constant` must. All are handles of one word, valid while their module lives.
public protocol IRValue: Hashable, CustomStringConvertible {
  var value: Value { get }
}

/// Any value. Narrow it with `Constant(_:)`, `Function(_:)`, `Instruction(_:)` and so on.
public struct Value: IRValue {
  let ref: LLVMValueRef
  init(_ ref: LLVMValueRef) { self.ref = ref }

  public var value: Value { self }
}

extension IRValue {
  var ref: LLVMValueRef { value.ref }

  public var type: IRType { IRType(LLVMTypeOf(ref)) }

  /// The value's text: a whole definition for an instruction, function or global variable.
  public var description: String { takeMessage(LLVMPrintValueToString(ref)) }

  /// The name without `%` or `@`; empty if it has none.
  public var name: String {
    var count = 0
    let start = LLVMGetValueName2(ref, &count)
    return copyString(start, count)
  }

  /// Whether this is a constant, which functions and global variables are too.
  public var isConstant: Bool { LLVMIsConstant(ref) != 0 }
  public var isUndef: Bool { LLVMIsUndef(ref) != 0 }
  public var isPoison: Bool { LLVMIsPoison(ref) != 0 }

  /// Whether this is an instruction's own value, an argument or a constant of the same reference.
  public func isSame(as other: some IRValue) -> Bool { ref == other.ref }
}

/// A parameter inside its function.
public struct Argument: IRValue {
  public let value: Value
  init(_ ref: LLVMValueRef) { value = Value(ref) }

  /// Nil unless `value` is an argument.
  public init?(_ value: some IRValue) {
    guard LLVMIsAArgument(value.ref) != nil else { return nil }
    self.init(value.ref)
  }

  public var function: Function { Function(LLVMGetParamParent(ref)) }
}

extension Argument {
  /// Names the argument; LLVM appends a number to a name already taken in the function.
  public func setName(_ name: String) { withBytes(of: name) { LLVMSetValueName2(ref, $0, $1) } }
}
