import Foundation
import GoABI
import Symbols
import Testing

/// Functions of Go 1.2 that hash and compare, run on the machine: each step of theirs reaches the
/// runtime's function with the result's address, the size and the value's place. (Those of Go 1.8
/// run in the tests of its plugins.)
@Suite struct AlgorithmThunkTests {
  /// Eight bytes, then three elements of 16 in which the last four bytes of the first half count.
  private static let hash: [AlgorithmStep] = [
    .call(function: "runtime.step", offset: 0, size: 8),
    .loop(
      count: 3, elementSize: 16, start: 8,
      steps: [.call(function: "runtime.step", offset: 4, size: 4)]),
  ]

  /// Four bytes by C, then elements of elements by the runtime.
  private static let equal: [AlgorithmStep] = [
    .compare(function: "part", offset: 0),
    .loop(
      count: 2, elementSize: 24, start: 8,
      steps: [
        .loop(
          count: 3, elementSize: 8, start: 0,
          steps: [.call(function: "runtime.step", offset: 2, size: 2)])
      ]),
  ]

  @Test("A hash is made of every step, in order", arguments: Architecture.allCases)
  func hash(architecture: Architecture) throws {
    let output = try Harness(architecture: architecture).run(.hash, Self.hash)
    // The hash folds in sizes: 1 to begin with, times 3 and the size added at each step.
    let folded = [8, 4, 4, 4].reduce(1) { $0 * 3 + $1 }
    #expect(output == ["0+8 12+4 28+4 44+4 ", "hash \(folded)"])
  }

  @Test(
    "Values are equal while every step finds them so, and the first that does not is the last",
    arguments: Architecture.allCases,
    [
      (-1, "10+2 18+2 26+2 34+2 42+2 50+2 ", 1), (0, "", 0), (10, "10+2 ", 0),
      (50, "10+2 18+2 26+2 34+2 42+2 50+2 ", 0), (35, "10+2 18+2 26+2 34+2 ", 0),
      // Bytes that no step compares.
      (5, "10+2 18+2 26+2 34+2 42+2 50+2 ", 1), (16, "10+2 18+2 26+2 34+2 42+2 50+2 ", 1),
    ])
  func equal(architecture: Architecture, sample: (difference: Int, steps: String, result: Int))
    throws
  {
    let output = try Harness(architecture: architecture).run(
      .equal, Self.equal, difference: sample.difference)
    #expect(output == [sample.steps, "equal \(sample.result)"])
  }
}

/// A program that calls a function in Go 1.2's convention and prints the steps that it takes.
private struct Harness {
  let architecture: Architecture

  struct Failure: Error { var output: String }

  func run(
    _ operation: AlgorithmOperation, _ steps: [AlgorithmStep], difference: Int = -1
  ) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("algorithm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let thunk = Thunk.algorithm(
      operation, steps, convention: .resultPointers, architecture: architecture)
    let code = thunk.lines.map { line in
      guard case .function(let name)? = line.operand else { return line.text }
      return line.text.replacingOccurrences(of: "{}", with: "\"\(name)\"")
    }
    let assembly =
      ".text\n.globl thunk, call\nthunk:\n" + code.joined(separator: "\n") + "\n"
      + (architecture == .x86_64 ? Self.x86 : Self.arm64)
      + "\n.section .note.GNU-stack,\"\",%progbits\n"
    try assembly.write(
      to: folder.appendingPathComponent("thunk.s"), atomically: true, encoding: .utf8)
    try Self.program(isHash: operation == .hash, difference).write(
      to: folder.appendingPathComponent("main.c"), atomically: true, encoding: .utf8)
    let (compiler, run) =
      architecture == .x86_64
      ? ("gcc", "./program")
      : ("aarch64-linux-gnu-gcc", "qemu-aarch64 -L /usr/aarch64-linux-gnu ./program")
    let output = try shell(
      "\(compiler) -O1 -o program main.c thunk.s && timeout 30 \(run)", in: folder)
    return output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
  }

  private func shell(_ command: String, in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "(\(command)) >output 2>&1"]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    let output = String(
      decoding: try Data(contentsOf: folder.appendingPathComponent("output")), as: UTF8.self)
    guard process.terminationStatus == 0 else { throw Failure(output: output) }
    return output
  }

  private static func program(isHash: Bool, _ difference: Int) -> String {
    """
    #include <stdio.h>
    #include <string.h>
    char first[64], second[64];
    void call(void *arguments);
    int part(char *p, char *q) { return 0xab00 | (memcmp(p, q, 4) == 0); }
    void step(void *result, long size, char *p, char *q) {
      printf("%ld+%ld ", (long)(p - first), size);
      if (\(isHash ? 1 : 0)) *(long *)result = *(long *)result * 3 + size;
      else *(char *)result = q - second == p - first && memcmp(p, q, size) == 0;
    }
    int main(void) {
      long hash = 1;
      char equal = 77;
      if (\(difference) >= 0) second[\(difference) & 63] = 1;
      void *arguments[4] = {\(isHash ? "&hash, (void *)56, first, 0" : "&equal, (void *)56, first, second")};
      call(arguments);
      if (\(isHash ? 1 : 0)) printf("\\nhash %ld\\n", hash);
      else printf("\\nequal %d\\n", equal);
      return 0;
    }

    """
  }

  /// `call` passes four words on the stack; `runtime.step` is a Go function that keeps no register.
  private static let x86 = """
    .globl "runtime.step"
    "runtime.step":
    pushq %rbp
    movq %rsp, %rbp
    andq $-16, %rsp
    movq 16(%rbp), %rdi
    movq 24(%rbp), %rsi
    movq 32(%rbp), %rdx
    movq 40(%rbp), %rcx
    callq step
    movq %rbp, %rsp
    popq %rbp
    movq $0x1111, %rbx
    movq %rbx, %r12
    movq %rbx, %r13
    movq %rbx, %r14
    movq %rbx, %r15
    retq
    call:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    pushq 24(%rdi)
    pushq 16(%rdi)
    pushq 8(%rdi)
    pushq (%rdi)
    callq thunk
    addq $32, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    retq
    """

  private static let arm64 = """
    .globl "runtime.step"
    "runtime.step":
    str x30, [sp, #-16]!
    ldp x0, x1, [sp, #24]
    ldp x2, x3, [sp, #40]
    bl step
    mov x19, #0x1111
    mov x20, x19
    mov x21, x19
    ldr x30, [sp], #16
    ret
    call:
    stp x29, x30, [sp, #-48]!
    stp x19, x20, [sp, #16]
    str x21, [sp, #32]
    ldp x1, x2, [x0]
    ldp x3, x4, [x0, #16]
    sub sp, sp, #48
    stp x1, x2, [sp, #8]
    stp x3, x4, [sp, #24]
    bl thunk
    add sp, sp, #48
    ldp x19, x20, [sp, #16]
    ldr x21, [sp, #32]
    ldp x29, x30, [sp], #48
    ret
    """
}
