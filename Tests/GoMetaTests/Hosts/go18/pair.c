// The host, for a plugin of two packages: example.com/pair, which embeds types of example.com/base.
#define main shapes_main
#include "host.c"
#undef main

/// Package runtime's, which every host has.
uint64_t error_type[16] asm("type.error");

struct leaf { int64_t n; struct string s; };
struct by_value { int8_t a; struct leaf leaf; double b; };
struct by_pointer { int64_t x; struct leaf *leaf; };
struct deep { int32_t z; struct by_value v; };
struct holder { struct interface namer; int64_t n; };
struct tagged { struct string a; struct leaf *leaf; };
struct base_key { struct interface v, e[2]; };
struct index { struct base_key keys[3]; struct string t; };

#define POINTER 56
#define STRUCT 80

void *code_of(const char *type, const char *name, int direct) {
  struct type *t = find_type(module, type);
  struct method *m = method_of(t, type[0] == '*' ? POINTER : STRUCT, name);
  return module->text + (direct ? m->direct_code : m->interface_code);
}

int64_t grow(const char *type, int direct, void *receiver, int64_t k) {
  struct { void *receiver; int64_t k, r; } call = {receiver, k, -1};
  CALL(code_of(type, "Grow", direct), call);
  return call.r;
}

int is_name(struct string s) { return s.length == 4 && memcmp(s.data, "name", 4) == 0; }

/// Name by a receiver of one word.
int has_name(const char *type, int direct, void *receiver) {
  struct { void *receiver; struct string r; } call = {receiver, {0, -1}};
  CALL(code_of(type, "Name", direct), call);
  return is_name(call.r);
}

/// What additab does: finds the methods, by names in order, and their types.
void fill(uint64_t *itab) {
  struct type *inter = (struct type *)itab[0], *type = (struct type *)itab[1];
  struct slice listed = *(struct slice *)((Address)inter + 56);
  struct uncommon *u = (struct uncommon *)((Address)type + POINTER);
  struct method *own = (struct method *)((Address)u + u->moff);
  char name[4096], other[4096];
  CHECK((inter->kind & 31) == 20 && (type->kind & 31) == 22 && (type->tflag & 1));
  int j = 0;
  for (int64_t i = 0; i < listed.length; i++, j++) {
    int32_t *wanted = (int32_t *)listed.data + 2 * i;
    name_of(module, wanted[0], name);
    for (;; j++) {
      if (j == u->mcount) {
        CHECK(0, "no method %s", name);
        exit(1);
      }
      name_of(module, own[j].name, other);
      if (strcmp(name, other) == 0 && own[j].type == wanted[1]) break;
    }
    itab[4 + i] = (uint64_t)(module->text + own[j].interface_code);
  }
}

