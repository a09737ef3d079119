public import LLVM

/// `Compiler.compile` in parts, for who has a pass pipeline and a code generator of its own: what
/// comes before optimisation, and what comes after it.
///
///     var pipeline = try CompilePipeline(compiler, beginning: module)
///     try pipeline.optimize(module)  // or any passes
///     try pipeline.end(module)
///     // code generation, position-independent and at the compiler's level; then gometa link
///
/// Between its steps the module may be changed as optimisers do, and in no other way.
public struct CompilePipeline {
  /// Whose target and level hold.
  public let compiler: Compiler
  private var lowering: ModuleLowering

  /// Binds what the front end said to the module's code.
  ///
  /// - Parameter name: stands for the module in messages.
  /// - Throws: for a release whose objects need work after code generation, too, and for a module
  ///   that is compiled for another target or in a way whose objects cannot be linked.
  public init(
    _ compiler: Compiler, beginning module: borrowing Module, name: String? = nil
  ) throws(CompileError) {
    self.compiler = compiler
    try Self.check(module, for: compiler.target, name: name ?? module.name)
    if module.sourceFileName == module.name {
      // As the compiler does with a module that says nothing of its source: no path in the object.
      module.sourceFileName =
        module.name.split(separator: "/").last.map(String.init) ?? module.name
    }
    lowering = try compiler.begin(module, name: name)
    try compiler.prepare(module, &lowering)
  }

  /// The passes that the compiler itself runs.
  public func optimize(_ module: borrowing Module) throws(CompileError) {
    try compiler.optimize(module)
  }

  /// Adds the machine-level code and records. Nothing may change the module's code afterwards; to
  /// see what it will be, it is generated once with the compiler's target and level.
  public mutating func end(_ module: borrowing Module) throws(CompileError) {
    try compiler.finish(module, &lowering)
    try CodeGenerator(
      target: compiler.target, optimization: compiler.optimization,
      callValues: lowering.callValues
    ).handOver(module)
  }
}
