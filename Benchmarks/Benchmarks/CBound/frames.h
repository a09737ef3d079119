// One FDE: DWARF 2 to 5, section 6.4, and .eh_frame as the Linux Standard Base describes it.
#ifndef CBOUND_FRAMES_H
#define CBOUND_FRAMES_H

#include <stdint.h>

#include "CBound.h"
#include "reading.h"

typedef struct {
  const uint8_t *at, *instructions, *end;
  uint64_t code_factor;
  int64_t data_factor;
  int32_t offset;
  uint32_t base;
  /// How addresses are written (DW_EH_PE), and whether an FDE has augmentation data.
  uint8_t pointers, has_data;
} frame_cie;

typedef struct {
  uint64_t address, size;
  const uint8_t *instructions, *end;
} frame_fde;

/// Runs instructions from `p` on. Gives the end of the rows.
static inline cb_frame_row *frame_run(
  const frame_cie *cie, const uint8_t *p, const uint8_t *end, int32_t *offset, uint32_t *base,
  cb_frame_row *out) {
  struct { int32_t offset; uint32_t base; } saved[8];
  unsigned depth = 0;
  uint32_t pc = 0;
  const uint32_t factor = (uint32_t)cie->code_factor;
  int32_t cfa = *offset;
  while (p < end) {
    uint8_t opcode = *p++;
    uint32_t step;
    switch (opcode >> 6) {
    case 1: step = (opcode & 0x3f) * factor; goto advance;
    case 2: p = skip_leb(p); continue;
    case 3: continue;
    }
    switch (opcode) {
    case 0x00: continue;
    case 0x01: return out;
    case 0x02: step = *p * factor; p += 1; break;
    case 0x03: step = read_u16(p) * factor; p += 2; break;
    case 0x04: step = read_u32(p) * factor; p += 4; break;
    case 0x06: case 0x08: case 0x07: case 0x2e: p = skip_leb(p); continue;
    case 0x05: case 0x09: case 0x11: case 0x14: case 0x15: case 0x2f:
      p = skip_leb(skip_leb(p)); continue;
    case 0x0a: saved[depth & 7].offset = cfa; saved[depth++ & 7].base = *base; continue;
    case 0x0b: depth--; cfa = saved[depth & 7].offset; *base = saved[depth & 7].base; continue;
    case 0x0c: *base = (uint32_t)read_uleb(&p); cfa = (int32_t)read_uleb(&p); continue;
    case 0x0d: *base = (uint32_t)read_uleb(&p); continue;
    case 0x0e: cfa = (int32_t)read_uleb(&p); continue;
    case 0x0f: *base = ~0u; { uint64_t n = read_uleb(&p); p += n; } continue;
    case 0x10: case 0x16: p = skip_leb(p); { uint64_t n = read_uleb(&p); p += n; } continue;
    case 0x12:
      *base = (uint32_t)read_uleb(&p);
      cfa = (int32_t)(read_sleb(&p) * cie->data_factor);
      continue;
    case 0x13: cfa = (int32_t)(read_sleb(&p) * cie->data_factor); continue;
    default: continue;
    }
  advance:
    if (step != 0) *out++ = (cb_frame_row){pc, cfa};
    pc += step;
  }
  *out++ = (cb_frame_row){pc, cfa};
  *offset = cfa;
  return out;
}

static inline void frame_open_cie(const uint8_t *p, const uint8_t *end, int is_eh, frame_cie *cie) {
  *cie = (frame_cie){.at = p};
  uint8_t version = p[8];
  const char *augmentation = (const char *)p + 9;
  p = skip_string(p + 9);
  if (version >= 4 && !is_eh) p += 2;
  cie->code_factor = read_uleb(&p);
  cie->data_factor = read_sleb(&p);
  if (version == 1) p++; else p = skip_leb(p);
  if (augmentation[0] == 'z') {
    cie->has_data = 1;
    uint64_t length = read_uleb(&p);
    const uint8_t *data = p;
    p += length;
    for (const char *a = augmentation + 1; *a; a++) {
      if (*a == 'R') cie->pointers = *data++;
      else if (*a == 'L') data++;
      else if (*a == 'P') data += (data[0] & 0xf) == 0xb || (data[0] & 0xf) == 3 ? 5 : 9;
    }
  }
  cb_frame_row ignored[8];
  frame_run(cie, p, end, &cie->offset, &cie->base, ignored);
}

/// Reads the next FDE at `*at`; 0 at the end. CIEs on the way go into `cie`.
static inline int frame_next(
  const uint8_t **at, const cb_bytes *section, uint64_t section_address, int is_eh, frame_cie *cie,
  frame_fde *fde) {
  const uint8_t *p = *at, *limit = section->start + section->size;
  while (p + 4 <= limit) {
    uint32_t length = read_u32(p);
    if (length == 0) {
      p += 4;
      continue;
    }
    const uint8_t *entry = p, *next = p + 4 + length;
    uint32_t id = read_u32(p + 4);
    if (id == (is_eh ? 0u : 0xffffffffu)) {
      frame_open_cie(entry, next, is_eh, cie);
      p = next;
      continue;
    }
    const uint8_t *owner = is_eh ? entry + 4 - id : section->start + id;
    if (owner != cie->at) frame_open_cie(owner, owner + 4 + read_u32(owner), is_eh, cie);
    p += 8;
    if ((cie->pointers & 0xf) == 0xb) {
      fde->address = (uint64_t)(int64_t)(int32_t)read_u32(p);
      if (cie->pointers & 0x10) fde->address += section_address + (uint64_t)(p - section->start);
      fde->size = read_u32(p + 4);
      p += 8;
    } else {
      fde->address = read_u64(p);
      if (cie->pointers & 0x10) fde->address += section_address + (uint64_t)(p - section->start);
      fde->size = read_u64(p + 8);
      p += 16;
    }
    if (cie->has_data) {
      uint64_t size = read_uleb(&p);
      p += size;
    }
    fde->instructions = p;
    fde->end = next;
    *at = next;
    return 1;
  }
  return 0;
}

static inline const cb_bytes *frame_section(const cb_image *image, int *is_eh) {
  *is_eh = image->frame.size == 0;
  return *is_eh ? &image->eh_frame : &image->frame;
}

#endif
