import LLVM

/// x86-64: LLVM aligns the frame of a function without calls only as its locals ask for, so that
/// one with a 4-byte local alone would move SP by half a word.
struct X86FrameSize {
  /// Functions to give a local that takes a word, unused: their frame is then of whole words.
  let functions: Set<String>

  func apply(to module: borrowing Module) throws(CompileError) {
    do throws(LLVMError) {
      for function in module.functions where functions.contains(function.name) {
        guard let entry = function.entry else { continue }
        let context = module.context
        let builder = Builder(in: module)
        builder.position(atStartOf: entry)
        let local = builder.alloca(context.i64, alignment: 8)
        let type = context.function([context.pointer], returning: context.void)
        let use = builder.call(
          InlineAssembly(type, "", constraints: "=*m", hasSideEffects: true), [local.value])
        use.add(try context.attribute("elementtype", type: context.i64), at: .parameter(0))
      }
    } catch { throw .llvm(error) }
  }
}
