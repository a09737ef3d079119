// Walks from the descriptors in `types` by pointers alone and prints what it finds.
#include "types.h"

#include <stdio.h>
#include <string.h>

void call_methods(void);

static void text(const char *before, const struct string *string) {
  if (string) printf("%s%.*s", before, (int)string->length, string->bytes);
}

struct method *method(struct type *type, const char *name) {
  if (!type->uncommon) return 0;
  for (long i = 0; i < type->uncommon->count; i++) {
    struct method *method = &type->uncommon->methods[i];
    if ((long)strlen(name) == method->name->length &&
        !memcmp(name, method->name->bytes, method->name->length))
      return method;
  }
  return 0;
}

static void list(const char *label, struct type **types, long count) {
  printf(" %s(", label);
  for (long i = 0; i < count; i++) text(i ? ", " : "", types[i]->string);
  printf(")");
}

static void walk(struct type *type) {
  text("", type->string);
  printf(": kind %d size %ld align %d/%d", type->kind & 0x7f, (long)type->size, type->align,
         type->field_align);
  if (type->kind & 0x80) printf(" pointer-free");
  if (type->pointer_to_this) text(" to this ", type->pointer_to_this->string);
  switch (type->kind & 0x7f) {
  case 17:
    text(" of ", type->array.element->string);
    text(" slice ", type->array.slice->string);
    printf(" length %ld", (long)type->array.length);
    break;
  case 18:
    text(" of ", type->channel.element->string);
    printf(" direction %ld", (long)type->channel.direction);
    break;
  case 19:
    if (type->function.dots) printf(" ...");
    list("in", type->function.in, type->function.in_count);
    list("out", type->function.out, type->function.out_count);
    break;
  case 21:
    text(" key ", type->map.key->string);
    text(" element ", type->map.element->string);
    printf(" bucket %ld header %ld", (long)type->map.bucket->size, (long)type->map.header->size);
    break;
  case 22: text(" to ", type->array.element->string); break;
  }
  printf("\n");
  if ((type->kind & 0x7f) == 20)
    for (long i = 0; i < type->interface.count; i++) {
      text("  has ", type->interface.methods[i].name);
      text(" ", type->interface.methods[i].type->string);
      printf("\n");
    }
  if ((type->kind & 0x7f) == 25)
    for (long i = 0; i < type->structure.count; i++) {
      printf("  at %ld", (long)type->structure.fields[i].offset);
      text(" ", type->structure.fields[i].name);
      text(" of ", type->structure.fields[i].package);
      text(": ", type->structure.fields[i].type->string);
      text(" tag ", type->structure.fields[i].tag);
      printf("\n");
    }
  if (!type->uncommon) return;
  text("  named ", type->uncommon->name);
  text(" in ", type->uncommon->package);
  if (type->uncommon->name) printf("\n");
  for (long i = 0; i < type->uncommon->count; i++) {
    struct method *method = &type->uncommon->methods[i];
    text("  method ", method->name);
    text(": ", method->without_receiver->string);
    text(", ", method->with_receiver->string);
    printf(method->for_interfaces == method->function ? ", one function\n" : "\n");
  }
}

int main(void) {
  setvbuf(stdout, 0, _IOLBF, 0);
  for (unsigned i = 0; i < sizeof types / sizeof *types; i++) walk(types[i]);
  call_methods();
  return 0;
}
