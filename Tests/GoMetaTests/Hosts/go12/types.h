// Go 1.2's type descriptors as its package runtime read them, by the offsets of its documents.
#include <stdint.h>

struct string { const char *bytes; long length; };
struct type;
struct uncommon {
  struct string *name, *package;
  struct method *methods;
  long count, room;
};
struct method {
  struct string *name, *package;
  struct type *without_receiver, *with_receiver;
  void *for_interfaces, *function;
};
struct type {
  uint64_t size;
  uint32_t hash;
  uint8_t unused, align, field_align, kind;
  void *algorithm, *gc;
  struct string *string;
  struct uncommon *uncommon;
  struct type *pointer_to_this;
  union {
    struct { struct type *element, *slice; uint64_t length; } array;
    struct { struct type *element; uint64_t direction; } channel;
    struct { struct type *key, *element, *bucket, *header; } map;
    struct {
      uint8_t dots;
      struct type **in;
      long in_count, in_room;
      struct type **out;
      long out_count, out_room;
    } function;
    struct {
      struct { struct string *name, *package; struct type *type; } *methods;
      long count, room;
    } interface;
    struct {
      struct {
        struct string *name, *package;
        struct type *type;
        struct string *tag;
        uint64_t offset;
      } *fields;
      long count, room;
    } structure;
  };
};

extern struct type *types[20];
struct method *method(struct type *type, const char *name);
