import LLVM
import Testing

@Suite struct PassTests {
  private let text = """
    target triple = "x86_64-unknown-linux-gnu"
    define internal i64 @square(i64 %x) {
      %slot = alloca i64
      store i64 %x, ptr %slot
      %a = load i64, ptr %slot
      %b = load i64, ptr %slot
      %c = mul i64 %a, %b
      ret i64 %c
    }
    define i64 @f(i64 %x, i64 %y) {
      %a = call i64 @square(i64 %x)
      %b = call i64 @square(i64 %y)
      %c = add i64 %a, %b
      ret i64 %c
    }
    """

  @Test(arguments: ["default<O2>", "function(mem2reg)", "cgscc(inline),globaldce"])
  func aPipelineDoesWhatOptDoes(_ pipeline: String) throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    try module.setTarget(Target.amd64.machine())
    let folder = try Folder()
    try folder.write(module.text, "in.ll")
    try module.run(passes: pipeline)
    let expected = try Tool.llvm("opt").output(
      ["-S", "-passes=\(pipeline)", "-o", "-", "in.ll"], in: folder)
    #expect(withoutNames(module.text) == withoutNames(expected))
  }

  @Test func aMachineAndOptionsAreTaken() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let machine = try Target.amd64.machine()
    try module.setTarget(machine)
    var options = PassOptions()
    options.verifyEach = true
    options.loopVectorization = true
    options.slpVectorization = true
    options.loopInterleaving = true
    options.loopUnrolling = false
    options.mergeFunctions = true
    options.inlinerThreshold = 0
    try module.run(passes: "default<O3>", for: machine, options: options)
    try module.verify()
  }

  @Test func anUnknownPassIsRefusedWithLLVMsMessage() throws {
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let error = try thrown { () throws(LLVMError) in try module.run(passes: "bananas") }
    #expect(
      error
        == .passesFailed(pipeline: "bananas", message: "unknown pass name 'bananas'"))
    #expect("\(error)" == "passes 'bananas': unknown pass name 'bananas'")
    try expect(module, says: text)
  }

  @Test func aBrokenModuleIsRefusedInsteadOfEndingTheProcess() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let function = try module.addFunction("f", types.function([], returning: types.void))
    _ = function.appendBlock()
    var options = PassOptions()
    options.verifyEach = true
    let error = try thrown { () throws(LLVMError) in
      try module.run(passes: "default<O1>", options: options)
    }
    guard case .invalidModule = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test(arguments: Target.allCases) func statepointsAreMadeAndRecordedInTheObject(
    _ target: Target
  ) throws {
    let context = try Context()
    let module = try Module(
      text: """
        declare void @g()
        define ptr addrspace(1) @f(ptr addrspace(1) %p) gc "statepoint-example" {
          call void @g()
          ret ptr addrspace(1) %p
        }
        """, name: "m", in: context)
    let machine = try target.machine()
    try module.setTarget(machine)
    try module.run(passes: "rewrite-statepoints-for-gc", for: machine)
    let function = try required(module.function(named: "f"))
    let statepoint = try #require(
      function.instructions.compactMap { CallSite($0) }
        .first { $0.calledFunction?.isIntrinsic("llvm.experimental.gc.statepoint") == true })
    #expect(
      statepoint.operandBundles == [OperandBundle("gc-live", [function.arguments[0].value])])
    let folder = try Folder()
    try folder.write(machine.emit(module), "m.o")
    let maps = try Tool.llvm("llvm-readobj").output(["--stackmap", "m.o"], in: folder)
    #expect(maps.contains("Num Functions: 1") && maps.contains("Indirect ["))
  }
}