void promoted_methods(void) {
  struct leaf leaf = {10, {"name", 4}};
  struct by_value v = {1, leaf, 2.5};
  struct by_pointer p = {1, &leaf};
  struct deep d = {1, v};
  struct leaf *only = &leaf;
  struct tagged t = {{0, 0}, &leaf};

  CHECK(grow("*pair.ByValue", 0, &v, 5) == 15 && v.leaf.n == 15);
  CHECK(grow("*pair.Deep", 0, &d, 6) == 16 && d.v.leaf.n == 16);
  CHECK(grow("*pair.ByPointer", 1, &p, 1) == 11 && grow("pair.ByPointer", 0, &p, 1) == 12);
  CHECK(grow("*pair.Only", 0, &only, 1) == 13);
  CHECK(grow("pair.Only", 0, only, 1) == 14 && grow("pair.Only", 1, only, 1) == 15);
  CHECK(has_name("*pair.ByValue", 0, &v) && has_name("pair.ByValue", 0, &v));
  CHECK(has_name("*pair.Deep", 1, &d) && has_name("pair.Deep", 0, &d));
  CHECK(has_name("*pair.ByPointer", 0, &p) && has_name("pair.ByPointer", 0, &p));
  CHECK(has_name("*pair.Only", 0, &only) && has_name("pair.Only", 0, only));
  CHECK(has_name("pair.Only", 1, only));
  struct { struct by_value v; struct string r; } by_value = {v, {0, -1}};
  CALL(code_of("pair.ByValue", "Name", 1), by_value);
  CHECK(is_name(by_value.r));
  struct { struct deep d; struct string r; } deep = {d, {0, -1}};
  CALL(code_of("pair.Deep", "Name", 1), deep);
  CHECK(is_name(deep.r));
  struct { struct by_pointer p; struct string r; } by_pointer = {p, {0, -1}};
  CALL(code_of("pair.ByPointer", "Name", 1), by_pointer);
  CHECK(is_name(by_pointer.r));
  struct { struct by_pointer p; int64_t k, r; } grown = {p, 5, -1};
  // No one calls it but reflection, and it needs no code.
  if (method_of(find_type(module, "pair.ByPointer"), STRUCT, "Grow")->direct_code) {
    CALL(code_of("pair.ByPointer", "Grow", 1), grown);
    CHECK(grown.r == 20);
  }
  const char *tagged = "struct { A string \"json:\\\"a@b\\\"\"; *base.Leaf }";
  CHECK(has_name(tagged, 0, &t));
  descriptor.guard = ~0ull;
  CHECK(has_name(tagged, 0, &t));
  struct { void *r; } type = {0};
  CALL(look_up("TaggedType"), type);
  CHECK(type.r == find_type(module, tagged));

  struct { struct leaf *l; int64_t k, r; } thrice = {&leaf, 100, 0};
  int64_t was = leaf.n;
  CALL(look_up("Thrice"), thrice);
  CHECK(thrice.r == was + 300 && leaf.n == was + 300);
}

void itabs(void) {
  uint64_t **links = (void *)module->itablinks.data;
  CHECK(module->itablinks.length == 2);
  for (int i = 0; i < 2; i++) {
    CHECK(links[i][2] == 0 && links[i][3] == 0 && links[i][4] == 0);
    fill(links[i]);
  }
  struct leaf leaf = {3, {"name", 4}};
  struct by_pointer p = {1, &leaf};
  struct tagged t = {{0, 0}, &leaf};
  struct { uint64_t *r; } table = {0};
  CALL(look_up("Tab"), table);
  CHECK(table.r == links[0] || table.r == links[1]);
  CHECK(table.r[1] == (uint64_t)find_type(module, "*pair.ByPointer"));
  struct { void *receiver; int64_t k, r; } grown = {&p, 4, 0};
  CALL((void *)table.r[4], grown);
  CHECK(grown.r == 7);
  struct { void *receiver; struct string r; } name = {&p, {0, -1}};
  CALL((void *)table.r[5], name);
  CHECK(is_name(name.r));
  uint64_t *both = table.r;
  CALL(look_up("TaggedTab"), table);
  CHECK(table.r != both && (table.r == links[0] || table.r == links[1]));
  name.receiver = &t;
  name.r.length = -1;
  CALL((void *)table.r[4], name);
  CHECK(is_name(name.r));

  // An interface's method, by its table: through the address of the value that holds it, and by the
  // value itself.
  struct holder h = {{both, &p}, 1};
  uint64_t small[5] = {0, 0, 0, 0, both[5]};
  h.namer.tab = small;
  CHECK(has_name("*pair.Holder", 0, &h) && has_name("pair.Holder", 0, &h));
  struct { struct holder h; struct string r; } held = {h, {0, -1}};
  CALL(code_of("pair.Holder", "Name", 1), held);
  CHECK(is_name(held.r));
}

int64_t hash_of(struct type *t, void *value) {
  uint64_t *closure = (uint64_t *)(*t->algorithm)[0];
  struct { void *p; uint64_t h, r; } call = {value, 9, 0};
  CHECK(call_go((void *)*closure, &call, sizeof call, closure));
  return call.r;
}

