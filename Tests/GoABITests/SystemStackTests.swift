import GoABI
import Symbols
import TestSupport
import Testing

/// Calls of C functions on another stack, run: LLVM's code calls the outer thunk, a stand-in for
/// `runtime.cgocall` changes stacks and, when it is back, all registers; the C functions are a C
/// compiler's.
@Suite struct SystemStackTests {
  /// A parameter or result in C, and in IR.
  private struct Value {
    var c, ir: String
    var kind: ScalarLeaf.Kind
  }

  private static let values = [
    Value(c: "signed char", ir: "i8 signext", kind: .integer(1)),
    Value(c: "unsigned short", ir: "i16 zeroext", kind: .integer(2)),
    Value(c: "int", ir: "i32", kind: .integer(4)), Value(c: "long", ir: "i64", kind: .integer(8)),
    Value(c: "void *", ir: "ptr", kind: .pointer), Value(c: "float", ir: "float", kind: .float32),
    Value(c: "double", ir: "double", kind: .float64),
  ]

  @Test(
    "C functions get their arguments on the thread's stack, and their results come back",
    arguments: Architecture.allCases)
  func calls(architecture: Architecture) throws {
    var random = RandomWords(state: 5)
    var (module, assembly, c, calls) = ("", Self.switching(architecture), Self.program, "")
    for index in 0..<40 {
      let parameters = (0..<random.next() % 22).map { _ in
        Self.values[Int(random.next() % UInt64(Self.values.count))]
      }
      let result = Self.values[Int(random.next() % UInt64(Self.values.count))]
      let thunks = try #require(
        Thunk.systemStack(
          parameters: parameters.map(\.kind), results: [result.kind],
          trampoline: "trampoline\(index)", architecture: architecture))
      #expect(
        thunks.outer.frame.callingLocals.count == parameters.count { $0.kind == .pointer })
      assembly += """
        .globl outer\(index)
        outer\(index):
        \(thunks.outer.text())
        trampoline\(index):
        \(thunks.inner.text([.callee: "function\(index)"]))

        """
      // Each argument is a small number, so that floats hold it, too.
      let numbers = parameters.indices.map { _ in Int(random.next() % 100) }
      let list = parameters.enumerated().map { "\($1.c) p\($0)" }.joined(separator: ", ")
      let sum = parameters.enumerated().map { position, value in
        "+ \(position + 1) * (long)p\(position)"
      }.joined()
      c += """
        \(result.c) function\(index)(\(list.isEmpty ? "void" : list)) {
          seen = 0 \(sum);
          look(__builtin_frame_address(0));
          return (\(result.c))(seen % 100);
        }

        """
      module += Self.caller(
        index, parameters.map(\.ir), result.ir, parameters.map(\.kind), numbers,
        architecture)
      let wanted = numbers.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
      calls += "  call\(index)(); expect(\(index), \(wanted), \"\(result.ir)\");\n"
      c += "void call\(index)(void);\n"
    }
    c += "int main(void) {\n\(calls)  puts(\"ok\");\n  return 0;\n}\n"
    let folder = try TestFolder()
    try folder.write("@result = external global i64\n" + module, to: "calls.ll")
    try folder.write(assembly + ".section .note.GNU-stack,\"\",%progbits\n", to: "thunks.s")
    try folder.write(c, to: "main.c")
    #expect(
      try NativeProgram(architecture).run("calls.ll", ["thunks.s", "main.c"], in: folder)
        == "ok\n")
  }

  @Test("Results that registers do not hold are refused", arguments: Architecture.allCases)
  func tooManyResults(architecture: Architecture) {
    #expect(
      Thunk.systemStack(
        parameters: [], results: [ScalarLeaf.Kind](repeating: .float64, count: 9),
        trampoline: "t", architecture: architecture) == nil)
  }

  private static func caller(
    _ index: Int, _ types: [String], _ result: String, _ kinds: [ScalarLeaf.Kind],
    _ numbers: [Int], _ architecture: Architecture
  ) -> String {
    let form = NativeForm(parameters: kinds, results: [], architecture: architecture)
    var registers: [String] = []
    var memory: [String] = []
    for (position, place) in form.parameters.enumerated() {
      let type = types[position]
      let value =
        switch kinds[position] {
        case .pointer: "inttoptr (i64 \(numbers[position]) to ptr)"
        case .float32, .float64: "\(numbers[position]).0"
        default: "\(numbers[position])"
        }
      if case .memory = place {
        memory.append("\(type) \(value)")
      } else {
        registers.append("\(type) \(value)")
      }
    }
    if !memory.isEmpty {
      let integers = registers.count { !$0.hasPrefix("float") && !$0.hasPrefix("double") }
      let fill = NativeRegisters(architecture).integerParameters + 1 - integers
      registers += [String](repeating: "i64 undef", count: fill) + memory
    }
    let plain = String(result.prefix { $0 != " " })
    let declared = registers.map { String($0.prefix { $0 != " " }) }.joined(separator: ", ")
    return """
      declare \(plain) @outer\(index)(\(declared))
      define void @call\(index)() {
        %r = call \(plain) @outer\(index)(\(registers.joined(separator: ", ")))
        store \(plain) %r, ptr @result
        ret void
      }

      """
  }

  private static let program = """
    #include <stdint.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    long seen, result;
    char stack[65536] __attribute__((aligned(16)));
    static int elsewhere;
    __thread long tlsg asm("runtime.tlsg") = 0x1234567;
    static void look(char *frame) { elsewhere = frame > stack && frame < stack + sizeof stack; }
    static void expect(int call, long sum, const char *type) {
      float f;
      double d;
      memcpy(&f, &result, sizeof f);
      memcpy(&d, &result, sizeof d);
      long got = *type == 'f' ? (long)f : *type == 'd' ? (long)d : type[1] == '8' ? (int8_t)result
        : type[1] == '1' ? (uint16_t)result : type[1] == '3' ? (int32_t)result : result;
      if (seen == sum && got == sum % 100 && elsewhere) return;
      printf("call %d: saw %ld, want %ld; got %ld of %s; %d\\n", call, seen, sum, got, type, elsewhere);
      exit(1);
    }

    """

  /// In Go's convention: a function, and what it gets. (X27 is never in use by code compiled for Go.)
  private static func switching(_ architecture: Architecture) -> String {
    switch architecture {
    case .x86_64:
      """
      .text
      "runtime.cgocall":
        pushq %rbp
        movq %rsp, %rbp
        leaq stack+65536(%rip), %rsp
        movq %rbx, %rdi
        callq *%rax
        movq %rbp, %rsp
        popq %rbp
      \(["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"].map { "  movq $-7, %\($0)" }.joined(separator: "\n"))
      \((0...15).map { "  pcmpeqd %xmm\($0), %xmm\($0)" }.joined(separator: "\n"))
        retq

      """
    case .arm64:
      """
      .text
      "runtime.cgocall":
        str x30, [sp, #-32]!
        mov x19, sp
        adrp x2, stack
        add x2, x2, :lo12:stack
        add x2, x2, #16, lsl #12
        mov x3, x0
        mov sp, x2
        mov x0, x1
        blr x3
        mov sp, x19
        ldr x30, [sp], #32
      \((0...26).filter { $0 != 18 }.map { "  mov x\($0), #-7" }.joined(separator: "\n"))
      \((0...31).map { "  fmov d\($0), #1.5" }.joined(separator: "\n"))
        ret

      """
    }
  }
}
