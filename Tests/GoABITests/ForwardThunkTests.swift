import Foundation
import GoTypes
import Symbols
import Testing

@testable import GoABI

/// Promoted methods reach the method that they stand for with its own receiver, the arguments and
/// the results in their places: run on the machine, called from assembly that follows the
/// convention.
@Suite struct ForwardThunkTests {
  /// What the methods called give back: receiver · 1000 + argument.
  static let expected = "7042\n"

  @Test(arguments: [Architecture.x86_64, .arm64], [GoConvention.stack, .registers])
  func aMethodOfAnEmbeddedPointerGetsIt(
    architecture: Architecture, convention: GoConvention
  ) throws {
    let thunk = Thunk.forward(
      [.advance(16), .load], convention: convention, architecture: architecture)
    let harness = Harness(architecture: architecture, convention: convention)
    #expect(try harness.run(thunk, receiver: "value", value: ["1", "2", "7"]) == Self.expected)
  }

  @Test(arguments: [Architecture.x86_64, .arm64], [GoConvention.stack, .registers])
  func aMethodOfAnEmbeddedInterfaceIsFoundInItsTable(
    architecture: Architecture, convention: GoConvention
  ) throws {
    let thunk = Thunk.forward(
      [.advance(8)], itabOffset: 40, convention: convention, architecture: architecture)
    let harness = Harness(architecture: architecture, convention: convention)
    #expect(
      try harness.run(thunk, receiver: "value", value: ["1", "itab", "7"]) == Self.expected)
  }

  @Test(arguments: [Architecture.x86_64, .arm64], [4097, 65544])
  func farFieldsAreReached(architecture: Architecture, offset: Int) throws {
    let thunk = Thunk.forward(
      [.advance(offset), .advance(8 - offset % 8), .load], convention: .stack,
      architecture: architecture)
    let words = (offset + 8 - offset % 8) / 8
    let value = [String](repeating: "0", count: words) + ["7"]
    let harness = Harness(architecture: architecture, convention: .stack)
    #expect(try harness.run(thunk, receiver: "value", value: value) == Self.expected)
  }

  /// `func (T) M(int) int` where T is `struct { A int; I }`: the receiver's three words become one.
  @Test(arguments: [Architecture.x86_64, .arm64])
  func aValueWithAnInterfaceIsUnpackedAndTheResultsComeBack(architecture: Architecture) throws {
    let signature = Signature(parameters: [.basic(.int)], results: [.basic(.int)])
    func layout(_ receiver: GoType) throws -> CallLayout {
      try CallLayout(
        receiver: receiver, signature, universe: Universe(), architecture: architecture,
        convention: .stack)
    }
    let interface = GoType.interface(
      InterfaceType(methods: [.init(name: "M", signature: signature)]))
    let value = GoType.structure(
      StructType(fields: [
        .init(name: "A", type: .basic(.int)), .init(name: "I", type: interface, isEmbedded: true),
      ]))
    let thunk = try #require(
      Thunk.relay(
        .init(beginsWithPointer: false, steps: [.advance(8)]), to: .itab(40),
        outer: (layout(value), 3), inner: (layout(.basic(.unsafePointer)), 1),
        architecture: architecture))
    let harness = Harness(architecture: architecture, convention: .stack)
    #expect(
      try harness.run(
        thunk, receiver: nil, value: ["1", "itab", "7"], resultWord: 4) == Self.expected)
  }

  /// `T.M` of a pointer method, T being `struct { A int; *P }` and P's method one of a field behind
  /// its first word: the address is what the method gets.
  @Test(arguments: [Architecture.x86_64, .arm64])
  func aPointerMethodBehindAWideValueGetsTheAddress(architecture: Architecture) throws {
    let signature = Signature(parameters: [.basic(.int)], results: [.basic(.int)])
    func layout(_ receiver: GoType) throws -> CallLayout {
      try CallLayout(
        receiver: receiver, signature, universe: Universe(), architecture: architecture,
        convention: .stack)
    }
    let value = GoType.structure(
      StructType(fields: [
        .init(name: "A", type: .basic(.int)), .init(name: "P", type: .basic(.unsafePointer)),
      ]))
    let thunk = try #require(
      Thunk.relay(
        .init(beginsWithPointer: false, steps: [.advance(8), .load, .advance(7)]), to: .address,
        outer: (layout(value), 2), inner: (layout(.basic(.unsafePointer)), 1),
        architecture: architecture))
    let harness = Harness(architecture: architecture, convention: .stack)
    // The pointer is 0, and nothing is read behind it: the field 7 bytes on has the address 7.
    #expect(
      try harness.run(thunk, receiver: nil, value: ["1", "0"], resultWord: 3) == Self.expected)
  }

  /// `(*T).M` of a value method that another object defines, T being one word in a struct of two.
  @Test(arguments: [Architecture.x86_64, .arm64])
  func aValueBehindAPointerIsCopiedForItsMethod(architecture: Architecture) throws {
    let signature = Signature(parameters: [.basic(.int)], results: [.basic(.int)])
    let layout = try CallLayout(
      receiver: .basic(.int), signature, universe: Universe(), architecture: architecture,
      convention: .stack)
    let thunk = try #require(
      Thunk.relay(
        .init(beginsWithPointer: true, steps: [.advance(8)]), to: .value(bytes: 8),
        outer: (layout, 1), inner: (layout, 1), architecture: architecture))
    let harness = Harness(architecture: architecture, convention: .stack)
    #expect(try harness.run(thunk, receiver: "value", value: ["1", "7"]) == Self.expected)
  }
}

