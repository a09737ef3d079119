// Growing bytes, sets of what was written, pc-value tables.
#ifndef CBOUND_TABLES_H
#define CBOUND_TABLES_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint8_t *bytes;
  size_t size, room;
} buffer;

static inline uint8_t *buffer_grow(buffer *b, size_t more) {
  if (b->size + more > b->room) {
    b->room = (b->size + more) * 2 + 4096;
    b->bytes = realloc(b->bytes, b->room);
  }
  return b->bytes + b->size;
}

static inline uint64_t hash_bytes(const uint8_t *p, size_t size) {
  uint64_t h = size * 0x9e3779b97f4a7c15u, word;
  for (; size >= 8; p += 8, size -= 8) {
    memcpy(&word, p, 8);
    __uint128_t product = (__uint128_t)(h ^ word) * 0xd6e8feb86659fd93u;
    h = (uint64_t)product ^ (uint64_t)(product >> 64);
  }
  if (size) {
    word = 0;
    memcpy(&word, p, size);
    __uint128_t product = (__uint128_t)(h ^ word) * 0xd6e8feb86659fd93u;
    h = (uint64_t)product ^ (uint64_t)(product >> 64);
  }
  return h ^ (h >> 32);
}

/// Which byte strings a buffer holds, and where. What is put in must tell its own end, so that
/// equal first bytes mean equal strings.
typedef struct {
  struct { uint32_t hash, offset; } *slots;
  size_t count, mask;
} content_set;

static inline void content_set_open(content_set *set, size_t room) {
  set->count = 0;
  set->mask = room - 1;
  set->slots = malloc(room * sizeof *set->slots);
  memset(set->slots, 0xff, room * sizeof *set->slots);
}

static inline void content_set_grow(content_set *set) {
  content_set old = *set;
  content_set_open(set, (old.mask + 1) * 2);
  set->count = old.count;
  for (size_t i = 0; i <= old.mask; i++) {
    if (old.slots[i].offset == ~0u) continue;
    size_t at = old.slots[i].hash & set->mask;
    while (set->slots[at].offset != ~0u) at = (at + 1) & set->mask;
    set->slots[at].hash = old.slots[i].hash;
    set->slots[at].offset = old.slots[i].offset;
  }
  free(old.slots);
}

/// Begins to fetch the slot of what will be put in: it is seldom in the cache.
static inline uint32_t content_hash(const content_set *set, const uint8_t *bytes, size_t size) {
  uint32_t hash = (uint32_t)hash_bytes(bytes, size);
  __builtin_prefetch(&set->slots[hash & set->mask]);
  return hash;
}

/// Where the bytes stand in the buffer: they are put at its end, aligned, if they are new.
static inline uint32_t content_add_hashed(
  content_set *set, buffer *b, uint32_t hash, const uint8_t *bytes, size_t size,
  size_t alignment) {
  size_t at = hash & set->mask;
  for (; set->slots[at].offset != ~0u; at = (at + 1) & set->mask) {
    uint32_t offset = set->slots[at].offset;
    if (set->slots[at].hash == hash && offset + size <= b->size &&
        memcmp(b->bytes + offset, bytes, size) == 0)
      return offset;
  }
  size_t padding = -b->size & (alignment - 1);
  uint8_t *out = buffer_grow(b, size + padding);
  memset(out, 0, padding);
  memcpy(out + padding, bytes, size);
  uint32_t offset = (uint32_t)(b->size + padding);
  b->size = offset + size;
  set->slots[at].hash = hash;
  set->slots[at].offset = offset;
  if (++set->count * 2 > set->mask) content_set_grow(set);
  return offset;
}

static inline uint32_t content_add(
  content_set *set, buffer *b, const uint8_t *bytes, size_t size, size_t alignment) {
  return content_add_hashed(
    set, b, (uint32_t)hash_bytes(bytes, size), bytes, size, alignment);
}

/// Encodes one pc-value table (`runtime/symtab.go`, pcvalue).
typedef struct {
  uint8_t *start, *out;
  uint32_t pc, shift;
  int32_t value;
  int is_first;
} pc_encoder;

static inline void put_varint(uint8_t **out, uint32_t value) {
  uint8_t *p = *out;
  while (value >= 0x80) {
    *p++ = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  *p++ = (uint8_t)value;
  *out = p;
}

static inline pc_encoder pc_encoder_open(uint8_t *scratch, uint32_t shift) {
  return (pc_encoder){scratch, scratch, 0, shift, -1, 1};
}

/// From `pc` on the value holds; PCs must increase. Written is a change: after the PC up to which
/// the value before holds, the difference to it. Small ones are written whether the value changes
/// or not, for that branch would be mispredicted often.
static inline void pc_encoder_add(pc_encoder *encoder, uint32_t pc, int32_t value) {
  uint32_t step = (pc - encoder->pc) >> encoder->shift;
  int32_t delta = value - encoder->value;
  uint32_t change = ((uint32_t)delta << 1) ^ (uint32_t)(delta >> 31);
  if (__builtin_expect((step | change) < 0x80 && !encoder->is_first, 1)) {
    encoder->out[0] = (uint8_t)step;
    encoder->out[1] = (uint8_t)change;
    encoder->out += delta != 0 ? 2 : 0;
    encoder->pc = delta != 0 ? pc : encoder->pc;
    encoder->value = value;
    return;
  }
  if (delta == 0 && (!encoder->is_first || pc > 0)) return;
  if (pc > encoder->pc) {
    if (encoder->is_first) *encoder->out++ = 0;
    put_varint(&encoder->out, step);
    encoder->pc = pc;
  }
  put_varint(&encoder->out, change);
  encoder->value = value;
  encoder->is_first = 0;
}

static inline size_t pc_encoder_close(pc_encoder *encoder, uint32_t end) {
  if (encoder->is_first) return 0;
  put_varint(&encoder->out, (end - encoder->pc) >> encoder->shift);
  *encoder->out++ = 0;
  return (size_t)(encoder->out - encoder->start);
}

#endif
