import Foundation
import GoABI
import Symbols
import TestSupport

/// A program of many calls through exit thunks, run: LLVM's code calls the thunk, the callee writes
/// down all that Go's convention lets it see, changes everything that it may, and returns.
struct ExitProgram {
  /// What was seen of one call.
  struct Record {
    var integers, floats: [UInt64]
    var context, goroutine, zero: UInt64
    /// Where the context should point: the closure.
    var closure: UInt64
    /// What lay in the mapped word, less the address of the result area.
    var slotDistance: UInt64
    /// That the frame's return address is where the unwinders look for it.
    var isLinked: Bool
    var stack: [UInt8]
    /// The result area, and the one to which the callee changed its address in the frame.
    var results, movedResults: [UInt64]
    /// Whether C's registers came back as they were.
    var keptRegisters: Bool
  }

  let records: [Record]

  init(_ cases: [ExitCase], _ architecture: Architecture) throws {
    let folder = try TestFolder()
    try folder.write(
      "@area = external global i64\n@closure = external global i64\ndeclare void @go_callee()\n"
        + cases.map { $0.intermediateRepresentation(architecture) }.joined(separator: "\n"),
      to: "calls.ll")
    try folder.write(
      (architecture == .x86_64 ? Self.x86 : Self.arm64)
        + cases.map { $0.assembly() }.joined(separator: "\n")
        + ".section .note.GNU-stack,\"\",%progbits\n",
      to: "thunks.s")
    try folder.write(Self.driver(cases.map(\.index)), to: "main.c")
    let output = try NativeProgram(architecture).run(
      "calls.ll", ["thunks.s", "main.c"], in: folder)
    let lines = output.split(separator: "\n")
    guard lines.count == cases.count else { throw Tool.Failure(description: "output: \(output)") }
    records = try lines.map(Self.record)
  }

