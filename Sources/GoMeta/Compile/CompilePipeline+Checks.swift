import LLVM
import Symbols

extension CompilePipeline {
  /// That the module is one for this target, and that what its owner will do with it leads to an
  /// object that can be linked.
  static func check(
    _ module: borrowing Module, for target: Target, name: String
  ) throws(CompileError) {
    guard target.release.hasModules else {
      throw .contract(
        module: name,
        what: "objects for Go \(target.release.name) need work on their machine code, which a "
          + "pipeline of passes cannot do; use gometa compile")
    }
    try checkTarget(module, target, name)
    for flag in ["ThinLTO", "EnableSplitLTOUnit", "UnifiedLTO"] where module.flag(flag) != nil {
      throw .contract(
        module: name,
        what:
          "is compiled for link-time optimisation (module flag \(flag)), which would change code "
          + "that its tables describe; compile without -flto")
    }
    let small: UInt64 = 1
    if let model = module.flag("Code Model")?.value?.unsignedInteger, model != small {
      throw .contract(
        module: name,
        what:
          "is compiled for another code model than the small one, in which calls name what they "
          + "call; compile without -mcmodel")
    }
    for function in module.functions where !function.isDeclaration {
      for attribute in sanitizers {
        guard let kind = try? Attribute.Kind(attribute), function.attribute(kind) != nil else {
          continue
        }
        throw .unsupported(
          symbol: function.name,
          what: "is to be instrumented (\(attribute)): what the instrumentation calls needs a "
            + "thread's stack; compile without -fsanitize")
      }
    }
  }

  private static let sanitizers = [
    "sanitize_address", "sanitize_hwaddress", "sanitize_memory", "sanitize_memtag",
    "sanitize_thread",
  ]

  /// A front end that chose a target has made its code for it.
  private static func checkTarget(
    _ module: borrowing Module, _ target: Target, _ name: String
  ) throws(CompileError) {
    let triple = module.targetTriple
    if !triple.isEmpty, Architecture(triple: triple) != target.architecture {
      throw .contract(
        module: name, what: "is compiled for \(triple), and asked to be made for \(target.triple)")
    }
    let layout = module.dataLayout.description
    guard !layout.isEmpty else { return }
    let own: String
    do throws(LLVMError) {
      own = try TargetMachine(triple: target.triple, features: target.cpuFeatures).dataLayout
    } catch { throw .llvm(error) }
    guard layout == own else {
      throw .contract(
        module: name,
        what: "has another data layout (\(layout)) than \(target.triple) (\(own)), so that its "
          + "values may lie elsewhere than Go's")
    }
  }
}