int equal(struct type *t, void *p, void *q) {
  uint64_t *closure = (uint64_t *)(*t->algorithm)[1];
  struct { void *p, *q; uint8_t r; } call = {p, q, 2};
  CHECK(call_go((void *)*closure, &call, sizeof call, closure));
  return call.r;
}

struct map_type {
  struct type common;
  struct type *key, *element, *bucket, *header;
  uint8_t key_size, indirect_key, value_size, indirect_value;
  uint16_t bucket_size;
  uint8_t reflexive, needs_update;
};

void keys(void) {
  struct type *t = find_type(module, "base.Key"), *it = find_type(module, "pair.Index");
  CHECK(t->size == sizeof(struct base_key) && it->size == sizeof(struct index));
  uint64_t numbers[] = {7, 7, 8};
  struct index a, b;
  memset(&a, 0, sizeof a);
  memset(&b, 0, sizeof b);
  struct index *both[] = {&a, &b};
  char text[2][8] = {"same", "same"};
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 3; j++) {
      both[i]->keys[j].v = (struct interface){&barriers, &numbers[i]};
      for (int k = 0; k < 2; k++) both[i]->keys[j].e[k] = (struct interface){&growths, &numbers[i]};
    }
    both[i]->t = (struct string){text[i], 4};
  }
  uint64_t h = 9;
  for (int j = 0; j < 3; j++) {
    struct base_key *k = &a.keys[j];
    struct interface *parts[] = {&k->v, &k->e[0], &k->e[1]};
    for (int i = 0; i < 3; i++) h = interface_hash((void *)parts[i], h);
    if (j == 0) CHECK(hash_of(t, k) == h && hash_of(t, &b.keys[0]) == h);
  }
  h = string_hash(&a.t, h);
  CHECK(hash_of(it, &a) == h && hash_of(it, &b) == h);
  CHECK(equal(t, &a.keys[1], &b.keys[1]) == 1 && equal(it, &a, &b) == 1);
  b.keys[2].e[1].data = &numbers[2];
  CHECK(equal(it, &a, &b) == 0 && equal(t, &a.keys[2], &b.keys[2]) == 0);
  b.keys[2].e[1].data = &numbers[1];
  b.keys[0].v.tab = &a;
  CHECK(equal(it, &a, &b) == 0 && equal(t, &a.keys[0], &b.keys[0]) == 0);
  b.keys[0].v.tab = &barriers;
  text[1][0] = 'S';
  CHECK(equal(it, &a, &b) == 0);

  struct map_type *m = (struct map_type *)find_type(module, "map[base.Key]pair.Index");
  CHECK((m->common.kind & 31) == 21 && m->key == t && m->element == it);
  // Larger than 128 bytes: by its address.
  CHECK(m->key_size == 48 && !m->indirect_key && m->value_size == 8 && m->indirect_value);
  CHECK(m->bucket_size == 8 + 8 * 48 + 8 * 8 + 8 && m->bucket->size == m->bucket_size);
  // An interface may hold a float, which need not equal itself, and whose zeros differ.
  CHECK(!m->reflexive && m->needs_update && m->header->size == 48);
  // Its functions are named after a type whose name linkers do not take as it is.
  const char *tagged = "map[struct { K interface {} \"k:\\\"@\\\"\"; L int16 }]int";
  struct map_type *g = (struct map_type *)find_type(module, tagged);
  struct { struct interface k; int16_t l; } x = {{&barriers, &numbers[0]}, 5}, y = x;
  y.k.data = &numbers[1];
  h = memory_hash((Address)&x.l, interface_hash((void *)&x.k, 9), 2);
  CHECK(hash_of(g->key, &x) == h && hash_of(g->key, &y) == h && equal(g->key, &x, &y) == 1);
  y.k.data = &numbers[2];
  CHECK(equal(g->key, &x, &y) == 0);
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
  struct {} nothing;
  CALL(look_up("init"), nothing);
  check_exports();
  promoted_methods();
  itabs();
  keys();
  printf(failures ? "failed\n" : "ok\n");
  return failures != 0;
}
