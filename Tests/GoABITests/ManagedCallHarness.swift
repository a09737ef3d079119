import Symbols

/// A goroutine's stack that moves when it grows, with a caller in Go's convention, as C and assembly.
enum ManagedCallHarness {
  /// `cases` describes each call; see `ManagedCallProgram`.
  static let program = #"""
    #include <stdint.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    typedef uint64_t u64;

    // A scalar: value, or where `above` is not 0 the address so far below the stack's top.
    struct leaf { u64 value; int above, size, isPointer, isArray, integer, real, offset, shown; };
    struct words { int count; const int *words; };
    struct thunk { int arguments, deepest; struct words growingArguments, growingLocals,
      callingArguments, callingLocals; };
    struct call {
      void (*code)(void);
      int hasContext, argumentSize, parameterCount, resultCount, arrayWordCount;
      const struct leaf *parameters, *results;
      const struct words *blobs;
      struct thunk entry, check;
    };
    extern const struct call calls[];
    extern const int callCount;

    enum { size = 1 << 17, top = 4096 };
    static unsigned char stacks[2][size] __attribute__((aligned(4096)));
    // The one in use; SP at entry of the entry thunk and of the stack check, 0 before it.
    static int current;
    u64 entrySP, checkSP;
    struct { u64 unused[2]; u64 guard; } goroutine;
    __thread void *tlsg __asm__("runtime.tlsg") = &goroutine;
    u64 guardOfCheck;
    u64 goIntegers[16], goFloats[16], goContext, goSP, goFP;
    u64 outIntegers[16], outFloats[16], outSP, outFP, outG, outZero = 1;
    u64 growSP, growFP, growLR, growPC, mainSP;
    u64 got[300], give[300], gotContext, saved[16], target;
    unsigned char blob[1 << 16];
    void callGo(void);
    static int growths, errors, checks;
    static const char *where = "";
    static int caseIndex, mode;

    static u64 high(void) { return (u64)stacks[current] + size; }
    static void fail(const char *what, int index, u64 have, u64 want) {
      if (errors++ < 20)
        printf("call %d mode %d: %s %d is %llx, not %llx\n", caseIndex, mode, what, index,
          (unsigned long long)have, (unsigned long long)want);
    }
    static void expect(const char *what, int index, u64 have, u64 want) {
      checks++;
      if (have != want) fail(what, index, have, want);
    }

    static u64 delta;
    static void adjust(u64 address) {
      u64 low = (u64)stacks[current];
      u64 *word = (u64 *)address;
      if (address < growSP || address >= low + size) return fail("a mapped address", 0, address, 0);
      if (*word >= low && *word < low + size) *word += delta;
    }
    static void adjustWords(u64 start, struct words words) {
      for (int i = 0; i < words.count; i++) adjust(start + 8 * words.words[i]);
    }

    // What the runtime does with a stack that grows: copy it, mend the pointers that the maps tell
    // of and the chain of frames, and forget the old one.
    void grow(void) {
      const struct call *call = &calls[caseIndex];
      unsigned char *from = stacks[current], *to = stacks[!current];
      delta = (u64)to - (u64)from;
      growths++;
      if (checkSP) {
        adjustWords(entrySP + 8, call->entry.callingArguments);
        adjustWords(entrySP - call->entry.deepest, call->entry.callingLocals);
        adjustWords(checkSP + 8, call->check.growingArguments);
        adjustWords(checkSP - call->check.deepest, call->check.growingLocals);
      } else {
        adjustWords(entrySP + 8, call->entry.growingArguments);
        adjustWords(entrySP - call->entry.deepest, call->entry.growingLocals);
      }
      CHAIN
      u64 old = (u64)from;
      if (growFP >= old && growFP < old + size) growFP += delta;
      memcpy(to + (growSP - old), (void *)growSP, old + size - growSP);
      memset(from, 0xdb, size);
      growSP += delta;
      entrySP += delta;
      if (checkSP) checkSP += delta;
      current = !current;
      goroutine.guard = 0;
    }

    static u64 valueOf(const struct leaf *leaf, u64 high) {
      return leaf->above ? high - leaf->above : leaf->value;
    }
    static u64 low(u64 value, int bytes) {
      return bytes == 8 ? value : value & (((u64)1 << 8 * bytes) - 1);
    }
    // Values that are addresses but no pointers stay as they were.
    static u64 expected(const struct leaf *leaf, u64 before) {
      return valueOf(leaf, leaf->isPointer ? high() : before);
    }

