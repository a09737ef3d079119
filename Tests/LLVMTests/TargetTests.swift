import LLVM
import Testing

@Suite struct TargetTests {
  @Test(arguments: Target.allCases) func anObjectLinksWithCAndRuns(_ target: Target) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    // The sum of the first n words at p.
    let sum = try module.addFunction(
      "sum", types.function([types.pointer, types.i64], returning: types.i64))
    let (p, n) = (sum.arguments[0], sum.arguments[1])
    let entry = sum.appendBlock("entry")
    let loop = sum.appendBlock("loop")
    let body = sum.appendBlock("body")
    let exit = sum.appendBlock("exit")
    let b = Builder(in: module)
    b.position(atEndOf: entry)
    b.branch(to: loop)
    b.position(atEndOf: loop)
    let index = b.phi(types.i64, [(types.i64.zero.value, entry)])
    let total = b.phi(types.i64, [(types.i64.zero.value, entry)])
    b.branch(if: b.compare(.unsignedLess, index, n), to: body, else: exit)
    b.position(atEndOf: body)
    let word = b.load(types.i64, from: b.elementPointer(types.i64, p, [index.value]))
    b.addIncoming(to: total, b.add(total, word), from: body)
    b.addIncoming(to: index, b.add(index, types.i64.constant(1)), from: body)
    b.branch(to: loop)
    b.position(atEndOf: exit)
    b.ret(total)
    let printed = try target.run(
      target.object(module),
      main: """
        #include <stdio.h>
        long sum(const long *, long);
        int main(void) {
          long words[] = {1, 20, 300, 4000};
          printf("%ld %ld", sum(words, 4), sum(words, 0));
        }
        """)
    #expect(printed == "4321 0")
  }

  @Test(arguments: Target.allCases) func assemblyIsWhatLLVMsCompilerWrites(_ target: Target) throws
  {
    let text = "define i64 @f(i64 %x) {\n %y = mul i64 %x, 12345\n ret i64 %y\n}\n"
    let context = try Context()
    let module = try Module(text: text, name: "f.ll", in: context)
    let machine = try target.machine()
    try module.setTarget(machine)
    #expect(module.targetTriple == target.rawValue)
    let folder = try Folder()
    try folder.write(module.text, "f.ll")
    let expected = try Tool.llvm("llc").output(
      ["-O2", "-asm-verbose=0", "-relocation-model=pic", "-o", "-", "f.ll"], in: folder)
    let found = String(decoding: try machine.emit(module, .assembly), as: UTF8.self)
    #expect(found == expected)
  }

  @Test(arguments: Target.allCases) func theObjectIsOneOfTheTarget(_ target: Target) throws {
    let context = try Context()
    let folder = try Folder()
    try folder.write(target.object(Module(name: "m", in: context)), "m.o")
    let header = try Tool.llvm("llvm-readelf").output(["-h", "m.o"], in: folder)
    #expect(header.contains(target == .amd64 ? "X86-64" : "AArch64"))
    #expect(header.contains("REL (Relocatable file)"))
  }

  @Test(arguments: Target.allCases) func emissionIsDeterministic(_ target: Target) throws {
    let text = "@x = global i64 1\ndefine ptr @f() { ret ptr @x }"
    let first = try Context()
    let second = try Context()
    let object = try target.object(Module(text: text, name: "m", in: first))
    #expect(try object == target.object(Module(text: text, name: "m", in: second)))
  }

  @Test func aMachineTellsWhatItWasMadeFor() throws {
    let machine = try TargetMachine(
      triple: "x86_64-unknown-linux-gnu", cpu: "x86-64-v2", features: "+avx",
      optimization: .aggressive, relocation: .static, codeModel: .medium)
    #expect(machine.triple == "x86_64-unknown-linux-gnu" && machine.cpu == "x86-64-v2")
    #expect(machine.features == "+avx" && machine.dataLayout.hasPrefix("e-m:e-p270:32:32"))
  }

  @Test func featuresReachTheCode() throws {
    let text =
      """
      define <4 x double> @f(<4 x double> %x) {
        %y = fadd <4 x double> %x, %x
        ret <4 x double> %y
      }
      """
    let context = try Context()
    let module = try Module(text: text, name: "m", in: context)
    let machine = try TargetMachine(triple: Target.amd64.rawValue, features: "+avx")
    let assembly = String(decoding: try machine.emit(module, .assembly), as: UTF8.self)
    #expect(assembly.contains("%ymm0"))
  }

  @Test func anUnknownTripleIsRefusedWithLLVMsMessage() throws {
    let error = try thrown { () throws(LLVMError) in try TargetMachine(triple: "pdp11-dec-unix") }
    guard case .unknownTarget("pdp11-dec-unix", let message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(message.lowercased().contains("target") && message.contains("pdp11"))
  }

  @Test func aTargetThatIsNotCompiledInIsRefused() throws {
    let error = try thrown { () throws(LLVMError) in
      try TargetMachine(triple: "riscv64-unknown-linux-gnu")
    }
    guard case .unknownTarget = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func aCodeModelOfAnotherArchitectureIsRefused() throws {
    let errors = [
      try thrown { () throws(LLVMError) in
        try TargetMachine(triple: Target.amd64.rawValue, codeModel: .tiny)
      },
      try thrown { () throws(LLVMError) in
        try TargetMachine(triple: Target.arm64.rawValue, codeModel: .kernel)
      },
    ]
    #expect(
      errors == [
        .unsupportedTargetOption(triple: Target.amd64.rawValue, option: "code model 'tiny'"),
        .unsupportedTargetOption(triple: Target.arm64.rawValue, option: "code model 'kernel'"),
      ])
  }

  @Test(arguments: Target.allCases, OptimizationLevel.allCases)
  func everyLevelAndModelCompiles(_ target: Target, _ level: OptimizationLevel) throws {
    for relocation in RelocationModel.allCases {
      for model in CodeModel.allCases {
        let context = try Context()
        let module = try Module(
          text: "@x = global i64 1\ndefine ptr @f() { ret ptr @x }", name: "m", in: context)
        // Not every pair exists: a refusal is an error, never the end of the process.
        guard
          let machine = try? TargetMachine(
            triple: target.rawValue, optimization: level, relocation: relocation, codeModel: model)
        else { continue }
        _ = try? machine.emit(module)
      }
    }
  }

  @Test(arguments: Target.allCases) func aMistakeInInlineAssemblyIsThrown(_ target: Target) throws {
    let context = try Context()
    let module = try Module(
      text:
        "define void @f() {\n call void asm sideeffect \"nop\\0A\\09bananas r1\", \"\"()\n ret void\n}",
      name: "asm.ll", in: context)
    let error = try thrown { () throws(LLVMError) in
      do { return try target.object(module) } catch let error as LLVMError { throw error } catch {
        throw LLVMError.nameTaken(symbol: "\(error)")
      }
    }
    guard case .emissionFailed("asm.ll", let message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(message.hasPrefix("<inline asm>:2:") && !message.contains("\n"))
    #expect(message.contains(target == .amd64 ? "invalid instruction mnemonic" : "unrecognized"))
  }

  @Test func aMistakeInModuleAssemblyIsThrown() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    module.appendInlineAssembly("bananas")
    let machine = try Target.amd64.machine()
    let error = try thrown { () throws(LLVMError) in try machine.emit(module) }
    guard case .emissionFailed("m", let message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(message.hasPrefix("<inline asm>:1:1:") && message.contains("'bananas'"))
  }

  @Test func aBrokenModuleIsNotCompiled() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let function = try module.addFunction("f", types.function([], returning: types.void))
    _ = function.appendBlock()
    let machine = try Target.amd64.machine()
    let error = try thrown { () throws(LLVMError) in try machine.emit(module) }
    #expect(
      error
        == .invalidModule(
          name: "m", message: "Basic Block in function 'f' does not have terminator!; label %0"))
  }
}
