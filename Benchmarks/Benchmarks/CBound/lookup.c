#include <stdlib.h>
#include <string.h>

#include "CBound.h"
#include "reading.h"

cb_lookup cb_lookup_open(const uint8_t *table, size_t size, uint64_t text) {
  cb_lookup lookup = {.table = table, .size = size, .text = text, .quantum = table[6]};
  lookup.count = (uint32_t)read_u64(table + 8);
  lookup.names = table + read_u64(table + 32);
  lookup.cutab = table + read_u64(table + 40);
  lookup.filetab = table + read_u64(table + 48);
  lookup.pctab = table + read_u64(table + 56);
  lookup.functab = table + read_u64(table + 64);
  uint32_t end = read_u32(lookup.functab + (size_t)lookup.count * 8);
  size_t buckets = ((size_t)end + 4095) / 4096;
  lookup.buckets = malloc(buckets * 20 + 20);
  uint32_t index = 0;
  for (size_t bucket = 0; bucket < buckets; bucket++) {
    uint32_t first = 0;
    for (uint32_t part = 0; part < 16; part++) {
      uint32_t offset = (uint32_t)(bucket * 4096 + part * 256);
      while (index + 1 < lookup.count && read_u32(lookup.functab + (index + 1) * 8) <= offset)
        index++;
      if (part == 0) memcpy(lookup.buckets + bucket * 20, &(uint32_t){first = index}, 4);
      lookup.buckets[bucket * 20 + 4 + part] = (uint8_t)(index - first > 255 ? 255 : index - first);
    }
  }
  return lookup;
}

void cb_lookup_close(cb_lookup *lookup) { free(lookup->buckets); }

static inline int32_t value_at(const uint8_t *p, uint32_t pc, uint32_t quantum) {
  int32_t value = -1;
  const uint32_t units = pc / quantum;
  uint32_t at = 0;
  for (int first = 1;; first = 0) {
    uint32_t pair = read_u16(p), change = pair & 0xff, step = pair >> 8;
    p += 2;
    // Mostly both are numbers of one byte.
    if (__builtin_expect(pair & 0x8080, 0)) {
      p -= 2;
      change = (uint32_t)read_uleb(&p);
      step = (uint32_t)read_uleb(&p);
    }
    if (change == 0 && !first) return -1;
    value += (int32_t)(-(change & 1) ^ (change >> 1));
    at += step;
    if (units < at) return value;
  }
}

static inline cb_position find(const cb_lookup *lookup, uint64_t address) {
  uint32_t pc = (uint32_t)(address - lookup->text);
  const uint8_t *bucket = lookup->buckets + (pc >> 12) * 20;
  uint32_t index = read_u32(bucket) + bucket[4 + (pc >> 8 & 15)];
  while (read_u32(lookup->functab + (index + 1) * 8) <= pc) index++;
  const uint8_t *record = lookup->functab + read_u32(lookup->functab + index * 8 + 4);
  uint32_t offset = pc - read_u32(record);
  cb_position position = {(const char *)lookup->names + read_u32(record + 4), "?", -1};
  uint32_t pcfile = read_u32(record + 20), pcln = read_u32(record + 24);
  if (pcln) position.line = value_at(lookup->pctab + pcln, offset, lookup->quantum);
  int32_t file = pcfile ? value_at(lookup->pctab + pcfile, offset, lookup->quantum) : -1;
  if (file >= 0) {
    uint32_t place = read_u32(lookup->cutab + (read_u32(record + 32) + (uint32_t)file) * 4);
    if (place != ~0u) position.file = (const char *)lookup->filetab + place;
  }
  return position;
}

cb_position cb_lookup_pc(const cb_lookup *lookup, uint64_t pc) { return find(lookup, pc); }

uint64_t cb_lookup_all(const cb_lookup *lookup, const uint64_t *pcs, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; i++) {
    cb_position position = find(lookup, pcs[i]);
    sum += (uint64_t)(uint32_t)position.line + (uintptr_t)position.function +
      (uintptr_t)position.file;
  }
  return sum;
}
