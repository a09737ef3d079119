#include "entries.h"

#include <stdlib.h>

enum { kind_other, kind_unit, kind_subprogram, kind_call };
enum { skip_end, skip_a_leb, skip_a_string, skip_block1, skip_block2, skip_block4, skip_block };

#define RESERVE(array, count, room, more)                        \
  do {                                                           \
    if ((count) + (more) > (room)) {                             \
      (room) = ((count) + (more)) * 2 + 64;                      \
      (array) = realloc((array), (room) * sizeof *(array));      \
    }                                                            \
  } while (0)

/// The size of a form in bytes, or the way to skip it as a number below 0.
static int form_size(uint8_t form, uint8_t version, uint8_t offset_size) {
  switch (form) {
  case 0x19: case 0x21: return 0;
  case 0x0b: case 0x0c: case 0x11: case 0x25: case 0x29: return 1;
  case 0x05: case 0x12: case 0x26: case 0x2a: return 2;
  case 0x27: case 0x2b: return 3;
  case 0x06: case 0x13: case 0x28: case 0x2c: case 0x1c: return 4;
  case 0x01: case 0x07: case 0x14: case 0x20: case 0x24: return 8;
  case 0x1e: return 16;
  case 0x10: return version <= 2 ? 8 : offset_size;
  case 0x0e: case 0x17: case 0x1d: case 0x1f: return offset_size;
  case 0x08: return -skip_a_string;
  case 0x0a: return -skip_block1;
  case 0x03: return -skip_block2;
  case 0x04: return -skip_block4;
  case 0x09: case 0x18: return -skip_block;
  default: return -skip_a_leb;
  }
}

static void read_abbreviations(entry_reader *reader) {
  abbreviations *table = &reader->table;
  const debug_unit *unit = &reader->unit;
  if (table->is_valid && table->offset == unit->abbreviations &&
      table->version == unit->version && table->offset_size == unit->offset_size)
    return;
  table->is_valid = 1;
  table->offset = unit->abbreviations;
  table->version = unit->version;
  table->offset_size = unit->offset_size;
  table->count = table->attribute_count = table->step_count = 0;
  const uint8_t *p = reader->image->abbrev.start + unit->abbreviations;
  for (;;) {
    uint64_t code = read_uleb(&p);
    if (code == 0) break;
    RESERVE(table->entries, table->count, table->room, code + 1 - table->count);
    while (table->count <= code) table->entries[table->count++] = (abbreviation){0};
    abbreviation *entry = &table->entries[code];
    entry->tag = (uint16_t)read_uleb(&p);
    entry->has_children = *p++;
    entry->kind = entry->tag == 0x1d ? kind_call
      : entry->tag == 0x2e ? kind_subprogram
      : entry->tag == 0x11 || entry->tag == 0x3c || entry->tag == 0x41 ? kind_unit : kind_other;
    entry->first_attribute = (uint32_t)table->attribute_count;
    entry->first_step = (uint32_t)table->step_count;
    uint16_t fixed = 0;
    for (;;) {
      uint16_t name = (uint16_t)read_uleb(&p);
      uint8_t form = (uint8_t)read_uleb(&p);
      int64_t implicit = form == 0x21 ? read_sleb(&p) : 0;
      RESERVE(table->attributes, table->attribute_count, table->attribute_room, 1);
      table->attributes[table->attribute_count++] = (attribute){name, form, implicit};
      RESERVE(table->steps, table->step_count, table->step_room, 1);
      if (name == 0 && form == 0) {
        table->steps[table->step_count++] = (skip_step){fixed, skip_end};
        break;
      }
      int size = form_size(form, unit->version, unit->offset_size);
      if (size >= 0) {
        fixed += (uint16_t)size;
      } else {
        table->steps[table->step_count++] = (skip_step){fixed, (uint8_t)-size};
        fixed = 0;
      }
    }
  }
}

