import Symbols
import Testing

@testable import MachineCode

/// Which functions of clang's code keep an address of their frame across a call. The answers were
/// read off objdump's listings.
@Suite struct StackAddressTests {
  private static let source = """
    extern long move(void), moveWith(long *);
    extern void leafPlain(void), leafWith(volatile long *);
    #define OPAQUE(x) __asm__ volatile("" : "+r"(x) : : "memory")

    long staleOpaque(long n) {
      volatile long a[4];
      volatile long *p = &a[n & 3];
      OPAQUE(p);
      *p = n;
      move();
      return *p;
    }
    long stalePressure(long n, long *v) {
      volatile long a[64];
      volatile long *p = &a[n & 63];
      OPAQUE(p);
      *p = n;
      long b = v[0], c = v[1], d = v[2], e = v[3], f = v[4], g = v[5], h = v[6], i = v[7];
      long j = v[8], k = v[9], l = v[10], m = v[11], o = v[12], q = v[13];
      move();
      return *p + b * c + d * e + f * g + h * i + j * k + l * m + o * q;
    }
    long staleOnOneWay(long n, long *v) {
      long a[4];
      long *p = v;
      if (n & 1) { p = a; a[0] = n; a[1] = n; }
      OPAQUE(p);
      move();
      return p[1];
    }
    long loop(long n) {
      volatile long a[16][4];
      long s = 0;
      for (long i = 0; i < 16; i++) for (int j = 0; j < 4; j++) a[i][j] = n;
      for (long i = 0; i < 16; i++) { move(); s += a[i][0] + a[i][3]; a[i][1] = s; }
      return s;
    }
    long large(long n) {
      volatile long a[9000];
      long s = 0;
      for (long i = 0; i < 9000; i++) a[i] = n + i;
      for (long i = 0; i < 9000; i++) { move(); s += a[i]; }
      return s;
    }
    long argument(void) {
      long a;
      moveWith(&a);
      moveWith(&a);
      return a;
    }

    long again(long n) {
      volatile long a[4];
      volatile long *p = &a[n & 3];
      *p = n;
      leafWith(p);
      n += move();
      p = a;
      OPAQUE(p);
      p[n & 3] = 7;
      leafWith(p);
      return move();
    }
    long fineDirect(long n) { volatile long a = n; move(); a += 3; move(); return a; }
    long fineLeaf(long n) {
      volatile long a[4];
      volatile long *p = &a[n & 3];
      OPAQUE(p);
      *p = n;
      leafPlain();
      long r = *p;
      return r + move();
    }
    long fineDistance(long n) {
      long a[8], *p = &a[n & 7], *q = a;
      OPAQUE(p);
      OPAQUE(q);
      long d = p - q;
      move();
      return d;
    }
    long fineMany(long *v) {
      long s = 0;
      for (long i = 0; i < 50; i++) { long a = v[i], b = v[i + 1]; s += a * move() + b; }
      return s;
    }
    """

  private func expect(
    _ architecture: Architecture, _ flags: String, _ expected: Set<String>
  ) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let sample = try StackAddressSample(architecture, c: Self.source, flags, tools)
    #expect(sample.code.functions.count == 11)
    let found = try sample.code.functions.filter { try !sample.violations($0).isEmpty }
    #expect(Set(found.map(\.name)) == expected, "\(architecture) \(flags)")
  }

  /// The compiler knows nothing of these addresses but that they are needed later.
  private static let opaque: Set = ["staleOpaque", "stalePressure", "staleOnOneWay"]

  @Test func unoptimisedCodeMakesAddressesAgainExceptAtCallsOnARM64() throws {
    try expect(.x86_64, "-O0", Self.opaque)
    try expect(.arm64, "-O0", Self.opaque.union(["argument", "again"]))
  }

  /// Arrays are addressed from the stack pointer.
  @Test(arguments: ["-O1", "-O2", "-O3", "-Os"])
  func optimisedX86CodeKeepsTheAddressesOfArguments(level: String) throws {
    try expect(.x86_64, level, Self.opaque.union(["argument"]))
  }

  @Test(arguments: ["-O1", "-O2", "-O3"])
  func optimisedARM64CodeKeepsTheAddressesOfArrays(level: String) throws {
    try expect(
      .arm64, "\(level) -fno-unroll-loops", Self.opaque.union(["loop", "large", "again"]))
  }

  @Test func aViolationNamesOriginCallAndUse() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let sample = try StackAddressSample(
      .x86_64,
      assembly: """
        fn padding
          ret
        fn keeps
          push %rbp
          mov %rsp, %rbp
          push %rbx
          sub $24, %rsp
          lea 8(%rsp), %rbx
          call move
          mov (%rbx), %rax
          add $24, %rsp
          pop %rbx
          pop %rbp
          ret
        """, tools)
    let violation = try #require(try sample.violations("keeps").first)
    #expect(violation == .init(origin: 9, call: 14, use: 19, holder: "rbx"))
    #expect(
      violation.description.hasPrefix(
        "keeps the address of a local (made at +0x9) in rbx across the call at +0xe, and uses it at "
          + "+0x13: Go may move the stack in the call"))
    #expect(try sample.violations("keeps").count == 1)
  }

  @Test func everyPairOfOriginAndCallIsReportedOnce() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let sample = try StackAddressSample(
      .arm64,
      assembly: """
        fn keeps
          stp x29, x30, [sp, #-48]!
          stp x19, x20, [sp, #16]
          add x19, sp, #32
          add x20, sp, #40
          bl move
          ldr x0, [x19]
          ldr x1, [x19]
          ldr x2, [x20]
          ldp x19, x20, [sp, #16]
          ldp x29, x30, [sp], #48
          ret
        """, tools)
    #expect(
      try sample.violations("keeps") == [
        .init(origin: 8, call: 16, use: 20, holder: "x19"),
        .init(origin: 12, call: 16, use: 28, holder: "x20"),
      ])
  }
}
