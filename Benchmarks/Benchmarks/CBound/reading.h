// Numbers and strings of DWARF, without checks.
#ifndef CBOUND_READING_H
#define CBOUND_READING_H

#include <stdint.h>
#include <string.h>

static inline uint16_t read_u16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return v; }
static inline uint32_t read_u32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }
static inline uint64_t read_u64(const uint8_t *p) { uint64_t v; memcpy(&v, p, 8); return v; }

static inline uint64_t read_uleb(const uint8_t **at) {
  const uint8_t *p = *at;
  uint8_t byte = *p++;
  uint64_t value = byte & 0x7f;
  for (unsigned shift = 7; byte >= 0x80; shift += 7) {
    byte = *p++;
    value |= (uint64_t)(byte & 0x7f) << shift;
  }
  *at = p;
  return value;
}

static inline int64_t read_sleb(const uint8_t **at) {
  const uint8_t *p = *at;
  uint8_t byte = *p++;
  uint64_t value = byte & 0x7f;
  unsigned shift = 7;
  for (; byte >= 0x80; shift += 7) {
    byte = *p++;
    value |= (uint64_t)(byte & 0x7f) << shift;
  }
  if (shift < 64 && (byte & 0x40)) value |= ~UINT64_C(0) << shift;
  *at = p;
  return (int64_t)value;
}

static inline const uint8_t *skip_leb(const uint8_t *p) {
  while (*p++ >= 0x80) {}
  return p;
}

/// Behind the string's NUL. Eight bytes at a time, which may read on behind it.
static inline const uint8_t *skip_string(const uint8_t *p) {
  for (;;) {
    uint64_t word = read_u64(p);
    uint64_t zeros = (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
    if (zeros) return p + (__builtin_ctzll(zeros) >> 3) + 1;
    p += 8;
  }
}

#endif
