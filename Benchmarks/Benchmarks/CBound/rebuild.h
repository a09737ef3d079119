// What the parts of the rebuild share.
#ifndef CBOUND_REBUILD_H
#define CBOUND_REBUILD_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "CBound.h"
#include "entries.h"
#include "lines.h"
#include "tables.h"

/// What is known of a function: places in the output's parts.
typedef struct {
  uint32_t name, pcsp, pcfile, pcln, inline_index, inline_tree, cutab, line;
  int32_t subprogram;
  uint32_t has_tree;
} function_facts;

typedef struct {
  uint64_t offset;
  uint32_t name, line;
} origin;

typedef struct {
  const cb_image *image;
  cb_function *functions;
  function_facts *facts;
  size_t count, hint;
  buffer names, cutab, filetab, pctab, trees;
  content_set name_set, file_set, table_set, tree_set;
  origin *origins;
  size_t origin_count, origin_mask;
  uint32_t shift, return_address;
  /// Scratch of one unit or function.
  cb_row *rows;
  size_t row_room;
  uint8_t *scratch[3], *tree;
  size_t scratch_room, tree_room;
  uint8_t *used;
  size_t used_room;
  struct { uint32_t start, end; int32_t call; } *spans;
  struct { uint32_t pc; int32_t call; } *steps;
  size_t span_room;
  struct { uint32_t pc, line, file; int32_t call; } *places;
  size_t place_room, place_mask;
  cb_table *result;
} rebuild;

static inline void reserve_scratch(rebuild *r, size_t entries) {
  if (entries * 10 + 32 <= r->scratch_room) return;
  r->scratch_room = entries * 20 + 4096;
  for (int i = 0; i < 3; i++) {
    free(r->scratch[i]);
    r->scratch[i] = malloc(r->scratch_room);
  }
}

/// A table that waits for its slot in the set of tables.
typedef struct {
  const uint8_t *bytes;
  uint32_t size, hash;
} pending_table;

static inline pending_table end_table(const rebuild *r, pc_encoder encoder, uint32_t end) {
  pending_table table = {encoder.start, (uint32_t)pc_encoder_close(&encoder, end), 0};
  table.hash = content_hash(&r->table_set, table.bytes, table.size);
  return table;
}

static inline uint32_t add_table(rebuild *r, pending_table table, size_t *total) {
  size_t before = r->pctab.size;
  if (table.size == 0) return 0;
  uint32_t offset =
    content_add_hashed(&r->table_set, &r->pctab, table.hash, table.bytes, table.size, 1);
  *total += r->pctab.size - before;
  return offset;
}

static inline uint32_t add_string(content_set *set, buffer *b, const char *string) {
  return content_add(set, b, (const uint8_t *)string, strlen(string) + 1, 1);
}

typedef struct {
  const char *name;
  uint64_t directory;
} path_entry;

typedef struct {
  path_entry *entries;
  size_t count, room;
} path_table;

/// The directories and files of a unit, by number.
void read_paths(
  const cb_image *image, const line_unit *unit, const char *directory, path_table *directories,
  path_table *files);
/// The place of a file's path in the output.
uint32_t add_file(
  rebuild *r, const char *root, const path_table *directories, const path_entry *file);

/// A function's inline tree and the table of its indexes, from the rows of the function.
void add_inline_tree(
  rebuild *r, entry_reader *reader, const subprogram *sub, const cb_function *function,
  function_facts *facts, const cb_row *first, const cb_row *last);

/// Puts all parts into one buffer.
void write_table(rebuild *r, cb_table *result);

#endif
