// One line program: DWARF 2 to 5, section 6.2.
#ifndef CBOUND_LINES_H
#define CBOUND_LINES_H

#include <stdint.h>

#include "CBound.h"
#include "reading.h"

typedef struct {
  const uint8_t *program, *end, *tables, *standard_lengths;
  uint16_t version;
  uint8_t minimum_length, line_range, opcode_base, offset_size;
  int8_t line_base;
} line_unit;

/// Reads the header of the program at `p`; gives where the next one starts.
static inline const uint8_t *line_unit_open(const uint8_t *p, line_unit *unit) {
  uint64_t length = read_u32(p);
  p += 4;
  unit->offset_size = 4;
  if (length == 0xffffffff) {
    length = read_u64(p);
    p += 8;
    unit->offset_size = 8;
  }
  unit->end = p + length;
  unit->version = read_u16(p);
  p += unit->version >= 5 ? 4 : 2;
  uint64_t header = unit->offset_size == 8 ? read_u64(p) : read_u32(p);
  p += unit->offset_size;
  unit->program = p + header;
  unit->minimum_length = *p++;
  if (unit->version >= 4) p++;
  p++;
  unit->line_base = (int8_t)*p++;
  unit->line_range = *p++;
  unit->opcode_base = *p++;
  unit->standard_lengths = p;
  unit->tables = p + unit->opcode_base - 1;
  return unit->end;
}

/// Decodes all rows; gives the end of what was written.
static inline cb_row *line_unit_rows(const line_unit *unit, cb_row *out) {
  uint16_t pc_steps[256];
  int8_t line_steps[256];
  const uint64_t minimum = unit->minimum_length;
  for (int i = unit->opcode_base; i < 256; i++) {
    int operand = i - unit->opcode_base;
    pc_steps[i] = (uint16_t)(operand / unit->line_range * (int)minimum);
    line_steps[i] = (int8_t)(unit->line_base + operand % unit->line_range);
  }
  const uint8_t *p = unit->program, *end = unit->end;
  const uint8_t base = unit->opcode_base;
  uint64_t address = 0;
  uint32_t file = 1, line = 1;
  while (p < end) {
    uint8_t opcode = *p++;
    if (opcode >= base) {
      address += pc_steps[opcode];
      line += (uint32_t)line_steps[opcode];
      *out++ = (cb_row){address, file, line};
      continue;
    }
    switch (opcode) {
    case 0: {
      uint64_t length = read_uleb(&p);
      const uint8_t *next = p + length;
      switch (*p) {
      case 1:
        *out++ = (cb_row){address, file, line | CB_END_SEQUENCE};
        address = 0, file = 1, line = 1;
        break;
      case 2:
        address = read_u64(p + 1);
        break;
      }
      p = next;
      break;
    }
    case 1: *out++ = (cb_row){address, file, line}; break;
    case 2: address += read_uleb(&p) * minimum; break;
    case 3: line += (uint32_t)read_sleb(&p); break;
    case 4: file = (uint32_t)read_uleb(&p); break;
    case 5: case 12: p = skip_leb(p); break;
    case 6: case 7: case 10: case 11: break;
    case 8: address += pc_steps[255]; break;
    case 9: address += read_u16(p); p += 2; break;
    default:
      for (int i = unit->standard_lengths[opcode - 1]; i > 0; i--) p = skip_leb(p);
    }
  }
  return out;
}

#endif