static inline const uint8_t *skip_entry(const skip_step *step, const uint8_t *p) {
  for (;; step++) {
    p += step->fixed;
    switch (step->how) {
    case skip_end: return p;
    case skip_a_leb: p = skip_leb(p); break;
    case skip_a_string: p = skip_string(p); break;
    case skip_block1: p += 1 + *p; break;
    case skip_block2: p += 2 + read_u16(p); break;
    case skip_block4: p += 4 + read_u32(p); break;
    case skip_block: { uint64_t size = read_uleb(&p); p += size; break; }
    }
  }
}

/// A number: of a reference, its offset in the section. Strings are their places in memory.
static inline uint64_t read_form(
  const entry_reader *reader, const attribute *attribute, const uint8_t **at) {
  const debug_unit *unit = &reader->unit;
  const cb_image *image = reader->image;
  const uint8_t *p = *at;
  uint64_t value, size;
  switch (attribute->form) {
  case 0x19: return 1;
  case 0x21: return (uint64_t)attribute->implicit;
  case 0x0b: case 0x0c: *at = p + 1; return *p;
  case 0x05: *at = p + 2; return read_u16(p);
  case 0x06: case 0x1c: *at = p + 4; return read_u32(p);
  case 0x01: case 0x07: case 0x20: case 0x24: *at = p + 8; return read_u64(p);
  case 0x11: *at = p + 1; return unit->start + *p;
  case 0x12: *at = p + 2; return unit->start + read_u16(p);
  case 0x13: *at = p + 4; return unit->start + read_u32(p);
  case 0x14: *at = p + 8; return unit->start + read_u64(p);
  case 0x15: return unit->start + read_uleb(at);
  case 0x0d: return (uint64_t)read_sleb(at);
  case 0x0f: case 0x22: case 0x23: return read_uleb(at);
  case 0x10:
    size = unit->version <= 2 ? 8 : unit->offset_size;
    *at = p + size;
    return size == 8 ? read_u64(p) : read_u32(p);
  case 0x17: case 0x1d:
    *at = p + unit->offset_size;
    return unit->offset_size == 8 ? read_u64(p) : read_u32(p);
  case 0x08: *at = skip_string(p); return (uint64_t)(uintptr_t)p;
  case 0x0e: case 0x1f:
    *at = p + unit->offset_size;
    value = unit->offset_size == 8 ? read_u64(p) : read_u32(p);
    return (uint64_t)(uintptr_t)(
      (attribute->form == 0x0e ? image->str.start : image->line_str.start) + value);
  case 0x1a: value = read_uleb(at); goto string;
  case 0x25: value = *p; *at = p + 1; goto string;
  case 0x26: value = read_u16(p); *at = p + 2; goto string;
  case 0x27: value = read_u32(p) & 0xffffff; *at = p + 3; goto string;
  case 0x28: value = read_u32(p); *at = p + 4; goto string;
  case 0x1b: value = read_uleb(at); goto address;
  case 0x29: value = *p; *at = p + 1; goto address;
  case 0x2a: value = read_u16(p); *at = p + 2; goto address;
  case 0x2b: value = read_u32(p) & 0xffffff; *at = p + 3; goto address;
  case 0x2c: value = read_u32(p); *at = p + 4; goto address;
  case 0x0a: *at = p + 1 + *p; return 0;
  case 0x03: *at = p + 2 + read_u16(p); return 0;
  case 0x04: *at = p + 4 + read_u32(p); return 0;
  case 0x09: case 0x18: size = read_uleb(at); *at += size; return 0;
  case 0x1e: *at = p + 16; return 0;
  default: *at = skip_leb(p); return 0;
  }
string:
  value = unit->offset_size == 8
    ? read_u64(image->str_offsets.start + unit->str_offsets_base + value * 8)
    : read_u32(image->str_offsets.start + unit->str_offsets_base + value * 4);
  return (uint64_t)(uintptr_t)(image->str.start + value);
address:
  return read_u64(image->addr.start + unit->addr_base + value * 8);
}

static inline int is_address(uint8_t form) {
  return form == 0x01 || form == 0x1b || (form >= 0x29 && form <= 0x2c);
}

static void add_range(entry_reader *reader, uint64_t low, uint64_t high) {
  if (low >= high) return;
  RESERVE(reader->ranges, reader->range_count, reader->range_room, 1);
  reader->ranges[reader->range_count++] = (code_range){low, high};
}