    static void run(const struct call *call) {
      memset(stacks, 0xdb, sizeof stacks);
      memset(blob, 0, sizeof blob);
      memset(got, 0, sizeof got);
      current = 0;
      u64 before = high();
      // The caller's frame: the argument area, on x86-64 below it the return address.
      u64 area = before - top - (call->argumentSize + 15) / 16 * 16 - AREA_SHIFT;
      entrySP = area - 8;
      goSP = SP_AT_CALL;
      goFP = before - 64;
      *(u64 *)goFP = 0;
      checkSP = 0;
      for (int i = 0; i < 16; i++) {
        goIntegers[i] = 0x1111111111111111 * i + 0x8000000000000000;
        goFloats[i] = 0x0101010101010101 * i;
      }
      goContext = before - 72;
      for (int i = 0; i < call->parameterCount; i++) {
        const struct leaf *leaf = &call->parameters[i];
        u64 value = valueOf(leaf, before);
        if (leaf->isArray) {
          for (int byte = 0; byte < leaf->size; byte++)
            ((unsigned char *)area)[leaf->offset + byte] = 17 * byte + 5 * i + 1;
          for (int w = 0; w < call->blobs[i].count; w++)
            *(u64 *)(area + 8 * call->blobs[i].words[w]) = before - 80 - 8 * w;
        } else if (leaf->integer >= 0) {
          goIntegers[leaf->integer] = value;
        } else if (leaf->real >= 0) {
          goFloats[leaf->real] = value;
        } else {
          memcpy((void *)(area + leaf->offset), &value, leaf->size);
        }
      }
      for (int i = 0; i < call->resultCount; i++) give[i] = call->results[i].value;
      goroutine.guard = mode & 1 ? ~(u64)0 : 0;
      guardOfCheck = mode & 2 ? ~(u64)0 : 0;
      growths = 0;
      target = (u64)call->code;
      callGo();
      expect("number of growths", 0, growths, (mode & 1) + (mode >> 1));
      expect("SP", 0, outSP - high(), goSP - before);
      expect("frame pointer", 0, outFP - high(), goFP - before);
      expect("goroutine", 0, outG, (u64)&goroutine);
      expect("zero", 0, outZero, 0);
      for (int i = 0; i < KEPT; i++) expect("kept register", i, saved[i], 0x5000 + i);
      if (call->hasContext) expect("context", 0, gotContext, high() - 72);
      area += high() - before;
      int byte = 0;
      for (int i = 0; i < call->parameterCount; i++) {
        const struct leaf *leaf = &call->parameters[i];
        if (leaf->isArray) {
          expect("address of array", i, got[i], area + leaf->offset);
          for (int b = 0; b < leaf->size; b++, byte++) {
            int isWord = 0;
            for (int w = 0; w < call->blobs[i].count; w++)
              if ((leaf->offset + b) / 8 == call->blobs[i].words[w]) {
                isWord = 1;
                if ((leaf->offset + b) % 8 == 0)
                  expect("pointer in array", i, *(u64 *)(blob + byte), high() - 80 - 8 * w);
              }
            if (!isWord)
              expect("array", i, blob[byte], (unsigned char)(17 * b + 5 * i + 1));
          }
          continue;
        }
        u64 want = low(expected(leaf, before), leaf->size);
        expect("parameter", i, low(got[i], leaf->size), want);
        if (leaf->shown >= 0)
          expect("shown parameter", i,
            low(*(u64 *)(checkSP + SHOWN_SHIFT + leaf->shown), leaf->size), want);
      }
      for (int i = 0; i < call->resultCount; i++) {
        const struct leaf *leaf = &call->results[i];
        u64 have = 0;
        if (leaf->integer >= 0) have = outIntegers[leaf->integer];
        else if (leaf->real >= 0) have = outFloats[leaf->real];
        else memcpy(&have, (void *)(area + leaf->offset), leaf->size);
        expect("result", i, low(have, leaf->size), low(leaf->value, leaf->size));
      }
    }

