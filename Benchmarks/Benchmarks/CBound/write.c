#include "rebuild.h"

static uint8_t *put_part(uint8_t *out, const buffer *part) {
  if (part->size) memcpy(out, part->bytes, part->size);
  return out + part->size;
}

/// The findfunctab: for each 4096 bytes of text the first function's index, and for 16 parts of 256
/// bytes how much further theirs is.
static size_t write_buckets(const rebuild *r, uint64_t text, uint64_t end, uint8_t *out) {
  size_t buckets = (size_t)((end - text + 4095) / 4096), index = 0;
  for (size_t bucket = 0; bucket < buckets; bucket++) {
    uint8_t *record = out + bucket * 20;
    uint32_t first = 0;
    for (uint32_t part = 0; part < 16; part++) {
      uint64_t address = text + bucket * 4096 + part * 256;
      while (index + 1 < r->count && r->functions[index + 1].address <= address) index++;
      if (part == 0) memcpy(record, &(uint32_t){first = (uint32_t)index}, 4);
      record[4 + part] = (uint8_t)(index - first > 255 ? 255 : index - first);
    }
  }
  return buckets * 20;
}

void write_table(rebuild *r, cb_table *result) {
  const uint64_t text = r->count ? r->functions[0].address : 0;
  const uint64_t end = r->count ? r->functions[r->count - 1].end : 0;
  size_t most = 72 + 64 + r->names.size + r->cutab.size + r->filetab.size + r->pctab.size +
    r->count * (8 + 44 + 12 + 16) + 4 + r->trees.size + ((size_t)(end - text) / 4096 + 1) * 20;
  uint8_t *bytes = malloc(most), *out = bytes + 72;
  uint64_t parts[5];
#define ALIGN() while ((out - bytes) & 7) *out++ = 0
  const buffer *buffers[] = {&r->names, &r->cutab, &r->filetab, &r->pctab};
  for (int i = 0; i < 4; i++) {
    parts[i] = (uint64_t)(out - bytes);
    out = put_part(out, buffers[i]);
    ALIGN();
  }
  parts[4] = (uint64_t)(out - bytes);
  uint8_t *functab = out, *record = out + r->count * 8 + 4;
  for (size_t i = 0; i < r->count; i++) {
    const function_facts *facts = &r->facts[i];
    uint32_t entry = (uint32_t)(r->functions[i].address - text);
    uint32_t pair[2] = {entry, (uint32_t)(record - functab)};
    memcpy(functab + i * 8, pair, 8);
    uint32_t pcdata = facts->has_tree ? 3 : 0, funcdata = facts->has_tree ? 4 : 0;
    uint32_t fixed[11] = {
      entry, facts->name, 0, 0, facts->pcsp, facts->pcfile, facts->pcln, pcdata, facts->cutab,
      facts->line, funcdata << 24};
    memcpy(record, fixed, 44);
    record += 44;
    if (facts->has_tree) {
      uint32_t more[7] = {0, 0, facts->inline_index, ~0u, ~0u, ~0u, facts->inline_tree};
      memcpy(record, more, 28);
      record += 28;
    }
  }
  uint32_t length = (uint32_t)(end - text);
  memcpy(functab + r->count * 8, &length, 4);
  result->functab = r->count * 8 + 4;
  result->records = (size_t)(record - functab) - result->functab;
  out = record;
  ALIGN();
  out = put_part(out, &r->trees);
  ALIGN();
  result->findfunctab = r->count ? write_buckets(r, text, end, out) : 0;
  out += result->findfunctab;

  uint64_t header[9] = {
    0xfffffff1u | (uint64_t)(r->shift ? 4 : 1) << 48 | UINT64_C(8) << 56, r->count, 0, 0, parts[0],
    parts[1], parts[2], parts[3], parts[4]};
  memcpy(bytes, header, 72);
  result->bytes = bytes;
  result->size = (size_t)(out - bytes);
  result->functions = r->count;
  result->names = r->names.size;
  result->cutab = r->cutab.size;
  result->filetab = r->filetab.size;
  result->pctab = r->pctab.size;
  result->inline_trees = r->trees.size;
}
