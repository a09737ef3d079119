// Subprograms and their inlined calls: DWARF 4 and 5, sections 3.3 and 7.5.
#ifndef CBOUND_ENTRIES_H
#define CBOUND_ENTRIES_H

#include <stdint.h>

#include "CBound.h"
#include "reading.h"

typedef struct {
  uint64_t low, high;
} code_range;

/// An inlined call; `parent` is the call that it was inlined into, or -1.
typedef struct {
  uint64_t origin;
  int32_t parent;
  uint32_t call_file, call_line, first_range, range_count, subprogram;
} inlined_call;

typedef struct {
  uint64_t origin;
  uint32_t line, first_range, range_count, first_call, end_call;
} subprogram;

/// One attribute of an abbreviation.
typedef struct {
  uint16_t name;
  uint8_t form;
  int64_t implicit;
} attribute;

/// How to go past an entry: `fixed` bytes, then what `how` says.
typedef struct {
  uint16_t fixed;
  uint8_t how;
} skip_step;

typedef struct {
  uint16_t tag;
  uint8_t has_children, kind;
  uint32_t first_attribute, first_step;
} abbreviation;

typedef struct {
  abbreviation *entries;
  size_t count, room;
  attribute *attributes;
  size_t attribute_count, attribute_room;
  skip_step *steps;
  size_t step_count, step_room;
  /// Which table this is, and for units of which layout: kept while they stay the same.
  uint64_t offset;
  uint8_t version, offset_size, is_valid;
} abbreviations;

/// What one unit says of itself.
typedef struct {
  uint64_t start, end, first_entry;
  uint64_t abbreviations, lines, low, addr_base, rnglists_base, str_offsets_base;
  uint16_t version, language;
  uint8_t offset_size;
  const char *directory;
} debug_unit;

typedef struct {
  const cb_image *image;
  abbreviations table;
  debug_unit unit;
  /// What the unit has. Emptied by who reads them.
  subprogram *subprograms;
  inlined_call *calls;
  code_range *ranges;
  size_t subprogram_count, subprogram_room, call_count, call_room, range_count, range_room;
  size_t entry_count;
  /// Where each unit starts: made when an entry refers to another unit.
  uint64_t *unit_starts;
  size_t unit_count, unit_room;
} entry_reader;

void entries_open(const cb_image *image, entry_reader *reader);
void entries_close(entry_reader *reader);
/// Reads the unit at an offset of .debug_info, its entries only on demand; gives where it ends.
uint64_t entries_unit(entry_reader *reader, uint64_t offset, int with_entries);

typedef struct {
  const char *name, *linkage_name;
  uint32_t line;
} entry_name;

/// The name of the subprogram at an offset, through what it is an instance of.
entry_name entries_name(entry_reader *reader, uint64_t offset);

#endif