static void read_ranges(entry_reader *reader, uint64_t value, uint8_t form) {
  const debug_unit *unit = &reader->unit;
  const cb_image *image = reader->image;
  uint64_t base = unit->low;
  if (unit->version < 5) {
    for (const uint8_t *p = image->ranges.start + value;; p += 16) {
      uint64_t low = read_u64(p), high = read_u64(p + 8);
      if (low == 0 && high == 0) return;
      if (low == ~UINT64_C(0)) base = high;
      else add_range(reader, base + low, base + high);
    }
  }
  const uint8_t *lists = image->rnglists.start;
  if (form == 0x23) {
    const uint8_t *entry = lists + unit->rnglists_base + value * unit->offset_size;
    value = unit->rnglists_base + (unit->offset_size == 8 ? read_u64(entry) : read_u32(entry));
  }
  const uint8_t *addresses = image->addr.start + unit->addr_base, *p = lists + value;
  for (;;) {
    uint64_t low, high;
    switch (*p++) {
    case 0: return;
    case 1: base = read_u64(addresses + read_uleb(&p) * 8); continue;
    case 2:
      low = read_u64(addresses + read_uleb(&p) * 8);
      high = read_u64(addresses + read_uleb(&p) * 8);
      break;
    case 3: low = read_u64(addresses + read_uleb(&p) * 8); high = low + read_uleb(&p); break;
    case 4: low = base + read_uleb(&p); high = base + read_uleb(&p); break;
    case 5: base = read_u64(p); p += 8; continue;
    case 6: low = read_u64(p); high = read_u64(p + 8); p += 16; break;
    default: low = read_u64(p); p += 8; high = low + read_uleb(&p); break;
    }
    add_range(reader, low, high);
  }
}

typedef struct {
  uint64_t low, high, ranges, origin, call_file, call_line, line;
  uint8_t high_form, ranges_form, has_low, has_ranges, is_declaration;
} code_entry;

static const uint8_t *read_code_entry(
  entry_reader *reader, const abbreviation *kind, const uint8_t *p, code_entry *entry) {
  *entry = (code_entry){0};
  for (const attribute *a = reader->table.attributes + kind->first_attribute; a->name; a++) {
    uint64_t value = read_form(reader, a, &p);
    switch (a->name) {
    case 0x11: entry->low = value; entry->has_low = 1; break;
    case 0x12: entry->high = value; entry->high_form = a->form; break;
    case 0x55: entry->ranges = value; entry->ranges_form = a->form; entry->has_ranges = 1; break;
    case 0x31: case 0x47: entry->origin = value; break;
    case 0x58: entry->call_file = value; break;
    case 0x59: entry->call_line = value; break;
    case 0x3b: entry->line = value; break;
    }
  }
  return p;
}

static void add_ranges(entry_reader *reader, const code_entry *entry) {
  if (entry->has_ranges) {
    read_ranges(reader, entry->ranges, entry->ranges_form);
  } else if (entry->has_low && entry->high_form) {
    add_range(
      reader, entry->low, is_address(entry->high_form) ? entry->high : entry->low + entry->high);
  }
}

static const uint8_t *read_unit_entry(entry_reader *reader, const uint8_t *p) {
  debug_unit *unit = &reader->unit;
  const abbreviation *kind = &reader->table.entries[read_uleb(&p)];
  const attribute *attributes = reader->table.attributes + kind->first_attribute;
  const uint8_t *start = p;
  // Bases first: other attributes of this entry may need them.
  unit->lines = ~UINT64_C(0);
  unit->str_offsets_base = unit->offset_size == 8 ? 16 : 8;
  for (int pass = 0; pass < 2; pass++) {
    p = start;
    for (const attribute *a = attributes; a->name; a++) {
      uint64_t value = 0;
      int is_base = a->name == 0x72 || a->name == 0x73 || a->name == 0x74;
      if (pass == 0 && !is_base) {
        int size = form_size(a->form, unit->version, unit->offset_size);
        skip_step step[2] = {{0, (uint8_t)-size}, {0, skip_end}};
        p = size >= 0 ? p + size : skip_entry(step, p);
        continue;
      }
      value = read_form(reader, a, &p);
      switch (a->name) {
      case 0x10: unit->lines = value; break;
      case 0x11: unit->low = value; break;
      case 0x13: unit->language = (uint16_t)value; break;
      case 0x1b: unit->directory = (const char *)(uintptr_t)value; break;
      case 0x72: unit->str_offsets_base = value; break;
      case 0x73: unit->addr_base = value; break;
      case 0x74: unit->rnglists_base = value; break;
      }
    }
  }
  return p;
}

