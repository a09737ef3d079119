internal import CLLVM

/// A function. As a value it is its address. Valid while its module lives.
public struct Function: IRGlobalObject {
  public let value: Value
  init(_ ref: LLVMValueRef) { value = Value(ref) }

  /// Nil unless `value` is a function.
  public init?(_ value: some IRValue) {
    guard LLVMIsAFunction(value.ref) != nil else { return nil }
    self.init(value.ref)
  }

  public var functionType: FunctionType { FunctionType(unchecked: valueType) }

  public var argumentCount: Int { Int(LLVMCountParams(ref)) }
  public var arguments: [Argument] {
    (0..<LLVMCountParams(ref)).map { Argument(LLVMGetParam(ref, $0)) }
  }

  public var callingConvention: CallingConvention {
    get { CallingConvention(rawValue: LLVMGetFunctionCallConv(ref)) }
    nonmutating set { LLVMSetFunctionCallConv(ref, newValue.rawValue) }
  }

  /// The name of the garbage collection strategy, if any (LangRef, "Garbage Collector Strategy
  /// Names").
  public var garbageCollector: String? { LLVMGetGC(ref).map { String(cString: $0) } }

  public func setGarbageCollector(_ name: String?) throws(LLVMError) {
    guard let name else { return LLVMSetGC(ref, nil) }
    try checkName(name)
    LLVMSetGC(ref, name)
  }

  /// The function that decides on unwinding through this one.
  public var personality: Constant? {
    get {
      LLVMHasPersonalityFn(ref) == 0 ? nil : LLVMGetPersonalityFn(ref).map { Constant($0) }
    }
    nonmutating set { LLVMSetPersonalityFn(ref, newValue?.ref) }
  }

  /// Removes the function from its module; handles into it are dead afterwards.
  /// - Throws: `stillUsed` if anything refers to it.
  public func delete() throws(LLVMError) {
    try checkUnused()
    LLVMDeleteFunction(ref)
  }
}