    int main(void) {
      for (caseIndex = 0; caseIndex < callCount; caseIndex++)
        for (mode = 0; mode < 4; mode++) run(&calls[caseIndex]);
      printf("%d errors in %s checks\n", errors, checks > 100 * callCount ? "enough" : "few");
      return 0;
    }
    """#

  static func definitions(_ architecture: Architecture) -> String {
    switch architecture {
    case .x86_64:
      """
      #define AREA_SHIFT 0
      #define SP_AT_CALL area
      #define SHOWN_SHIFT 8
      #define KEPT 4
      #define CHAIN if (entrySP - 8 >= growSP) adjust(entrySP - 8); \\
        if (checkSP && checkSP - 8 >= growSP) adjust(checkSP - 8);

      """
    case .arm64:
      """
      #define AREA_SHIFT 8
      #define SP_AT_CALL (area - 8)
      #define SHOWN_SHIFT 0
      #define KEPT 16
      #define CHAIN adjust(growFP);

      """
    }
  }

  static func assembly(_ architecture: Architecture) -> String {
    architecture == .x86_64 ? x86 : arm64
  }

  /// `beforeCheck` and `beforeBody` stand in front of the stack check and of the body: the one puts
  /// numbers into registers that survive, the other looks for them.
  static func trampolines(_ index: Int, _ architecture: Architecture) -> String {
    switch architecture {
    case .x86_64:
      """
      "before check \(index)":
        movq %rsp, checkSP(%rip)
        movq guardOfCheck(%rip), %rax
        movq %rax, goroutine+16(%rip)
        movq $0x5000, %rbx
        movq $0x5001, %r12
        movq $0x5002, %r13
        movq $0x5003, %r15
        movq $-1, %rax
        movq %rax, %xmm15
        jmp "check \(index)"
      "before body \(index)":
        movq %rbx, saved(%rip)
        movq %r12, saved+8(%rip)
        movq %r13, saved+16(%rip)
        movq %r15, saved+24(%rip)
        jmp "body \(index)"

