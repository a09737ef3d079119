// A host of Go 1.8 as far as a plugin sees it: loads the plugin as package plugin does, checks what
// that release's runtime checks, and calls its functions in the stack convention.
//
// Offsets are those of runtime/symtab.go (moduledata), runtime/type.go and runtime/runtime2.go of
// Go 1.8; the steps are those of runtime/plugin.go (lastmoduleinit), runtime/symtab.go
// (moduledataverify1, findfunc, pcvalue), runtime/type.go (typelinksinit).
#include <dlfcn.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t *Address;
struct slice { Address data; int64_t length, capacity; };
struct string { char *data; int64_t length; };

struct moduledata {
  struct slice pclntable, ftab, filetab;
  Address findfunctab, minpc, maxpc, text, etext, noptrdata, enoptrdata, data, edata, bss, ebss,
      noptrbss, enoptrbss, end, gcdata, gcbss, types, etypes;
  struct slice textsectmap, typelinks, itablinks, ptab;
  struct string pluginpath;
  struct slice pkghashes;
  struct string modulename;
  struct slice modulehashes;
  int64_t gcdatamask[2], gcbssmask[2];
  void *typemap;
  struct moduledata *next;
};
_Static_assert(sizeof(struct moduledata) == 440, "moduledata of Go 1.8");

struct moduledata firstmodule;
struct moduledata *last asm("runtime.lastmoduledatap") = &firstmodule;
struct { uint64_t lo, hi, guard; } descriptor;
void *goroutine = &descriptor;
__thread void *slot asm("runtime.tlsg");
uint64_t growths, behind_growth;
struct { uint32_t enabled; uint32_t rest; uint64_t more; } barrier asm("runtime.writeBarrier");
uint64_t barriers;
uint64_t algorithms[14][2] asm("runtime.algarray");

