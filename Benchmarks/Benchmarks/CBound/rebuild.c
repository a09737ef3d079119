#include <stdlib.h>
#include <string.h>

#include "frames.h"
#include "rebuild.h"

static size_t first_ending_after(const rebuild *r, uint64_t address) {
  size_t low = 0, high = r->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (r->functions[middle].end > address) high = middle; else low = middle + 1;
  }
  return low;
}

/// Mostly the next function is asked for.
static inline size_t function_at(rebuild *r, uint64_t address) {
  size_t hint = r->hint;
  if (hint < r->count && r->functions[hint].end > address &&
      (hint == 0 || r->functions[hint - 1].end <= address)) {
    r->hint = hint + 1;
    return hint;
  }
  hint = first_ending_after(r, address);
  r->hint = hint + 1;
  return hint;
}

// MARK: stack pointer deltas

static void add_frames(rebuild *r) {
  int is_eh;
  const cb_bytes *section = frame_section(r->image, &is_eh);
  const uint8_t *at = section->start;
  frame_cie cie = {0};
  frame_fde fde;
  cb_frame_row *rows = NULL;
  size_t room = 0;
  const uint32_t stack_register = r->image->is_arm64 ? 31 : 7;
  while (frame_next(&at, section, r->image->eh_frame_address, is_eh, &cie, &fde)) {
    size_t index = function_at(r, fde.address);
    if (index >= r->count || r->functions[index].address != fde.address) continue;
    size_t limit = (size_t)(fde.end - fde.instructions) + 2;
    if (limit > room) rows = realloc(rows, (room = limit * 2) * sizeof *rows);
    int32_t offset = cie.offset;
    uint32_t base = cie.base;
    size_t count =
      (size_t)(frame_run(&cie, fde.instructions, fde.end, &offset, &base, rows) - rows);
    // A function with a frame pointer would need its instructions followed.
    if (base != stack_register) continue;
    reserve_scratch(r, count);
    pc_encoder encoder = pc_encoder_open(r->scratch[0], r->shift);
    for (size_t i = 0; i < count; i++) {
      if (rows[i].pc >= fde.size) break;
      pc_encoder_add(&encoder, rows[i].pc, rows[i].offset - (int32_t)r->return_address);
    }
    pending_table table = end_table(r, encoder, (uint32_t)fde.size);
    r->facts[index].pcsp = add_table(r, table, &r->result->pcsp);
    r->result->with_frames++;
  }
  free(rows);
}

// MARK: files and lines

static void add_function(
  rebuild *r, entry_reader *reader, const cb_function *function, function_facts *facts,
  const cb_row *first, const cb_row *last, uint32_t first_file, int is_go) {
  const subprogram *sub = facts->subprogram < 0 ? NULL : &reader->subprograms[facts->subprogram];
  reserve_scratch(r, (size_t)(last - first) + 2 * reader->range_count + 4);
  pc_encoder files = pc_encoder_open(r->scratch[0], r->shift);
  pc_encoder lines = pc_encoder_open(r->scratch[1], r->shift);
  if (first->address > function->address && is_go) {
    pc_encoder_add(&files, 0, 0);
    pc_encoder_add(&lines, 0, 1);
    r->used[1] = 1;
  }
  int is_before = first->address < function->address || !is_go;
  const uint64_t entry = function->address;
  uint32_t file = ~0u;
  for (const cb_row *row = first; row < last; row++) {
    if (row[1].address == row->address && row + 1 < last) continue;
    if (row->line == 0) continue;
    uint32_t pc = is_before ? 0 : (uint32_t)(row->address - entry);
    is_before = 0;
    if (row->file != file) {
      file = row->file;
      r->used[file] = 1;
      pc_encoder_add(&files, pc, (int32_t)(file - first_file));
    }
    pc_encoder_add(&lines, pc, (int32_t)row->line);
  }
  uint32_t size = (uint32_t)(function->end - function->address);
  pending_table pcfile = end_table(r, files, size), pcln = end_table(r, lines, size);
  if (sub && sub->end_call > sub->first_call)
    add_inline_tree(r, reader, sub, function, facts, first, last);
  facts->pcfile = add_table(r, pcfile, &r->result->pcfile);
  facts->pcln = add_table(r, pcln, &r->result->pcln);
  r->result->with_lines++;
}

/// Rows → functions of one unit, whose entries were walked.
static void add_unit(
  rebuild *r, entry_reader *reader, const line_unit *unit, size_t row_count,
  path_table *directories, path_table *files) {
  const int is_go = reader->unit.language == 0x16;
  const uint32_t first_file = is_go || unit->version < 5 ? 1 : 0;
  read_paths(r->image, unit, reader->unit.directory, directories, files);
  if (files->count + 1 > r->used_room)
    r->used = realloc(r->used, r->used_room = files->count * 2 + 64);
  memset(r->used, 0, files->count + 1);
  const uint32_t cutab = (uint32_t)(r->cutab.size / 4);
  const cb_row *rows = r->rows;
  for (size_t i = 0; i < row_count;) {
    size_t end = i;
    while (!(rows[end].line & CB_END_SEQUENCE)) end++;
    size_t index = function_at(r, rows[i].address);
    const cb_row *row = rows + i, *last = rows + end;
    for (; index < r->count && r->functions[index].address < last->address; index++) {
      const cb_function *function = &r->functions[index];
      function_facts *facts = &r->facts[index];
      while (row + 1 < last && row[1].address <= function->address) row++;
      const cb_row *next = row;
      while (next < last && next->address < function->end) next++;
      if (next == row) continue;
      facts->cutab = cutab;
      add_function(r, reader, function, facts, row, next, first_file, is_go);
      row = next > row ? next - 1 : row;
    }
    r->hint = index;
    i = end + 1;
  }
  uint8_t *out = buffer_grow(&r->cutab, files->count * 4);
  for (size_t i = first_file; i < files->count; i++) {
    uint32_t offset = ~0u;
    if (r->used[i]) offset = add_file(r, reader->unit.directory, directories, &files->entries[i]);
    memcpy(out + (i - first_file) * 4, &offset, 4);
  }
  if (files->count > first_file) r->cutab.size += (files->count - first_file) * 4;
}