      """
    case .arm64:
      """
      "before check \(index)":
        adrp x16, checkSP
        mov x17, sp
        str x17, [x16, :lo12:checkSP]
        adrp x16, guardOfCheck
        ldr x17, [x16, :lo12:guardOfCheck]
        str x17, [x28, #16]

      """
        + (0..<8).map { "  mov x\(19 + $0), #\(0x5000 + $0)\n" }.joined()
        + (0..<8).map { "  mov x16, #\(0x5008 + $0)\n  fmov d\(8 + $0), x16\n" }.joined()
          + """
            b "check \(index)"
          "before body \(index)":
            adrp x16, saved
            add x16, x16, :lo12:saved

          """
        + (0..<8).map { "  str x\(19 + $0), [x16, #\(8 * $0)]\n" }.joined()
        + (0..<8).map { "  str d\(8 + $0), [x16, #\(64 + 8 * $0)]\n" }.joined()
        + "  b \"body \(index)\"\n"
    }
  }

  private static let x86Integers = ["rax", "rbx", "rcx", "rdi", "rsi", "r8", "r9", "r10", "r11"]

  private static let x86 =
    """
    .globl callGo, "runtime.morestack_noctxt.abi0"
    callGo:
      pushq %rbx
      pushq %rbp
      pushq %r12
      pushq %r13
      pushq %r14
      pushq %r15
      subq $8, %rsp
      movq %rsp, mainSP(%rip)
      movq goSP(%rip), %rsp
      movq goFP(%rip), %rbp
      leaq goroutine(%rip), %r14
      movq goContext(%rip), %rdx
      movq $-1, %r12
      movq $-2, %r13
      movq $-3, %r15

    """
    + x86Integers.enumerated().map { "  movq goIntegers+\(8 * $0)(%rip), %\($1)\n" }.joined()
    + (0..<15).map { "  movq goFloats+\(8 * $0)(%rip), %xmm\($0)\n" }.joined()
      + """
        xorps %xmm15, %xmm15
        callq *target(%rip)

      """
    + x86Integers.enumerated().map { "  movq %\($1), outIntegers+\(8 * $0)(%rip)\n" }.joined()
    + (0..<15).map { "  movq %xmm\($0), outFloats+\(8 * $0)(%rip)\n" }.joined()
      + """
        movq %rsp, outSP(%rip)
        movq %rbp, outFP(%rip)
        movq %r14, outG(%rip)
        movq %xmm15, outZero(%rip)
        movq mainSP(%rip), %rsp
        addq $8, %rsp
        popq %r15
        popq %r14
        popq %r13
        popq %r12
        popq %rbp
        popq %rbx
        retq
      "runtime.morestack_noctxt.abi0":
        movq %rsp, growSP(%rip)
        movq %rbp, growFP(%rip)
        movq mainSP(%rip), %rsp
        callq grow
        movq growSP(%rip), %rsp
        movq growFP(%rip), %rbp
        leaq goroutine(%rip), %r14
        xorl %edx, %edx

      """
    + (x86Integers + ["r12", "r13", "r15"]).map { "  movq $-77, %\($0)\n" }.joined()
    + (0..<15).map { "  movq %rax, %xmm\($0)\n" }.joined()
    + "  retq\n"

  private static func arm64Load(_ register: String, _ symbol: String) -> String {
    "  adrp x16, \(symbol)\n  ldr \(register), [x16, :lo12:\(symbol)]\n"
  }

  private static func arm64Store(_ register: String, _ symbol: String) -> String {
    "  adrp x16, \(symbol)\n  str \(register), [x16, :lo12:\(symbol)]\n"
  }

  private static let arm64 =
    """
    .globl callGo, "runtime.morestack_noctxt.abi0"
    callGo:
      sub sp, sp, #176
      stp x29, x30, [sp]
      stp x19, x20, [sp, #16]
      stp x21, x22, [sp, #32]
      stp x23, x24, [sp, #48]
      stp x25, x26, [sp, #64]
      stp x27, x28, [sp, #80]
      stp d8, d9, [sp, #96]
      stp d10, d11, [sp, #112]
      stp d12, d13, [sp, #128]
      stp d14, d15, [sp, #144]
      mov x17, sp

    """ + arm64Store("x17", "mainSP") + arm64Load("x17", "goSP") + "  mov sp, x17\n"
    + arm64Load("x29", "goFP") + "  adrp x28, goroutine\n  add x28, x28, :lo12:goroutine\n"
    + arm64Load("x26", "goContext") + "  adrp x16, goIntegers\n  add x16, x16, :lo12:goIntegers\n"
    + (0..<16).map { "  ldr x\($0), [x16, #\(8 * $0)]\n" }.joined()
    + "  adrp x16, goFloats\n  add x16, x16, :lo12:goFloats\n"
    + (0..<16).map { "  ldr d\($0), [x16, #\(8 * $0)]\n" }.joined()
    + arm64Load("x17", "target") + "  blr x17\n"
    + "  adrp x16, outIntegers\n  add x16, x16, :lo12:outIntegers\n"
    + (0..<16).map { "  str x\($0), [x16, #\(8 * $0)]\n" }.joined()
    + "  adrp x16, outFloats\n  add x16, x16, :lo12:outFloats\n"
    + (0..<16).map { "  str d\($0), [x16, #\(8 * $0)]\n" }.joined()
    + "  mov x17, sp\n" + arm64Store("x17", "outSP") + arm64Store("x29", "outFP")
    + arm64Store("x28", "outG") + arm64Store("xzr", "outZero") + arm64Load("x17", "mainSP")
      + """
        mov sp, x17
        ldp x29, x30, [sp]
        ldp x19, x20, [sp, #16]
        ldp x21, x22, [sp, #32]
        ldp x23, x24, [sp, #48]
        ldp x25, x26, [sp, #64]
        ldp x27, x28, [sp, #80]
        ldp d8, d9, [sp, #96]
        ldp d10, d11, [sp, #112]
        ldp d12, d13, [sp, #128]
        ldp d14, d15, [sp, #144]
        add sp, sp, #176
        ret
      "runtime.morestack_noctxt.abi0":
        mov x17, sp

      """ + arm64Store("x17", "growSP") + arm64Store("x29", "growFP") + arm64Store("x3", "growLR")
    + arm64Store("x30", "growPC") + arm64Load("x17", "mainSP") + "  mov sp, x17\n  bl grow\n"
    + arm64Load("x17", "growSP") + "  mov sp, x17\n" + arm64Load("x29", "growFP")
    + arm64Load("x30", "growLR") + arm64Load("x17", "growPC")
    + "  adrp x28, goroutine\n  add x28, x28, :lo12:goroutine\n"
    + (Array(0...15) + Array(19...25)).map { "  mov x\($0), #-77\n" }.joined()
    + (0..<32).map { "  fmov d\($0), x0\n" }.joined()
    + "  mov x26, #0\n  br x17\n"
}