  private static func record(_ line: Substring) throws -> Record {
    let fields = line.split(separator: " ", omittingEmptySubsequences: false)
    guard fields.count == 41 else { throw Tool.Failure(description: "not a record: \(line)") }
    func words(_ range: Range<Int>) -> [UInt64] { fields[range].map { UInt64($0, radix: 16) ?? 0 } }
    func bytes(_ field: Substring) -> [UInt8] {
      let digits = Array(field.utf8)
      return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
      }
    }
    func list(_ field: Substring) -> [UInt64] {
      let all = bytes(field)
      return stride(from: 0, to: all.count, by: 8).map { start in
        all[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
    }
    let facts = words(32..<38)
    return Record(
      integers: words(0..<16), floats: words(16..<32), context: facts[0], goroutine: facts[1],
      zero: facts[2], closure: facts[3], slotDistance: facts[4], isLinked: facts[5] & 1 == 1,
      stack: bytes(fields[38]), results: list(fields[39]), movedResults: list(fields[40]),
      keptRegisters: facts[5] & 2 == 2)
  }

  private static func driver(_ indexes: [Int]) -> String {
    """
    #include <stdio.h>
    #include <string.h>
    typedef unsigned long word;
    struct facts { long size, slot; word integers[16], floats[16]; unsigned char stack[]; };
    struct seen {
      word integers[16], floats[16], context, g, zero, slot, linked;
      unsigned char stack[1 << 17];
    };
    struct facts *facts;
    struct seen seen;
    word area[1024];
    extern void go_callee(void);
    word closure[2] = {(word)go_callee, 42};
    __thread word tlsg asm("runtime.tlsg") = 0x1234567;
    word run_case(void (*)(void));
    \(indexes.map { "void call\($0)(void); extern struct facts facts\($0);" }.joined(separator: "\n"))
    static struct { void (*call)(void); struct facts *facts; } cases[] = {
    \(indexes.map { "{call\($0), &facts\($0)}," }.joined(separator: "\n"))
    };
    static void hex(const void *from, long count) {
      for (long i = 0; i < count; i++) printf("%02x", ((unsigned char *)from)[i]);
    }
    int main(void) {
      for (unsigned long i = 0; i < sizeof cases / sizeof *cases; i++) {
        memset(&seen, 0xa5, sizeof seen);
        memset(area, 0x5a, sizeof area);
        facts = cases[i].facts;
        word kept = run_case(cases[i].call);
        for (int r = 0; r < 16; r++) printf("%lx ", seen.integers[r]);
        for (int r = 0; r < 16; r++) printf("%lx ", seen.floats[r]);
        printf("%lx %lx %lx %lx %lx %lx ", seen.context, seen.g, seen.zero, (word)closure,
               facts->slot < 0 ? 0 : seen.slot - (word)area, (seen.linked & 1) | kept << 1);
        hex(seen.stack, facts->size);
        printf(" ");
        hex(area, 4096);
        printf(" ");
        hex(area + 512, 4096);
        printf("\\n");
      }
      return 0;
    }
    """
  }

  /// `go_callee` returns with all registers changed but those that hold results, RBP, and SP.
  /// `run_case` calls its argument with known values in the registers that C keeps.
  private static let x86 = """
    .text
    .globl go_callee, run_case
    go_callee:
      movq %r15, spare(%rip)
      leaq seen(%rip), %r15
    \(GoRegisters(.x86_64).integers.enumerated().map { "  movq %\($1), \(8 * $0)(%r15)" }.joined(separator: "\n"))
    \((0..<15).map { "  movsd %xmm\($0), \(128 + 8 * $0)(%r15)" }.joined(separator: "\n"))
      movq %rdx, 256(%r15)
      movq %r14, 264(%r15)
      movq %xmm15, 272(%r15)
      movq $1, 288(%r15)
      movq facts(%rip), %r14
      movq (%r14), %r13
      leaq 8(%rsp), %rsi
      leaq 296(%r15), %rdi
      movq %r13, %rcx
      rep movsb
      leaq 272(%r14), %rsi
      leaq 8(%rsp), %rdi
      movq %r13, %rcx
      rep movsb
      movq 8(%r14), %rcx
      testq %rcx, %rcx
      js 1f
      movq 8(%rsp,%rcx,8), %rax
      movq %rax, 280(%r15)
      addq $4096, 8(%rsp,%rcx,8)
    1:
    \((0..<15).map { "  movsd \(16 + 128 + 8 * $0)(%r14), %xmm\($0)" }.joined(separator: "\n"))
    \(GoRegisters(.x86_64).integers.enumerated().map { "  movq \(16 + 8 * $0)(%r14), %\($1)" }.joined(separator: "\n"))
      movsd 16(%r14), %xmm15
      movq $-1, %rdx
      movq $-2, %r12
      movq $-3, %r13
      movq $-4, %r15
      movq $-5, %r14
      retq
    run_case:
      pushq %rbp
      pushq %rbx
      pushq %r12
      pushq %r13
      pushq %r14
      pushq %r15
      subq $8, %rsp
      movq $11, %rbx
      movq $12, %r12
      movq $13, %r13
      movq $14, %r14
      movq $15, %r15
      movq $16, %rbp
      callq *%rdi
      xorl %eax, %eax
      cmpq $11, %rbx
      jne 1f
      cmpq $12, %r12
      jne 1f
      cmpq $13, %r13
      jne 1f
      cmpq $14, %r14
      jne 1f
      cmpq $15, %r15
      jne 1f
      cmpq $16, %rbp
      jne 1f
      movl $1, %eax
    1:
      addq $8, %rsp
      popq %r15
      popq %r14
      popq %r13
      popq %r12
      popq %rbx
      popq %rbp
      retq
    .bss
    spare: .quad 0

    """

  private static let arm64Saved =
    (19...26).map { "x\($0)" } + (8...15).map { "d\($0)" }

  private static let arm64 = """
    .text
    .globl go_callee, run_case
    go_callee:
      adrp x16, seen
      add x16, x16, :lo12:seen
    \((0..<16).map { "  str x\($0), [x16, #\(8 * $0)]" }.joined(separator: "\n"))
    \((0..<16).map { "  str d\($0), [x16, #\(128 + 8 * $0)]" }.joined(separator: "\n"))
      str x26, [x16, #256]
      str x28, [x16, #264]
      str xzr, [x16, #272]
      ldr x17, [sp]
      ldr x27, [x29, #8]
      cmp x17, x27
      cset x17, eq
      str x17, [x16, #288]
      adrp x17, facts
      ldr x17, [x17, :lo12:facts]
      ldr x0, [x17]
      add x1, sp, #8
      add x2, x16, #296
      add x3, x17, #272
    1: cbz x0, 2f
      ldrb w4, [x1]
      strb w4, [x2], #1
      ldrb w4, [x3], #1
      strb w4, [x1], #1
      sub x0, x0, #1
      b 1b
    2: ldr x0, [x17, #8]
      tbnz x0, #63, 3f
      mov x1, sp
      ldr x2, [x1, x0, lsl #3]
      str x2, [x16, #280]
      add x2, x2, #1, lsl #12
      str x2, [x1, x0, lsl #3]
    3:
    \((0..<16).map { "  ldr d\($0), [x17, #\(16 + 128 + 8 * $0)]" }.joined(separator: "\n"))
    \((0..<16).map { "  ldr x\($0), [x17, #\(16 + 8 * $0)]" }.joined(separator: "\n"))
    \((16...31).map { "  fmov d\($0), #1.5" }.joined(separator: "\n"))
    \((16...27).filter { $0 != 18 }.map { "  mov x\($0), #-\($0)" }.joined(separator: "\n"))
      ret
    run_case:
      sub sp, sp, #176
      stp x29, x30, [sp]
      stp x27, x28, [sp, #16]
    \(arm64Saved.enumerated().map { "  str \($1), [sp, #\(32 + 8 * $0)]" }.joined(separator: "\n"))
      movz x28, #0x4567
      movk x28, #0x123, lsl #16
    \((19...26).map { "  mov x\($0), #\($0)" }.joined(separator: "\n"))
    \((8...15).map { "  fmov d\($0), #\($0).0" }.joined(separator: "\n"))
      mov x29, sp
      blr x0
      mov x0, #0
      mov x1, sp
      cmp x29, x1
      b.ne 1f
    \((19...26).map { "  cmp x\($0), #\($0)\n  b.ne 1f" }.joined(separator: "\n"))
    \((8...15).map { "  fmov d0, #\($0).0\n  fcmp d\($0), d0\n  b.ne 1f" }.joined(separator: "\n"))
      mov x0, #1
    1:
    \(arm64Saved.enumerated().map { "  ldr \($1), [sp, #\(32 + 8 * $0)]" }.joined(separator: "\n"))
      ldp x27, x28, [sp, #16]
      ldp x29, x30, [sp]
      add sp, sp, #176
      ret

    """
}

/// Builds and runs a program of LLVM IR, assembly and C.
struct NativeProgram {
  let architecture: Architecture

  init(_ architecture: Architecture) { self.architecture = architecture }

  func run(_ module: String, _ others: [String], in folder: TestFolder) throws -> String {
    let triple =
      architecture == .x86_64
      ? ["-mtriple=x86_64-linux-gnu"] : ["-mtriple=aarch64-linux-gnu", "-mattr=+reserve-x28"]
    try Tool.run(
      "llc", triple + ["-filetype=obj", "-relocation-model=static", "-o", "module.o", module],
      in: folder.url)
    let compiler = architecture == .x86_64 ? "gcc" : "aarch64-linux-gnu-gcc"
    try Tool.run(
      compiler, ["-O1", "-static", "-no-pie", "-o", "program", "module.o"] + others, in: folder.url)
    return architecture == .x86_64
      ? try Tool.run(folder.path("program"))
      : try Tool.run("qemu-aarch64", [folder.path("program")])
  }
}
