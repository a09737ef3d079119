import Symbols

/// The functions that LLVM calls for what copies and fills memory, in C's convention: a plugin brings
/// its own, which use no stack, and nothing that Go does not have in order.
public enum MemoryFunction: String, Sendable, CaseIterable {
  case memcpy, memmove, memset

  /// Copies take what overlaps: a copy by `memcpy` costs no more for it.
  fileprivate func lines(_ architecture: Architecture) -> String {
    switch (self, architecture) {
    case (.memset, .x86_64): Self.x86Fill
    case (.memset, .arm64): Self.arm64Fill
    case (_, .x86_64): Self.x86Copy
    case (_, .arm64): Self.arm64Copy
    }
  }

  /// RDI takes RDX bytes from RSI. Up to 32 bytes two words that may overlap are the whole; from
  /// there on the machine's own copying is as fast as any, but it only goes upwards.
  private static let x86Copy = """
    movq %rdi, %rax
    cmpq $16, %rdx
    ja 3f
    cmpq $8, %rdx
    jb 1f
    movq (%rsi), %rcx
    movq -8(%rsi,%rdx), %r8
    movq %rcx, (%rdi)
    movq %r8, -8(%rdi,%rdx)
    retq
    1:
    cmpq $4, %rdx
    jb 2f
    movl (%rsi), %ecx
    movl -4(%rsi,%rdx), %r8d
    movl %ecx, (%rdi)
    movl %r8d, -4(%rdi,%rdx)
    retq
    2:
    testq %rdx, %rdx
    je 7f
    movq %rdx, %r10
    shrq $1, %r10
    movzbl (%rsi), %ecx
    movzbl (%rsi,%r10), %r8d
    movzbl -1(%rsi,%rdx), %r9d
    movb %cl, (%rdi)
    movb %r8b, (%rdi,%r10)
    movb %r9b, -1(%rdi,%rdx)
    retq
    3:
    cmpq $32, %rdx
    ja 4f
    movups (%rsi), %xmm0
    movups -16(%rsi,%rdx), %xmm1
    movups %xmm0, (%rdi)
    movups %xmm1, -16(%rdi,%rdx)
    retq
    4:
    movq %rdi, %rcx
    subq %rsi, %rcx
    cmpq %rdx, %rcx
    jb 5f
    movq %rdx, %rcx
    rep movsb
    retq
    5:
    movups (%rsi), %xmm1
    6:
    movups -16(%rsi,%rdx), %xmm0
    movups %xmm0, -16(%rdi,%rdx)
    subq $16, %rdx
    cmpq $16, %rdx
    ja 6b
    movups %xmm1, (%rdi)
    7:
    retq
    """

  /// RDX bytes from RDI on become SIL.
  private static let x86Fill = """
    movq %rdi, %r8
    movzbl %sil, %eax
    movabsq $0x0101010101010101, %rcx
    imulq %rcx, %rax
    cmpq $16, %rdx
    ja 3f
    cmpq $8, %rdx
    jb 1f
    movq %rax, (%rdi)
    movq %rax, -8(%rdi,%rdx)
    movq %r8, %rax
    retq
    1:
    cmpq $4, %rdx
    jb 2f
    movl %eax, (%rdi)
    movl %eax, -4(%rdi,%rdx)
    movq %r8, %rax
    retq
    2:
    testq %rdx, %rdx
    je 4f
    movb %al, (%rdi)
    movb %al, -1(%rdi,%rdx)
    shrq $1, %rdx
    movb %al, (%rdi,%rdx)
    movq %r8, %rax
    retq
    3:
    movq %rdx, %rcx
    rep stosb
    4:
    movq %r8, %rax
    retq
    """

  /// X0 takes X2 bytes from X1, 16 at a time. The last 16 on the way up, or the first 16 on the way
  /// down, are read before all others and written behind them.
  private static let arm64Copy = """
    add x4, x1, x2
    add x5, x0, x2
    cmp x2, #16
    b.hi 3f
    cmp x2, #8
    b.lo 1f
    ldr x6, [x1]
    ldur x7, [x4, #-8]
    str x6, [x0]
    stur x7, [x5, #-8]
    ret
    1:
    cmp x2, #4
    b.lo 2f
    ldr w6, [x1]
    ldur w7, [x4, #-4]
    str w6, [x0]
    stur w7, [x5, #-4]
    ret
    2:
    cbz x2, 7f
    lsr x3, x2, #1
    ldrb w6, [x1]
    ldrb w7, [x1, x3]
    ldurb w8, [x4, #-1]
    strb w6, [x0]
    strb w7, [x0, x3]
    sturb w8, [x5, #-1]
    ret
    3:
    sub x3, x0, x1
    cmp x3, x2
    b.lo 5f
    ldp x6, x7, [x4, #-16]
    mov x3, x0
    4:
    ldp x8, x9, [x1], #16
    stp x8, x9, [x3], #16
    sub x2, x2, #16
    cmp x2, #16
    b.hi 4b
    stp x6, x7, [x5, #-16]
    ret
    5:
    ldp x6, x7, [x1]
    6:
    ldp x8, x9, [x4, #-16]!
    stp x8, x9, [x5, #-16]!
    sub x2, x2, #16
    cmp x2, #16
    b.hi 6b
    stp x6, x7, [x0]
    7:
    ret
    """

  /// X2 bytes from X0 on become the lowest of W1.
  private static let arm64Fill = """
    and x1, x1, #0xff
    mov x3, #0x0101010101010101
    mul x1, x1, x3
    add x5, x0, x2
    cmp x2, #16
    b.hi 3f
    cmp x2, #8
    b.lo 1f
    str x1, [x0]
    stur x1, [x5, #-8]
    ret
    1:
    cmp x2, #4
    b.lo 2f
    str w1, [x0]
    stur w1, [x5, #-4]
    ret
    2:
    cbz x2, 5f
    lsr x3, x2, #1
    strb w1, [x0]
    strb w1, [x0, x3]
    sturb w1, [x5, #-1]
    ret
    3:
    mov x3, x0
    4:
    stp x1, x1, [x3], #16
    sub x2, x2, #16
    cmp x2, #16
    b.hi 4b
    stp x1, x1, [x5, #-16]
    5:
    ret
    """
}

extension Thunk {
  /// The code of one of C's memory functions.
  public static func memoryFunction(
    _ function: MemoryFunction, architecture: Architecture
  ) -> Thunk {
    Thunk(lines: function.lines(architecture).split(separator: "\n").map { Line(String($0)) })
  }
}
