/// Runs a program one instruction after the other, and checks a table of stack deltas before each.
enum StackDeltaTracer {
  /// In C, for speed. `tracer TABLE PROGRAM` steps a program of x86-64 with ptrace; `tracer TABLE`
  /// reads what qemu logs of an arm64 program (-singlestep -d nochain,cpu).
  ///
  /// TABLE has a line `F start end name` for each function in order of address, behind it a line
  /// `offset delta` for each change. The tracer keeps a shadow stack of its own: where the stack
  /// pointer was when a call had been made, and where the call returns to. It checks the delta, and
  /// unwinds up to 32 frames by the table alone, which must meet the shadow stack.
  static let source = #"""
    #define _GNU_SOURCE
    #include <stdint.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>

    typedef struct { uint64_t start, end; int first, count, leaves; } Function;
    typedef struct { uint32_t offset; int delta; } Row;
    typedef struct { uint64_t entry, back; } Frame;

    static Function functions[1 << 16];
    static Row rows[1 << 20];
    static int functionCount, rowCount, depth;
    static Frame frames[1 << 16];
    static uint64_t low = ~0ull, high;
    static uint8_t *seen, *entered;
    static uint64_t memory[512];
    static long words;
    static long steps, checked, entries, distinct, unknown, unknownDistinct, wrong, unwound, lost;

    static void readTable(const char *path) {
      char line[4096];
      FILE *file = fopen(path, "r");
      while (fgets(line, sizeof line, file)) {
        if (line[0] == 'F') {
          Function *f = &functions[functionCount++];
          sscanf(line + 1, "%lx %lx", &f->start, &f->end);
          f->first = rowCount;
          // These go on elsewhere than where they were called.
          f->leaves = strstr(line, " __longjmp") || strstr(line, " _Unwind_");
          if (f->start < low) low = f->start;
          if (f->end > high) high = f->end;
        } else {
          sscanf(line, "%u %d", &rows[rowCount].offset, &rows[rowCount].delta);
          rowCount++;
          functions[functionCount - 1].count++;
        }
      }
      seen = calloc(high - low + 1, 1);
      entered = calloc(functionCount + 1, 1);
    }

    static int find(uint64_t pc) {
      int a = 0, b = functionCount;
      while (a < b) {
        int m = (a + b) / 2;
        if (functions[m].end > pc) b = m; else a = m + 1;
      }
      return a < functionCount && functions[a].start <= pc ? a : -1;
    }

    static int delta(int f, uint64_t pc) {
      Row *r = rows + functions[f].first;
      uint32_t offset = pc - functions[f].start;
      int a = 0, b = functions[f].count;
      while (a < b) {
        int m = (a + b) / 2;
        if (r[m].offset > offset) b = m; else a = m + 1;
      }
      return a ? r[a - 1].delta : -1;
    }

    // `pushed` bytes of return address lie at the entry's stack pointer; a call starts at most
    // `back` bytes before what it returns to.
    static void check(uint64_t pc, uint64_t sp, int pushed, int back) {
      int f = find(pc);
      if (!depth || f < 0) return;
      entries += !entered[f];
      entered[f] = 1;
      int isNew = !seen[pc - low];
      seen[pc - low] = 1;
      distinct += isNew;
      int d = delta(f, pc);
      if (d < 0) {
        unknown++;
        unknownDistinct += isNew;
        if (isNew) printf("unknown %lx\n", functions[f].start);
        return;
      }
      checked++;
      if (frames[depth - 1].entry - sp != (uint64_t)d) {
        if (wrong++ < 20) printf("wrong at %lx: %ld, stated %d\n", pc,
                                 (long)(frames[depth - 1].entry - sp), d);
        return;
      }
      uint64_t place = pc, s = sp;
      for (int n = 0, i = depth - 1; i >= 0 && n < 32; n++, i--) {
        int g = find(place);
        if (g < 0 || (d = delta(g, place)) < 0) return;
        s += d;
        uint64_t address = frames[i].back;
        if (pushed) {
          long word = (s - sp) / 8;
          if (word >= words) return;
          address = memory[word];
        }
        unwound++;
        if (s != frames[i].entry || address != frames[i].back) {
          if (lost++ < 20) printf("lost at %lx, frame %d of %lx\n", place, n, pc);
          return;
        }
        place = address - back;
        s += pushed;
      }
    }

