public import LLVM

extension GoPackageWriter {
  /// States facts of a function (`!go.func`), in place of what was stated before.
  ///
  /// - Parameters:
  ///   - name: the name in tracebacks; nil for the linker name.
  ///   - startLine: where it starts; nil for what debug info says.
  ///   - isWrapper: made by the compiler; tracebacks leave it out.
  public func describe(
    _ function: Function, name: String? = nil, startLine: UInt32? = nil, isWrapper: Bool = false,
    in module: borrowing Module
  ) throws(CompileError) {
    let context = module.context
    var facts: [Metadata?] = []
    if let name { facts += [context.metadata("name"), context.metadata(name)] }
    if let startLine {
      facts += [
        context.metadata("startLine"), context.metadata(context.i32.constant(Int(startLine))),
      ]
    }
    if isWrapper {
      facts += [context.metadata("wrapper"), context.metadata(context.i1.constant(1))]
    }
    do throws(LLVMError) {
      try function.setMetadata(
        context.metadataKind(IRContract.functionKey), to: context.metadata(facts))
    } catch { throw .llvm(error) }
  }
}
