import Foundation
import TestSupport
import Testing

/// The passes in a pipeline of a program's own, as docs/pass-plugin.md shows it.
@Suite struct PassPipelineTests {
  private static func program() throws -> String {
    let code = try MarkdownCode.block(of: "cpp", in: "docs/pass-plugin.md")
      .replacing("\"GoMetaPass.so\"", with: "\"" + Prefix.path("lib/GoMetaPass.so") + "\"")
    return """
      #include <llvm-c/Target.h>
      #include <llvm-c/TargetMachine.h>
      #include <llvm/Bitcode/BitcodeWriter.h>
      #include <llvm/Config/llvm-config.h>
      #include <llvm/IR/LLVMContext.h>
      #include <llvm/IR/Module.h>
      #include <llvm/IRReader/IRReader.h>
      #include <llvm/Passes/PassBuilder.h>
      #if LLVM_VERSION_MAJOR >= 22
      #include <llvm/Plugins/PassPlugin.h>
      #else
      #include <llvm/Passes/PassPlugin.h>
      #endif
      #include <llvm/Support/FileSystem.h>
      #include <llvm/Support/SourceMgr.h>
      #include <llvm/Support/raw_ostream.h>

      static int fail(llvm::Error error) {
        llvm::errs() << llvm::toString(std::move(error)) << "\\n";
        return 1;
      }

      static int compile(llvm::Module &module, llvm::TargetMachine *machine) {
      \(code)
        return 0;
      }

      int main(int, char **arguments) {
        llvm::LLVMContext context;
        llvm::SMDiagnostic diagnostic;
        auto module = llvm::parseIRFile(arguments[1], diagnostic, context);
        if (!module)
          return 2;
        LLVMInitializeX86TargetInfo();
        LLVMInitializeX86Target();
        LLVMInitializeX86TargetMC();
        const char *triple = "x86_64-unknown-linux-gnu";
        LLVMTargetRef target;
        if (LLVMGetTargetFromTriple(triple, &target, nullptr))
          return 2;
        LLVMTargetMachineRef machine = LLVMCreateTargetMachine(
            target, triple, "", "", LLVMCodeGenLevelDefault, LLVMRelocPIC, LLVMCodeModelDefault);
        if (int status = compile(*module, reinterpret_cast<llvm::TargetMachine *>(machine)))
          return status;
        std::error_code error;
        llvm::raw_fd_ostream output(arguments[2], error);
        llvm::WriteBitcodeToFile(*module, output);
        return 0;
      }

      """
  }

  @Test("A C++ program runs the passes by name, and stock Go opens what it makes")
  func program() throws {
    let build = PassBuild(folder: try TestFolder())
    let folder = build.folder
    try folder.write(Self.program(), to: "program.cpp")

    let flags = try Tool.run("llvm-config", ["--cxxflags", "--ldflags", "--libs"]).words
    try Tool.run(
      "g++", [folder.path("program.cpp"), "-o", folder.path("program")] + flags)
    let input = try Prefix.path("share/gometa/examples/geometry/geometry.ll")
    try Tool.run(folder.path("program"), [input, folder.path("geometry.bc")])
    try Tool.run(
      "llc",
      [
        "-O2", "-relocation-model=pic", "-filetype=obj", folder.path("geometry.bc"), "-o",
        folder.path("geometry.o"),
      ])
    _ = try build.plugin([folder.path("geometry.o")], package: "example.com/geometry")
    try StockHost.geometry().expectSuccess([folder.path("plugin.so")])
  }
}
