import GoABI
import Symbols
import TestSupport
import Testing

/// The memory functions, executed, against C's own.
@Suite struct MemoryFunctionTests {
  private static let program = #"""
    #include <stdio.h>
    #include <string.h>
    void *own_memcpy(void *, const void *, size_t);
    void *own_memmove(void *, const void *, size_t);
    void *own_memset(void *, int, size_t);
    static unsigned char own[1000], want[1000];
    static int errors, checks;
    static void begin(void) {
      for (int i = 0; i < sizeof own; i++) own[i] = want[i] = i * 7 + i / 256;
    }
    static void compare(const void *result, const void *start, const char *what, int n, int at) {
      checks++;
      if (result != start || memcmp(own, want, sizeof own))
        if (errors++ < 10) printf("%s of %d bytes at %d\n", what, n, at);
    }
    int main(void) {
      for (int n = 0; n < 300; n++) {
        for (int to = 300; to < 317; to += 3) {
          begin();
          memcpy(want + to, want, n);
          compare(own_memcpy(own + to, own, n), own + to, "memcpy", n, to);
          begin();
          memset(want + to, n + to, n);
          compare(own_memset(own + to, n + to + 256, n), own + to, "memset", n, to);
        }
        for (int distance = -70; distance <= 70; distance++) {
          begin();
          memmove(want + 350 + distance, want + 350, n);
          compare(own_memmove(own + 350 + distance, own + 350, n), own + 350 + distance,
            "memmove", n, distance);
        }
      }
      printf("%d errors in %d checks\n", errors, checks);
      return 0;
    }
    """#

  @Test("Memory is what C's functions make it", arguments: Architecture.allCases)
  func memory(architecture: Architecture) throws {
    let folder = try TestFolder()
    var text = ".text\n"
    for function in MemoryFunction.allCases {
      let name = "own_\(function.rawValue)"
      text += ".globl \(name)\n\(name):\n"
      text += Thunk.memoryFunction(function, architecture: architecture).text()
    }
    try folder.write(text + ".section .note.GNU-stack,\"\",%progbits\n", to: "thunks.s")
    try folder.write(Self.program, to: "main.c")
    try Tool.run(
      architecture == .x86_64 ? "gcc" : "aarch64-linux-gnu-gcc",
      ["-O1", "-fno-builtin", "-static", "-o", "program", "main.c", "thunks.s"], in: folder.url)
    let output =
      architecture == .x86_64
      ? try Tool.run(folder.path("program"))
      : try Tool.run("qemu-aarch64", [folder.path("program")])
    #expect(output == "0 errors in 45900 checks\n")
  }
}