static void note_subprograms(rebuild *r, entry_reader *reader) {
  for (size_t i = 0; i < reader->subprogram_count; i++) {
    const subprogram *sub = &reader->subprograms[i];
    uint32_t line = sub->line;
    for (uint32_t k = 0; k < sub->range_count; k++) {
      size_t index = function_at(r, reader->ranges[sub->first_range + k].low);
      if (index >= r->count) continue;
      r->facts[index].subprogram = (int32_t)i;
      if (line == 0) line = entries_name(reader, sub->origin).line;
      r->facts[index].line = line;
    }
  }
}

#define STAGE(field)                          \
  do {                                        \
    if (with_times) {                         \
      uint64_t now = cb_cpu_nanoseconds();    \
      result.field += now - before;           \
      before = now;                           \
    }                                         \
  } while (0)

cb_table cb_rebuild(const cb_image *image, int with_times) {
  cb_table result = {0};
  uint64_t before = with_times ? cb_cpu_nanoseconds() : 0;
  rebuild r = {.image = image, .result = &result};
  r.shift = image->is_arm64 ? 2 : 0;
  r.return_address = image->is_arm64 ? 0 : 8;
  r.functions = cb_functions(image, &r.count);
  r.facts = calloc(r.count, sizeof *r.facts);
  content_set_open(&r.name_set, 1 << 15);
  content_set_open(&r.file_set, 1 << 10);
  size_t tables = 1 << 12;
  while (tables < r.count * 6) tables *= 2;
  content_set_open(&r.table_set, tables);
  content_set_open(&r.tree_set, 1 << 13);
  buffer_grow(&r.names, 1)[0] = 0;
  r.names.size = 1;
  buffer_grow(&r.pctab, 1)[0] = 0;
  r.pctab.size = 1;
  for (size_t i = 0; i < r.count; i++) {
    r.facts[i].name = add_string(&r.name_set, &r.names, r.functions[i].name);
    r.facts[i].subprogram = -1;
  }
  STAGE(symbols_time);
  add_frames(&r);
  STAGE(frames_time);

  entry_reader reader;
  entries_open(image, &reader);
  path_table directories = {0}, files = {0};
  for (uint64_t offset = 0; offset < image->info.size;) {
    offset = entries_unit(&reader, offset, 1);
    r.hint = 0;
    if (reader.unit.lines != ~UINT64_C(0)) {
      note_subprograms(&r, &reader);
      STAGE(walk_time);
      line_unit unit;
      const uint8_t *start = image->line.start + reader.unit.lines;
      size_t limit = (size_t)(line_unit_open(start, &unit) - start);
      if (limit > r.row_room) {
        free(r.rows);
        r.rows = malloc((r.row_room = limit * 2) * sizeof *r.rows);
      }
      size_t rows = (size_t)(line_unit_rows(&unit, r.rows) - r.rows);
      STAGE(lines_time);
      add_unit(&r, &reader, &unit, rows, &directories, &files);
      STAGE(encode_time);
      for (size_t i = 0; i < reader.subprogram_count; i++) {
        const subprogram *sub = &reader.subprograms[i];
        for (uint32_t k = 0; k < sub->range_count; k++) {
          size_t index = function_at(&r, reader.ranges[sub->first_range + k].low);
          if (index < r.count) r.facts[index].subprogram = -1;
        }
      }
    }
    reader.subprogram_count = reader.call_count = reader.range_count = 0;
  }
  STAGE(walk_time);
  write_table(&r, &result);
  entries_close(&reader);
  free(directories.entries);
  free(files.entries);
  free(r.functions);
  free(r.facts);
  buffer *buffers[] = {&r.names, &r.cutab, &r.filetab, &r.pctab, &r.trees};
  for (int i = 0; i < 5; i++) free(buffers[i]->bytes);
  content_set *sets[] = {&r.name_set, &r.file_set, &r.table_set, &r.tree_set};
  for (int i = 0; i < 4; i++) free(sets[i]->slots);
  for (int i = 0; i < 3; i++) free(r.scratch[i]);
  free(r.origins);
  free(r.rows);
  free(r.tree);
  free(r.used);
  free(r.spans);
  free(r.steps);
  free(r.places);
  STAGE(write_time);
  return result;
}

void cb_table_free(cb_table *table) { free(table->bytes); }