static void walk_unit(entry_reader *reader, const uint8_t *p) {
  const uint8_t *info = reader->image->info.start, *end = info + reader->unit.end;
  const abbreviation *entries = reader->table.entries;
  const skip_step *steps = reader->table.steps;
  // What surrounds an entry: the subprogram and the call that its code belongs to.
  struct { int32_t subprogram, call; } stack[256], now = {-1, -1};
  size_t depth = 0, count = 0;
  while (p < end) {
    uint8_t first = *p;
    if (first == 0) {
      p++;
      if (depth == 0) break;
      if (--depth == 0) break;
      if (now.subprogram >= 0 && stack[depth].subprogram != now.subprogram)
        reader->subprograms[now.subprogram].end_call = (uint32_t)reader->call_count;
      now = (__typeof__(now)){stack[depth].subprogram, stack[depth].call};
      continue;
    }
    uint64_t entry_offset = (uint64_t)(p - info);
    uint64_t code = read_uleb(&p);
    const abbreviation *kind = &entries[code];
    count++;
    if (kind->kind == kind_other) {
      p = skip_entry(steps + kind->first_step, p);
      if (kind->has_children) {
        stack[depth].subprogram = now.subprogram;
        stack[depth++].call = now.call;
      }
      continue;
    }
    __typeof__(now) outer = now;
    code_entry entry;
    if (kind->kind == kind_unit) {
      p = skip_entry(steps + kind->first_step, p);
    } else {
      p = read_code_entry(reader, kind, p, &entry);
      size_t first_range = reader->range_count;
      if (kind->kind == kind_subprogram) {
        now.subprogram = now.call = -1;
        add_ranges(reader, &entry);
        if (reader->range_count > first_range) {
          RESERVE(reader->subprograms, reader->subprogram_count, reader->subprogram_room, 1);
          now.subprogram = (int32_t)reader->subprogram_count;
          reader->subprograms[reader->subprogram_count++] = (subprogram){
            entry_offset, (uint32_t)entry.line, (uint32_t)first_range,
            (uint32_t)(reader->range_count - first_range), (uint32_t)reader->call_count,
            (uint32_t)reader->call_count};
        }
      } else if (now.subprogram >= 0) {
        add_ranges(reader, &entry);
        RESERVE(reader->calls, reader->call_count, reader->call_room, 1);
        reader->calls[reader->call_count] = (inlined_call){
          entry.origin, now.call, (uint32_t)entry.call_file, (uint32_t)entry.call_line,
          (uint32_t)first_range, (uint32_t)(reader->range_count - first_range),
          (uint32_t)now.subprogram};
        now.call = (int32_t)reader->call_count++;
      }
    }
    if (kind->has_children) {
      stack[depth].subprogram = outer.subprogram;
      stack[depth++].call = outer.call;
    } else {
      now = outer;
    }
  }
  reader->entry_count += count;
}

void entries_open(const cb_image *image, entry_reader *reader) {
  *reader = (entry_reader){.image = image};
}

void entries_close(entry_reader *reader) {
  free(reader->table.entries);
  free(reader->table.attributes);
  free(reader->table.steps);
  free(reader->subprograms);
  free(reader->calls);
  free(reader->ranges);
  free(reader->unit_starts);
}

