// The package that calc.go declares, in C.

// A name in Go's symbol tables, and a pointer that Go's collector follows.
#define GO(name) __asm__("example.com/calc." name)
#define gc __attribute__((address_space(1)))

typedef struct Node {
  long value;
  struct Node gc *next;
} Node;

long length(Node gc *list) GO("(*Node).Len");
long sum(Node gc *list) GO("Sum");
long mean(long sum, long count) GO("Mean");

// Go's "integer divide by zero".
_Noreturn void panicDivide(void) __asm__("runtime.panicdivide");

struct {
  const char *text;
  long length;
} version GO("Version") = {"1.0", 3};

long length(Node gc *list) {
  long n = 0;
  for (; list; list = list->next)
    n++;
  return n;
}

__attribute__((noinline)) static long value(Node gc *node) {
  return node->value; // of nil: a panic in Go
}

long sum(Node gc *list) {
  long total = 0;
  do {
    total += value(list);
    list = list->next;
  } while (list);
  return total;
}

long mean(long sum, long count) {
  if (count == 0)
    panicDivide();
  return sum / count;
}
