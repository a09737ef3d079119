internal import CLLVM

extension Builder {
  /// A call of a function, with its calling convention.
  @discardableResult
  public func call(
    _ function: Function, _ arguments: [Value] = [], bundles: [OperandBundle] = [],
    name: String = ""
  ) -> CallSite {
    let site = call(function.functionType, function, arguments, bundles: bundles, name: name)
    site.callingConvention = function.callingConvention
    return site
  }

  /// A call of inline assembly.
  @discardableResult
  public func call(
    _ assembly: InlineAssembly, _ arguments: [Value] = [], bundles: [OperandBundle] = [],
    name: String = ""
  ) -> CallSite {
    call(assembly.functionType, assembly, arguments, bundles: bundles, name: name)
  }

  /// A call of anything, as a function of this type, in the C calling convention.
  /// - Parameter name: ignored if the result is void.
  @discardableResult
  public func call(
    _ type: FunctionType, _ callee: some IRValue, _ arguments: [Value],
    bundles: [OperandBundle] = [], name: String = ""
  ) -> CallSite {
    assert(
      type.isVariadic
        ? arguments.count >= type.parameterCount : arguments.count == type.parameterCount,
      "call of \(type) with \(arguments.count) arguments")
    let name = type.result.kind == .void ? "" : name
    var bundleReferences = bundles.map { bundle -> LLVMOperandBundleRef? in
      withBytes(of: bundle.tag) { start, count in
        withReferences(bundle.arguments.map(\.ref)) {
          LLVMCreateOperandBundle(start, count, $0, $1)
        }
      }
    }
    defer {
      for case let bundle? in bundleReferences { LLVMDisposeOperandBundle(bundle) }
    }
    return withReferences(arguments.map(\.ref)) { values, count in
      bundleReferences.withUnsafeMutableBufferPointer {
        CallSite(
          unchecked: Instruction(
            LLVMBuildCallWithOperandBundles(
              ref, type.type.ref, callee.ref, values, count, $0.baseAddress,
              UInt32(clamping: $0.count), name)))
      }
    }
  }

  /// Ends a block with inline assembly that goes on at `next`, or for all that LLVM knows at one of
  /// `others` (`asm goto`): its constraints have `!i` for each of these.
  @discardableResult
  public func branch(
    through assembly: InlineAssembly, to next: BasicBlock, or others: [BasicBlock]
  ) -> Instruction {
    withReferences(others.map(\.ref)) { blocks, count in
      Instruction(
        LLVMBuildCallBr(
          ref, assembly.functionType.type.ref, assembly.ref, next.ref, blocks, count, nil, 0, nil,
          0, ""))
    }
  }
}