/// A program that calls a thunk and prints what comes back.
private struct Harness {
  let architecture: Architecture
  let convention: GoConvention

  struct Failure: Error { var output: String }

  /// - Parameters:
  ///   - receiver: what is passed: an address, or nil for the words of `value` themselves.
  ///   - resultWord: which of the words on the stack is the result.
  func run(
    _ thunk: Thunk, receiver: String?, value: [String], resultWord: Int = 2
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("forward-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let code = thunk.lines.map { $0.text.replacingOccurrences(of: "{}", with: "method") }
    let words = receiver.map { [$0, "42", "0"] } ?? value + ["42", "0"]
    let assembly =
      """
      .globl thunk, call
      .text
      thunk:
      \(code.joined(separator: "\n"))
      \(architecture == .x86_64 ? x86 : arm64)
      .data
      .balign 8
      .globl arguments, words, result
      value: \(value.map { ".quad \($0)" }.joined(separator: "\n"))
      itab: .quad 0, 0, 0, 0, 0, method
      arguments: \(words.map { ".quad \($0)" }.joined(separator: "\n"))
      words: .quad \(words.count)
      result: .quad \(resultWord)
      .section .note.GNU-stack,"",%progbits

      """
    let program = """
      #include <stdio.h>
      extern long arguments[], words, result;
      long call(long *arguments, long words);
      int main(void) {
        long value = call(arguments, words);
        printf("%ld\\n", \(convention == .stack ? "arguments[result]" : "value"));
        return 0;
      }
      """
    try assembly.write(
      to: folder.appendingPathComponent("thunk.s"), atomically: true, encoding: .utf8)
    try program.write(
      to: folder.appendingPathComponent("main.c"), atomically: true, encoding: .utf8)
    let (compiler, run) =
      architecture == .x86_64
      ? ("gcc -no-pie", "./program") : ("aarch64-linux-gnu-gcc -static", "qemu-aarch64 ./program")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", "\(compiler) -o program main.c thunk.s && \(run)"]
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(output: output) }
    return output
  }

  private var x86: String {
    convention == .stack
      ? """
      method: movq 8(%rsp), %rax
        imulq $1000, %rax
        addq 16(%rsp), %rax
        movq %rax, 24(%rsp)
        retq
      call: pushq %rbp
        movq %rsp, %rbp
        pushq %r12
        pushq %r13
        pushq %r14
        pushq %r15
        leaq (,%rsi,8), %rcx
        subq %rcx, %rsp
        pushq %rsi
        pushq %rdi
        leaq 16(%rsp), %r8
        xorq %rcx, %rcx
      1: movq (%rdi,%rcx,8), %rax
        movq %rax, (%r8,%rcx,8)
        incq %rcx
        cmpq %rsi, %rcx
        jl 1b
        popq %r14
        popq %r15
        callq thunk
        xorq %rcx, %rcx
      2: movq (%rsp,%rcx,8), %rax
        movq %rax, (%r14,%rcx,8)
        incq %rcx
        cmpq %r15, %rcx
        jl 2b
        movq -8(%rbp), %r12
        movq -16(%rbp), %r13
        movq -24(%rbp), %r14
        movq -32(%rbp), %r15
        leave
        retq
      """
      : """
      method: imulq $1000, %rax
        addq %rbx, %rax
        retq
      call: pushq %rbx
        pushq %r12
        movq (%rdi), %rax
        movq 8(%rdi), %rbx
        callq thunk
        popq %r12
        popq %rbx
        retq
      """
  }

  private var arm64: String {
    convention == .stack
      ? """
      method: ldr x9, [sp, #8]
        mov x10, #1000
        ldr x11, [sp, #16]
        madd x9, x9, x10, x11
        str x9, [sp, #24]
        ret
      call: stp x29, x30, [sp, #-32]!
        stp x19, x20, [sp, #16]
        mov x29, sp
        mov x19, x0
        mov x20, x1
        sub sp, sp, #256
        mov x9, #0
        add x10, sp, #8
      1: ldr x11, [x19, x9, lsl #3]
        str x11, [x10, x9, lsl #3]
        add x9, x9, #1
        cmp x9, x20
        b.lt 1b
        bl thunk
        mov x9, #0
        add x10, sp, #8
      2: ldr x11, [x10, x9, lsl #3]
        str x11, [x19, x9, lsl #3]
        add x9, x9, #1
        cmp x9, x20
        b.lt 2b
        mov sp, x29
        ldp x19, x20, [sp, #16]
        ldp x29, x30, [sp], #32
        ret
      """
      : """
      method: mov x10, #1000
        madd x0, x0, x10, x1
        ret
      call: stp x29, x30, [sp, #-16]!
        ldp x0, x1, [x0]
        bl thunk
        ldp x29, x30, [sp], #16
        ret
      """
  }
}