uint64_t entries_unit(entry_reader *reader, uint64_t offset, int with_entries) {
  debug_unit *unit = &reader->unit;
  const uint8_t *start = reader->image->info.start, *p = start + offset;
  *unit = (debug_unit){.start = offset, .offset_size = 4};
  uint64_t length = read_u32(p);
  p += 4;
  if (length == 0xffffffff) {
    length = read_u64(p);
    p += 8;
    unit->offset_size = 8;
  }
  unit->end = (uint64_t)(p - start) + length;
  unit->version = read_u16(p);
  p += 2;
  uint8_t type = 1;
  if (unit->version >= 5) {
    type = p[0];
    p += 2;
  }
  unit->abbreviations = unit->offset_size == 8 ? read_u64(p) : read_u32(p);
  p += unit->offset_size;
  if (unit->version < 5) p++;
  if (type == 4 || type == 5) p += 8;
  if (type == 2 || type == 6) p += 8 + unit->offset_size;
  unit->first_entry = (uint64_t)(p - start);
  read_abbreviations(reader);
  read_unit_entry(reader, p);
  if (with_entries) walk_unit(reader, p);
  return unit->end;
}

/// Reads the unit that holds an offset, without its entries, if it has other abbreviations.
static void enter_unit(entry_reader *reader, uint64_t offset) {
  if (reader->unit_count == 0) {
    const uint8_t *start = reader->image->info.start;
    for (uint64_t at = 0; at < reader->image->info.size;) {
      RESERVE(reader->unit_starts, reader->unit_count, reader->unit_room, 1);
      reader->unit_starts[reader->unit_count++] = at;
      at += 4 + read_u32(start + at);
    }
  }
  size_t low = 0, high = reader->unit_count;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (reader->unit_starts[middle] <= offset) low = middle; else high = middle;
  }
  const uint8_t *unit = reader->image->info.start + reader->unit_starts[low];
  if (read_u32(unit + (read_u16(unit + 4) >= 5 ? 8 : 6)) != reader->unit.abbreviations)
    entries_unit(reader, reader->unit_starts[low], 0);
}

static entry_name name_of(entry_reader *reader, uint64_t offset) {
  entry_name result = {0};
  for (int step = 0; step < 8 && offset != 0; step++) {
    if (offset < reader->unit.start || offset >= reader->unit.end) enter_unit(reader, offset);
    const uint8_t *p = reader->image->info.start + offset;
    const abbreviation *kind = &reader->table.entries[read_uleb(&p)];
    offset = 0;
    for (const attribute *a = reader->table.attributes + kind->first_attribute; a->name; a++) {
      uint64_t value = read_form(reader, a, &p);
      switch (a->name) {
      case 0x03: if (!result.name) result.name = (const char *)(uintptr_t)value; break;
      case 0x6e: case 0x2007:
        if (!result.linkage_name) result.linkage_name = (const char *)(uintptr_t)value;
        break;
      case 0x3b: if (!result.line) result.line = (uint32_t)value; break;
      case 0x31: case 0x47: offset = value; break;
      }
    }
    if (result.linkage_name) break;
  }
  return result;
}

entry_name entries_name(entry_reader *reader, uint64_t offset) {
  const debug_unit unit = reader->unit;
  entry_name result = name_of(reader, offset);
  reader->unit = unit;
  read_abbreviations(reader);
  return result;
}

cb_walk_counts cb_walk(const cb_image *image) {
  cb_walk_counts counts = {0};
  entry_reader reader;
  entries_open(image, &reader);
  for (uint64_t offset = 0; offset < image->info.size;) {
    offset = entries_unit(&reader, offset, 1);
    counts.units++;
    counts.subprograms += reader.subprogram_count;
    counts.calls += reader.call_count;
    counts.ranges += reader.range_count;
    for (size_t i = 0; i < reader.range_count; i++)
      counts.checksum += reader.ranges[i].low * 3 + reader.ranges[i].high;
    for (size_t i = 0; i < reader.call_count; i++)
      counts.checksum += reader.calls[i].origin + reader.calls[i].call_line;
    reader.subprogram_count = reader.call_count = reader.range_count = 0;
  }
  counts.entries = reader.entry_count;
  entries_close(&reader);
  return counts;
}