int failures;
#define CHECK(condition, ...)                              \
  do {                                                     \
    if (!(condition)) {                                    \
      printf("%s:%d: %s ", __FILE__, __LINE__, #condition); \
      printf(" " __VA_ARGS__);                             \
      printf("\n");                                        \
      failures++;                                          \
    }                                                      \
  } while (0)

int64_t call_go(void *code, void *arguments, int64_t bytes, void *context);

uint64_t memory_hash(Address p, uint64_t h, uint64_t size) {
  for (uint64_t i = 0; i < size; i++) h = h * 31 + p[i];
  return h * 3 + size;
}
uint64_t string_hash(struct string *s, uint64_t h) {
  return memory_hash((Address)s->data, h, s->length) + 5;
}
uint64_t interface_hash(uint64_t *p, uint64_t h) { return h * 7 + p[0] + (p[1] ? *(uint64_t *)p[1] : 0); }
uint64_t float32_hash(float *p, uint64_t h) { return h * 11 + (int64_t)(*p * 8); }
uint64_t float64_hash(double *p, uint64_t h) { return h * 13 + (int64_t)(*p * 8); }
uint64_t interface_equal(uint64_t *p, uint64_t *q) {
  // The upper bytes are rubbish: only one is the result.
  return 0xabcd00 | (p[0] == q[0] && (p[1] == q[1] || *(uint64_t *)p[1] == *(uint64_t *)q[1]));
}
void barriered_store(uint64_t *place, uint64_t value) {
  barriers++;
  *place = value;
}

jmp_buf recovery;
void walk(Address pc, Address sp);
void divide_panic(Address pc, Address sp) {
  walk(pc, sp);
  longjmp(recovery, 1);
}

// --- the runtime's readers -----------------------------------------------------------------------

struct functab { Address entry; uint64_t offset; };
struct function {
  Address entry;
  int32_t name, args, unused, pcsp, pcfile, pcln, npcdata, nfuncdata;
};

struct function *at(struct moduledata *m, int64_t index) {
  return (struct function *)(m->pclntable.data + ((struct functab *)m->ftab.data)[index].offset);
}

struct function *find_function(struct moduledata *m, Address pc) {
  uint64_t x = pc - m->minpc;
  Address bucket = m->findfunctab + x / 4096 * 20;
  uint32_t index = *(uint32_t *)bucket + bucket[4 + x % 4096 / 256];
  struct functab *table = (struct functab *)m->ftab.data;
  CHECK(table[index].entry <= pc, "bad findfunctab entry");
  while (table[index + 1].entry <= pc) index++;
  return at(m, index);
}

uint32_t varint(Address *p) {
  uint32_t value = 0;
  for (int shift = 0;; shift += 7) {
    uint8_t byte = *(*p)++;
    value |= (uint32_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

#ifdef __x86_64__
#define QUANTUM 1
#else
#define QUANTUM 4
#endif

int32_t pc_value(struct moduledata *m, struct function *f, int32_t table, Address target) {
  if (table == 0) return -1;
  Address p = m->pclntable.data + table;
  Address pc = f->entry;
  int32_t value = -1;
  for (int first = 1;; first = 0) {
    uint32_t delta = varint(&p);
    if (delta == 0 && !first) break;
    value += delta & 1 ? -(int32_t)(delta >> 1) - 1 : (int32_t)(delta >> 1);
    pc += varint(&p) * QUANTUM;
    if (target < pc) return value;
  }
  CHECK(0, "no value for %s+%ld", (char *)m->pclntable.data + f->name, (long)(target - f->entry));
  return -1;
}

void *func_data(struct function *f, int index) {
  if (index >= f->nfuncdata) return 0;
  Address p = (Address)(f + 1) + f->npcdata * 4;
  if ((uint64_t)p & 4) p += 4;
  return ((void **)p)[index];
}

struct name { uint8_t flags, high, low, bytes[]; };
struct type {
  uint64_t size, ptrdata;
  uint32_t hash;
  uint8_t tflag, align, fieldalign, kind;
  uint64_t (*algorithm)[2];
  Address gcdata;
  int32_t str, ptr_to_this;
};

void name_of(struct moduledata *m, int32_t offset, char *text) {
  struct name *n = (struct name *)(m->types + offset);
  CHECK((Address)n < m->etypes);
  int length = n->high << 8 | n->low;
  memcpy(text, n->bytes, length);
  text[length] = 0;
}

void string_of(struct moduledata *m, struct type *t, char *text) {
  char full[4096];
  name_of(m, t->str, full);
  strcpy(text, full + (t->tflag & 2 ? 1 : 0));
}

struct type *find_type(struct moduledata *m, const char *name) {
  char text[4096];
  for (int64_t i = 0; i < m->typelinks.length; i++) {
    struct type *t = (struct type *)(m->types + ((int32_t *)m->typelinks.data)[i]);
    string_of(m, t, text);
    if (strcmp(text, name) == 0) return t;
  }
  CHECK(0, "no type %s", name);
  exit(1);
}

void verify(struct moduledata *m) {
  uint8_t *header = m->pclntable.data;
  CHECK(*(uint32_t *)header == 0xfffffffb && header[4] == 0 && header[5] == 0);
  CHECK(header[6] == QUANTUM && header[7] == 8);
  struct functab *table = (struct functab *)m->ftab.data;
  int64_t count = m->ftab.length - 1;
  CHECK(count > 0 && m->ftab.capacity == m->ftab.length);
  for (int64_t i = 0; i < count; i++) {
    CHECK(table[i].entry <= table[i + 1].entry, "functab %ld", (long)i);
    CHECK(m->minpc <= table[i].entry && table[i].entry <= m->maxpc);
    struct function *f = at(m, i);
    CHECK(f->entry == table[i].entry);
    CHECK(f->unused == 0x1234567);
    Address end = f->entry;
    if (i + 1 < count && at(m, i + 1)->pcln != 0) {
      end = at(m, i + 1)->entry - 16;
      if (end < f->entry) end = f->entry;
    }
    pc_value(m, f, f->pcfile, end);
    pc_value(m, f, f->pcln, end);
    pc_value(m, f, f->pcsp, end);
    CHECK(pc_value(m, f, f->pcsp, f->entry) == 0);
    for (Address pc = f->entry; pc < table[i + 1].entry; pc += QUANTUM)
      CHECK(find_function(m, pc) == f);
    int32_t *locals = func_data(f, 1), *arguments = func_data(f, 0);
    CHECK(locals && locals[0] == 1 && locals[1] >= 0, "%s", (char *)header + f->name);
    if (f->args > 0)
      CHECK(arguments && arguments[0] == 1 && arguments[1] <= f->args / 8, "%s",
            (char *)header + f->name);
  }
  CHECK(m->minpc == table[0].entry && m->maxpc == table[count].entry);
  CHECK(m->text <= m->minpc && m->maxpc <= m->etext);
  CHECK(((uint32_t *)m->filetab.data)[0] == m->filetab.length);
  CHECK(m->pkghashes.length == 0 && m->modulehashes.length == 0 && !m->typemap && !m->next);
}

/// The bits of a GC program, one a word; their number.
int64_t unroll(Address p, uint8_t *bits, int64_t limit) {
  int64_t count = 0;
  while (*p) {
    CHECK(!(*p & 0x80), "repetition");
    int n = *p++;
    for (int i = 0; i < n; i++, count++)
      if (count < limit) bits[count] = p[i / 8] >> (i % 8) & 1;
    p += (n + 7) / 8;
  }
  CHECK(count <= limit);
  return count;
}

// --- what the plugin does ------------------------------------------------------------------------

struct moduledata *module;
void *library;
char path[256];

void *look_up(const char *name) {
  char symbol[512];
  snprintf(symbol, sizeof symbol, "%s.%s", path, name);
  void *found = dlsym(library, symbol);
  CHECK(found, "%s", symbol);
  if (!found) exit(1);
  return found;
}

/// The path as symbols have it, which later patch releases of Go 1.8 look exports up by.
void *look_up_escaped(const char *name) {
  char symbol[512], *out = symbol, *last = strrchr(path, '/');
  for (char *p = path; *p; p++) {
    if (*p == '.' && p > last)
      out += sprintf(out, "%%2e");
    else
      *out++ = *p;
  }
  sprintf(out, ".%s", name);
  void *found = dlsym(library, symbol);
  CHECK(found, "%s", symbol);
  return found;
}

#define CALL(code, arguments) CHECK(call_go(code, &arguments, sizeof arguments, 0))

struct point { double x, y; struct point *next; };
struct interface { void *tab, *data; };

void call_functions(void) {
  struct { int64_t a, b, r; } add = {40, 2, -1};
  CALL(look_up("Add"), add);
  CHECK(add.r == 42);

  struct { int8_t a; int64_t b; int16_t c; int64_t d; int32_t e; int64_t f, g; int8_t h; int64_t r; }
      sum = {-1, 2, -3, 4, -5, 6, 7, -8, 0};
  CALL(look_up("Sum"), sum);
  CHECK(sum.r == -2 + 6 - 15 + 28 - 55 + 78 + 119 - 152, "%ld", (long)sum.r);

  struct {
    struct string s; int8_t a; float f; struct string t; double re, im;
    struct string r1, r2; float r3; int8_t r4; double r5, r6;
  } swap = {{"left", 4}, 6, 1.5, {"right", 5}, 2.5, 3.5};
  CALL(look_up("Swap"), swap);
  CHECK(swap.r1.data == swap.t.data && swap.r1.length == 5 && swap.r2.data == swap.s.data);
  CHECK(swap.r3 == 2.5 && swap.r4 == 7 && swap.r5 == 3.5 && swap.r6 == 2.5);

  struct { uint8_t before; int32_t array[7]; int64_t index; int32_t r; } element = {
      1, {10, 11, 12, 13, 14, 15, 16}, 5, 0};
  CALL(look_up("At"), element);
  CHECK(element.r == 15);
}

void grow_stack(void) {
  // Too high a limit: every function asks for more stack first.
  struct { int64_t a, b, r; } add = {20, 3, 0};
  uint64_t before = growths;
  descriptor.guard = ~0ull;
  CALL(look_up("Add"), add);
  CHECK(add.r == 23 && growths == before + 1);
#ifdef __x86_64__
  CHECK(behind_growth == 0xe9 || behind_growth == 0xeb, "%lx", behind_growth);
#else
  CHECK(behind_growth == 5, "%lx", behind_growth);
#endif
  CHECK(descriptor.guard == 0);
}

/// From a panic's return address up the stack, by SP distances alone, as the unwinder walks.
void walk(Address pc, Address sp) {
  while (module->minpc <= pc && pc < module->maxpc) {
    struct function *f = find_function(module, pc);
    int32_t file = pc_value(module, f, f->pcfile, pc - 1);
    CHECK(file > 0 && file < module->filetab.length);
    printf("%s %s:%d\n", (char *)module->pclntable.data + f->name,
           (char *)module->pclntable.data + ((uint32_t *)module->filetab.data)[file],
           pc_value(module, f, f->pcln, pc - 1));
    int32_t frame = pc_value(module, f, f->pcsp, pc - 1);
#ifdef __x86_64__
    pc = *(Address *)(sp + frame);
    sp += frame + 8;
#else
    pc = *(Address *)sp;
    sp += frame;
#endif
  }
}

void divide(void) {
  struct { int64_t a, b, r; } divide = {84, 2, 0};
  CALL(look_up("Divide"), divide);
  CHECK(divide.r == 42);
  divide.b = 0;
  if (setjmp(recovery) == 0) {
    CALL(look_up("Divide"), divide);
    CHECK(0, "no panic");
  }
}

void store_pointers(void) {
  struct point a = {1, 2, 0}, b = {3, 4, 0};
  struct point **head = look_up("Head");
  struct { struct point *p; } push = {&a};
  barrier.enabled = 0;
  uint64_t before = barriers;
  CALL(look_up("Push"), push);
  CHECK(*head == &a && a.next == 0 && barriers == before);
  barrier.enabled = 1;
  push.p = &b;
  CALL(look_up("Push"), push);
  CHECK(*head == &b && b.next == &a && barriers == before + 2, "%lu", barriers);
  barrier.enabled = 0;
  *head = 0;
}

struct uncommon { int32_t pkgpath; uint16_t mcount, unused; uint32_t moff, unused2; };
struct method { int32_t name, type, interface_code, direct_code; };

struct method *method_of(struct type *t, int64_t fixed, const char *name) {
  struct uncommon *u = (struct uncommon *)((Address)t + fixed);
  struct method *methods = (struct method *)((Address)u + u->moff);
  char text[4096];
  for (int i = 0; i < u->mcount; i++) {
    name_of(module, methods[i].name, text);
    if (strcmp(text, name) == 0) return &methods[i];
  }
  CHECK(0, "no method %s", name);
  exit(1);
}

void call_methods(void) {
  struct type *pointer = find_type(module, "*shapes.Point");
  struct type *value = find_type(module, "shapes.Point");
  struct point p = {3, 4, 0};
  struct { struct point *p; double k; } scale = {&p, 2};
  CALL(module->text + method_of(pointer, 56, "Scale")->interface_code, scale);
  CHECK(p.x == 6 && p.y == 8);
  struct { struct point *p; double r; } norm = {&p, 0};
  CALL(module->text + method_of(pointer, 56, "Norm")->interface_code, norm);
  CHECK(norm.r == 100);
  norm.r = 0;
  // A value in an interface is called with its address, otherwise with the value itself.
  CALL(module->text + method_of(value, 80, "Norm")->interface_code, norm);
  CHECK(norm.r == 100);
  struct { struct point p; double r; } direct = {{1, 2, 0}, 0};
  CALL(module->text + method_of(value, 80, "Norm")->direct_code, direct);
  CHECK(direct.r == 5);
}

struct key {
  struct string name; struct interface value; double weight; int32_t blank;
  struct { int8_t a; struct interface i; } tags[3];
};

void compare_keys(void) {
  struct type *t = find_type(module, "shapes.Key");
  CHECK(t->size == sizeof(struct key));
  uint64_t numbers[] = {7, 7, 8};
  struct key a, b;
  memset(&a, 0xee, sizeof a);
  memset(&b, 0x11, sizeof b);
  struct key *both[] = {&a, &b};
  char text[2][8] = {"same", "same"};
  for (int i = 0; i < 2; i++) {
    struct key *k = both[i];
    k->name = (struct string){text[i], 4};
    k->value = (struct interface){&barriers, &numbers[i]};
    k->weight = i ? -0.0 : 0.0;
    for (int j = 0; j < 3; j++) {
      k->tags[j].a = j;
      k->tags[j].i = (struct interface){&growths, &numbers[i]};
    }
  }
  uint64_t *hash_closure = (uint64_t *)(*t->algorithm)[0];
  uint64_t *equal_closure = (uint64_t *)(*t->algorithm)[1];
  struct { void *p; uint64_t h, r; } hash_a = {&a, 9, 0}, hash_b = {&b, 9, 0};
  CHECK(call_go((void *)*hash_closure, &hash_a, sizeof hash_a, hash_closure));
  CHECK(call_go((void *)*hash_closure, &hash_b, sizeof hash_b, hash_closure));
  uint64_t h = string_hash(&a.name, 9);
  h = interface_hash((void *)&a.value, h);
  h = float64_hash(&a.weight, h);
  for (int j = 0; j < 3; j++) {
    h = memory_hash((Address)&a.tags[j].a, h, 1);
    h = interface_hash((void *)&a.tags[j].i, h);
  }
  CHECK(hash_a.r == h && hash_b.r == h, "%lx %lx %lx", hash_a.r, hash_b.r, h);

  struct { void *p, *q; uint8_t r; } equal = {&a, &b, 2};
#define EQUAL(expected)                                                                 \
  equal.r = 2;                                                                          \
  CHECK(call_go((void *)*equal_closure, &equal, sizeof equal, equal_closure));          \
  CHECK(equal.r == expected)
  EQUAL(1);
  text[1][3] = 'f'; EQUAL(0); text[1][3] = 'e'; EQUAL(1);
  b.value.data = &numbers[2]; EQUAL(0); b.value.data = &numbers[1]; EQUAL(1);
  b.weight = 1; EQUAL(0); b.weight = 0; EQUAL(1);
  b.tags[2].a = 9; EQUAL(0); b.tags[2].a = 2; EQUAL(1);
  b.tags[2].i.tab = &a; EQUAL(0); b.tags[2].i.tab = &growths; EQUAL(1);
  b.tags[0].i.data = &numbers[2]; EQUAL(0); b.tags[0].i.data = &numbers[1]; EQUAL(1);
  descriptor.guard = ~0ull; EQUAL(1);
}

void check_exports(void) {
  int32_t (*entries)[2] = (void *)module->ptab.data;
  char name[4096], text[4096];
  for (int64_t i = 0; i < module->ptab.length; i++) {
    name_of(module, entries[i][0], name);
    struct type *t = (struct type *)(module->types + entries[i][1]);
    string_of(module, t, text);
    CHECK(look_up(name) == look_up_escaped(name));
    printf("%s %s\n", name, text);
  }
}

void check_types(void) {
  char previous[4096] = "", text[4096];
  for (int64_t i = 0; i < module->typelinks.length; i++) {
    int32_t offset = ((int32_t *)module->typelinks.data)[i];
    struct type *t = (struct type *)(module->types + offset);
    CHECK(offset > 0 && (Address)t < module->etypes);
    string_of(module, t, text);
    CHECK(strcmp(previous, text) <= 0, "%s %s", previous, text);
    CHECK(t->hash && (t->ptrdata == 0) == ((t->kind & 0x80) != 0), "%s", text);
    strcpy(previous, text);
  }
  struct { void *r; } type = {0};
  CALL(look_up("MapType"), type);
  CHECK(type.r == dlsym(library, "type.map[string]*example.com/v1.8/sha%2epes.Point"));
}

/// One itab, as the compiler leaves it: the runtime fills in the rest, and writes to it.
void check_itabs(void) {
  CHECK(module->itablinks.length == 1);
  uint64_t **links = (void *)module->itablinks.data;
  CHECK(links[0] == dlsym(library, "go.itab.*example.com/v1.8/sha%2epes.Point,"
                                   "example.com/v1.8/sha%2epes.Norm"));
  CHECK(links[0][0] == (uint64_t)find_type(module, "shapes.Norm"));
  CHECK(links[0][1] == (uint64_t)find_type(module, "*shapes.Point"));
  struct { uint64_t *r; } table = {0};
  CALL(look_up("NormTable"), table);
  CHECK(table.r == links[0]);
  for (int i = 2; i < 5; i++) {
    CHECK(links[0][i] == 0);
    links[0][i] = 1;
  }
}

void check_roots(void) {
  int64_t words = (module->edata - module->data) / 8;
  uint8_t *bits = calloc(words + 1, 1);
  unroll(module->gcdata, bits, words);
  int64_t head = ((Address)look_up("Head") - module->data) / 8;
  int64_t count = ((Address)look_up("Count") - module->data) / 8;
  CHECK(head > 0 && head < words && bits[head] == 1);
  CHECK(count > 0 && count < words && bits[count] == 0);
  int set = 0;
  for (int64_t i = 0; i < words; i++) set += bits[i];
  // Head, and both words of the interface that is not exported.
  CHECK(set == 3, "%d", set);
  uint8_t none[64] = {0};
  CHECK(unroll(module->gcbss, none, (module->ebss - module->bss) / 8) == 0);
}

int main(int count, char **arguments) {
  slot = &descriptor;
  library = dlopen(arguments[1], RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    printf("%s\n", dlerror());
    return 1;
  }
  module = firstmodule.next;
  CHECK(module && last == module);
  verify(module);
  memcpy(path, module->pluginpath.data, module->pluginpath.length);
  CHECK(*(int64_t *)look_up("Count") == 7);
  struct {} nothing;
  CALL(look_up("init"), nothing);
  CHECK(*(int64_t *)look_up("Count") == 42);
  check_exports();
  check_types();
  check_itabs();
  check_roots();
  call_functions();
  grow_stack();
  store_pointers();
  call_methods();
  compare_keys();
  divide();
  printf(failures ? "failed\n" : "ok\n");
  return failures != 0;
}
