internal import CLLVM

// As in Unmanaged+Module.swift: nothing is checked of the pointer.

extension Value {
  /// UNSAFE. A handle on an `LLVMValueRef`, valid while its module lives.
  public static func unmanaged(_ value: OpaquePointer) -> Value { Value(value) }
}

extension IRValue {
  /// UNSAFE. The `LLVMValueRef`, valid while its module lives.
  public var unmanaged: OpaquePointer { ref }
}

extension IRGlobal {
  /// UNSAFE as long as the other module is not known to live: whether this global stands in it.
  public func stands(in module: borrowing Module) -> Bool {
    LLVMGetGlobalParent(ref) == module.ref
  }
}

extension LLVMVersion {
  /// Where this process's `LLVMGetVersion` is: two copies of LLVM in one process have two.
  public static var functionAddress: UInt {
    let function: @convention(c) (
      UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?
    ) -> Void = LLVMGetVersion
    return unsafeBitCast(function, to: UInt.self)
  }
}
