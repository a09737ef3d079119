import LLVM
import Testing

private let sample = """
  target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
  target triple = "x86_64-unknown-linux-gnu"

  module asm ".globl marker"

  %Point = type { double, double }

  @"type:*example.com/geometry.Point" = external hidden constant i8
  @table = private unnamed_addr constant [4 x i8] c"\\00\\01\\02\\03", section ".data.rel.ro", align 8
  @counter = thread_local(initialexec) global i64 0

  declare void @llvm.experimental.stackmap(i64, i32, ...)

  define double @"example.com/geometry.(*Point).Scale"(ptr addrspace(1) %p, double %k) gc "statepoint-example" {
  entry:
    %x = load double, ptr addrspace(1) %p, align 8
    %y = fmul double %x, %k
    call void (i64, i32, ...) @llvm.experimental.stackmap(i64 7, i32 0)
    ret double %y
  }

  !go.package = !{!0}
  !0 = !{!"example.com/geometry", !"geometry"}
  """

@Suite struct ModuleReadingTests {
  @Test func textComesOutAsLLVMWritesIt() throws {
    let context = try Context()
    let module = try Module(text: sample, name: "sample.ll", in: context)
    try expect(module, says: sample)
  }

  @Test func bitcodeIsReadByLLVMsDisassembler() throws {
    let context = try Context()
    let module = try Module(text: sample, name: "sample.ll", in: context)
    let folder = try Folder()
    try folder.write(module.bitcode, "out.bc")
    let text = try Tool.llvm("llvm-dis").output(["-o", "-", "out.bc"], in: folder)
    #expect(try withoutNames(text) == canonical(sample))
  }

  @Test func bitcodeOfLLVMsAssemblerIsRead() throws {
    let folder = try Folder()
    try folder.write(sample, "in.ll")
    try Tool.llvm("llvm-as").output(["-o", "in.bc", "in.ll"], in: folder)
    let context = try Context()
    let module = try Module(contentsOf: folder.path("in.bc"), in: context)
    #expect(module.name == folder.path("in.bc"))
    try expect(module, says: sample)
  }

  @Test func aMistakeInTextIsReportedAtLLVMsLineAndColumn() throws {
    let text = "define i32 @f() {\n  %x = add i32 1, banana\n  ret i32 %x\n}\n"
    let folder = try Folder()
    try folder.write(text, "bad.ll")
    let told = try Tool.llvm("llvm-as").run(["-o", "bad.bc", "bad.ll"], in: folder).error
    // llvm-as puts its own name in front.
    let expected = told.split(separator: "\n").first.map { $0.drop { $0 != ":" }.dropFirst(2) }
    let context = try Context()
    let error = try thrown { () throws(LLVMError) in
      try Module(text: text, name: "bad.ll", in: context)
    }
    #expect(
      error
        == .malformedModule(name: "bad.ll", message: expected.map(String.init) ?? "no message"))
    #expect("\(error)".contains("bad.ll:2:19: error:"))
  }

  @Test(arguments: [[0xFF], [0x42, 0x43, 0xC0, 0xDE], Array("BC\u{0}garbage".utf8)] as [[UInt8]])
  func whatIsNoModuleIsRefusedOnOneLine(bytes: [UInt8]) throws {
    let context = try Context()
    let error = try thrown { () throws(LLVMError) in
      try Module(parsing: bytes, name: "input", in: context)
    }
    let message = try #require(error.malformedMessage)
    #expect(!message.isEmpty && !message.contains("\n"))
  }

  @Test func nothingIsAnEmptyModule() throws {
    let context = try Context()
    try expect(Module(parsing: [], name: "input", in: context), says: "")
  }

  @Test func bitcodeCutShortIsRefused() throws {
    let context = try Context()
    let bitcode = try Module(text: sample, name: "sample.ll", in: context).bitcode
    // The symbol and string tables, which nothing here needs, come last.
    for count in stride(from: 4, to: bitcode.count / 2, by: 61) {
      let error = try thrown { () throws(LLVMError) in
        try Module(parsing: Array(bitcode[..<count]), name: "cut.bc", in: context)
      }
      #expect(error.malformedMessage != nil)
    }
  }

  @Test func aMissingFileIsNamedWithTheSystemsReason() throws {
    let context = try Context()
    let error = try thrown { () throws(LLVMError) in
      try Module(contentsOf: "/nonexistent/x.ll", in: context)
    }
    #expect(
      error
        == .unreadableFile(path: "/nonexistent/x.ll", message: "No such file or directory"))
  }

  @Test func theVerifiersMessageIsThrownOnOneLine() throws {
    let text = """
      define i32 @f(i1 %c) {
        br i1 %c, label %a, label %b
      a:
        %x = add i32 1, 2
        br label %b
      b:
        ret i32 %x
      }
      """
    let context = try Context()
    let module = try Module(text: text, name: "broken.ll", in: context)
    let error = try thrown { () throws(LLVMError) in try module.verify() }
    #expect(
      error
        == .invalidModule(
          name: "broken.ll",
          message:
            "Instruction does not dominate all uses!; %x = add i32 1, 2; ret i32 %x"))
    let function = try required(module.function(named: "f"))
    #expect(!function.isValid)
  }

  @Test func aCloneIsIndependent() throws {
    let context = try Context()
    let module = try Module(text: sample, name: "sample.ll", in: context)
    let clone = module.clone()
    for function in clone.functions where !function.isDeclaration { try function.delete() }
    #expect(clone.functions.count == 1)
    try expect(module, says: sample)
  }

  @Test func identityIsReadAndWritten() throws {
    let context = try Context()
    let module = Module(name: "one", in: context)
    module.sourceFileName = "point.go"
    try module.setTargetTriple("msp430-none-elf")
    try module.setDataLayout("e-p:64:64")
    module.appendInlineAssembly(".globl a")
    module.appendInlineAssembly("a:")
    #expect(module.name == "one")
    #expect(module.sourceFileName == "point.go")
    #expect(module.targetTriple == "msp430-none-elf")
    #expect(module.inlineAssembly == ".globl a\na:\n")
    try expect(
      module,
      says: """
        target datalayout = "e-p:64:64"
        target triple = "msp430-none-elf"
        module asm ".globl a"
        module asm "a:"
        """)
    module.name = "two"
    #expect(module.name == "two")
  }

  @Test(arguments: ["banana", "e-p:foo", "e-i64:3", "\"", "\\22", "é"])
  func aMistakeInADataLayoutIsThrown(layout: String) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let error = try thrown { () throws(LLVMError) in try module.setDataLayout(layout) }
    guard case .invalidDataLayout(layout, let message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(!message.isEmpty)
  }
}

extension LLVMError {
  fileprivate var malformedMessage: String? {
    if case .malformedModule(_, let message) = self { message } else { nil }
  }
}
