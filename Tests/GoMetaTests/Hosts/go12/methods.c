// Calls methods through their descriptors and prints the results. Each call's arguments and results
// are the words that Go 1.2's convention has above the return address.
#include "types.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void call(void *function, void *arguments, long words, long shift);
extern char mixer_itab[];
extern void *set_of_mixer;

enum { W, PW, S, PS, E, PE, P, PP, I, PI, O, PO, L, PL, MIXER, WORD };

// func (Mixer) Mix(a int8, b string, c float64, d uint16) (string, int16, float64)
struct mix {
  void *receiver;
  int8_t a;
  struct string b;
  double c;
  uint16_t d;
  struct string r;
  int16_t s;
  double t;
};

void mix(struct mix *at) {
  at->r = (struct string){at->b.bytes + 1, at->b.length - 1};
  at->s = at->a - at->d;
  at->t = at->c * *(long *)at->receiver;
}

// func (O) Far(x int32) (int32, int16)
struct far {
  int16_t a, b;
  int32_t x, r;
  int16_t s;
};

void far(struct far *at) {
  at->r = at->x + at->a;
  at->s = at->b - at->a;
}

static void *code(int index, const char *name, int forInterfaces) {
  struct method *found = method(types[index], name);
  if (!found) {
    printf("no method %s\n", name);
    exit(1);
  }
  return forInterfaces ? found->for_interfaces : found->function;
}

// Calls with both alignments of the stack, which must not matter.
static void go(void *function, void *arguments, long size) {
  char copy[256];
  memcpy(copy, arguments, size);
  call(function, copy, size / 8, 8);
  call(function, arguments, size / 8, 0);
  if (memcmp(copy, arguments, size)) printf("the stack's alignment matters\n");
}

static void sum(const char *label, void *function, void *receiver, long words) {
  long at[16];
  memcpy(at, receiver, words * 8);
  at[words] = 7;
  at[words + 1] = -1;
  go(function, at, (words + 2) * 8);
  printf("%s.Sum: %ld\n", label, at[words + 1]);
}

static void set(const char *label, void *function, void *receiver, long words, long *field) {
  long at[16];
  memcpy(at, receiver, words * 8);
  long before = *field;
  at[words] = before; // so that both calls do the same
  at[words + 1] = 0x5500 | 21;
  at[words + 2] = at[words + 3] = -1;
  go(function, at, (words + 4) * 8);
  // Arguments are the callee's: a wrapper may have replaced the receiver.
  memcpy(at, receiver, words * 8);
  at[words] = 900 + before;
  call(function, at, words + 4, 0);
  printf("%s.Set: %ld %d, then %ld\n", label, at[words + 2], (int8_t)at[words + 3], *field);
  *field = before;
}

static void mixed(const char *label, void *function, void *receiver, long words) {
  char at[128];
  struct mix *m = (struct mix *)(at + words * 8 - 8);
  memset(at, 0x5a, sizeof at);
  m->a = -3;
  m->b = (struct string){"hello", 5};
  m->c = 1.5;
  m->d = 1000;
  memcpy(at, receiver, words * 8);
  go(function, at, words * 8 + sizeof *m - 8);
  printf("%s.Mix: %.*s %d %g\n", label, (int)m->r.length, m->r.bytes, m->s, m->t);
}

// The results follow the arguments at the next word.
static void away(const char *label, void *function, void *receiver, long bytes) {
  char at[64];
  memset(at, 0x5a, sizeof at);
  memcpy(at, receiver, bytes);
  *(int32_t *)(at + bytes) = 30000;
  long results = (bytes + 4 + 7) / 8 * 8;
  go(function, at, results + 8);
  printf("%s.Far: %d %d\n", label, *(int32_t *)(at + results), *(int16_t *)(at + results + 4));
}

void call_methods(void) {
  long w[3] = {1, 2, 3};
  long *pw = w;
  sum("W", code(W, "Sum", 0), w, 3);
  sum("W by address", code(W, "Sum", 1), &pw, 1);
  sum("*W", code(PW, "Sum", 0), &pw, 1);
  set("*W", code(PW, "Set", 1), &pw, 1, w);

  // func (S) Neg(x int8) int8: S is one byte, and a word in an interface.
  char short_[16] = {5, 8};
  go(code(S, "Neg", 0), short_, 16);
  printf("S.Neg: %d\n", short_[8]);
  long padded[3] = {0x5500 | 5, 0x5500 | 8, 0};
  go(code(S, "Neg", 1), padded, 24);
  printf("S in an interface.Neg: %d\n", (int8_t)padded[2]);
  char byte = 5;
  long pointed[3] = {(long)&byte, 0x5500 | 8, 0};
  go(code(PS, "Neg", 1), pointed, 24);
  printf("*S.Neg: %d\n", (int8_t)pointed[2]);

  long e[6] = {99, 4, 5, 6, 0, 0};
  long *pe = e;
  sum("E", code(E, "Sum", 0), e, 6);
  sum("E by address", code(E, "Sum", 1), &pe, 1);
  set("*E", code(PE, "Set", 0), &pe, 1, e + 1);

  long p[2] = {98, (long)w};
  long *pp = p;
  sum("P", code(P, "Sum", 0), p, 2);
  sum("P by address", code(P, "Sum", 1), &pp, 1);
  set("P", code(P, "Set", 0), p, 2, w);
  set("P by address", code(P, "Set", 1), &pp, 1, w);
  set("*P", code(PP, "Set", 0), &pp, 1, w);

  long four = 4;
  long i[3] = {97, (long)mixer_itab, (long)&four};
  long *pi = i;
  mixed("I", code(I, "Mix", 0), i, 3);
  mixed("I by address", code(I, "Mix", 1), &pi, 1);
  mixed("*I", code(PI, "Mix", 0), &pi, 1);
  mixed("Mixer", set_of_mixer, i + 1, 2);

  int16_t o[4] = {11, 33, 0x5555, 0x5555};
  int16_t *po = o;
  away("O", code(O, "Far", 0), o, 4);
  away("O in an interface", code(O, "Far", 1), o, 8);
  away("*O", code(PO, "Far", 0), &po, 8);
  long l[2] = {96, (long)o};
  long *pl = l;
  away("L", code(L, "Far", 0), l, 16);
  away("L by address", code(L, "Far", 1), &pl, 8);
  away("*L", code(PL, "Far", 1), &pl, 8);

  sum("struct { *W }", code(WORD, "Sum", 0), &pw, 1);
  set("struct { *W }", code(WORD, "Set", 1), &pw, 1, w);
}