    static int finish(void) {
      printf("result %ld %ld %ld %ld %ld %ld %ld %ld %ld\n", steps, checked, entries, distinct,
             unknown, unknownDistinct, wrong, unwound, lost);
      return 0;
    }

    // qemu's log: a call leaves in X30 the address behind it.
    static int followLog(void) {
      char line[4096];
      uint64_t pc = 0, before = 0;
      while (fgets(line, sizeof line, stdin)) {
        char *at = strstr(line, "PC=");
        if (at) {
          before = pc;
          pc = strtoull(at + 3, 0, 16);
        }
        if (strncmp(line, "X29=", 4)) continue;
        uint64_t link = strtoull(strstr(line, "X30=") + 4, 0, 16);
        uint64_t sp = strtoull(strstr(line, "SP=") + 3, 0, 16);
        steps++;
        int isCall = before && link == before + 4 && pc != before + 4;
        int from = find(before), into = find(pc);
        if (from >= 0 && functions[from].leaves && into != from && !isCall && depth &&
            frames[depth - 1].back != pc)
          while (depth && frames[depth - 1].entry <= sp) depth--;
        while (depth && (frames[depth - 1].entry < sp ||
                         (frames[depth - 1].entry == sp && frames[depth - 1].back == pc &&
                          before != pc - 4)))
          depth--;
        if (isCall && depth < 1 << 16) frames[depth++] = (Frame){sp, link};
        check(pc, sp, 0, 4);
      }
      return finish();
    }

    #ifdef __x86_64__
    #include <sys/ptrace.h>
    #include <sys/uio.h>
    #include <sys/user.h>
    #include <sys/wait.h>
    #include <unistd.h>

    // A call leaves on the stack the address behind it.
    static int step(char **program) {
      int status;
      pid_t child = fork();
      if (!child) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        execv(program[0], program);
        _exit(127);
      }
      waitpid(child, &status, 0);
      struct user_regs_struct now, last;
      ptrace(PTRACE_GETREGS, child, 0, &now);
      for (;;) {
        last = now;
        if (ptrace(PTRACE_SINGLESTEP, child, 0, 0) || waitpid(child, &status, 0) < 0 ||
            !WIFSTOPPED(status) || ptrace(PTRACE_GETREGS, child, 0, &now))
          break;
        steps++;
        while (depth && frames[depth - 1].entry < now.rsp) depth--;
        struct iovec mine = {memory, sizeof memory}, theirs = {(void *)now.rsp, sizeof memory};
        ssize_t got = process_vm_readv(child, &mine, 1, &theirs, 1, 0);
        if (got < 8) {
          mine.iov_len = theirs.iov_len = 4096 - (now.rsp & 4095);
          got = process_vm_readv(child, &mine, 1, &theirs, 1, 0);
        }
        words = got / 8;
        if (now.rsp == last.rsp - 8 && words > 0 && memory[0] > last.rip &&
            memory[0] <= last.rip + 8 && (now.rip < last.rip || now.rip > last.rip + 8) &&
            depth < 1 << 16)
          frames[depth++] = (Frame){now.rsp, memory[0]};
        check(now.rip, now.rsp, 8, 1);
      }
      if (!WIFEXITED(status) || WEXITSTATUS(status)) printf("ended with %x\n", status);
      return finish();
    }
    #endif

    int main(int count, char **arguments) {
      readTable(arguments[1]);
    #ifdef __x86_64__
      if (count > 2) return step(arguments + 2);
    #endif
      return followLog();
    }
    """#
}
