#include "rebuild.h"

static const origin *find_origin(rebuild *r, entry_reader *reader, uint64_t offset) {
  if (r->origin_count * 2 >= r->origin_mask) {
    size_t room = r->origin_mask ? (r->origin_mask + 1) * 2 : 1 << 15;
    origin *old = r->origins;
    size_t old_room = r->origin_mask ? r->origin_mask + 1 : 0;
    r->origins = calloc(room, sizeof *r->origins);
    r->origin_mask = room - 1;
    for (size_t i = 0; i < old_room; i++) {
      if (!old[i].offset) continue;
      size_t at = (old[i].offset * 0x9e3779b97f4a7c15u >> 32) & r->origin_mask;
      while (r->origins[at].offset) at = (at + 1) & r->origin_mask;
      r->origins[at] = old[i];
    }
    free(old);
  }
  size_t at = (offset * 0x9e3779b97f4a7c15u >> 32) & r->origin_mask;
  for (; r->origins[at].offset; at = (at + 1) & r->origin_mask)
    if (r->origins[at].offset == offset) return &r->origins[at];
  entry_name name = entries_name(reader, offset);
  const char *text = name.linkage_name ? name.linkage_name : name.name ? name.name : "";
  r->origins[at] = (origin){offset, add_string(&r->name_set, &r->names, text), name.line};
  r->origin_count++;
  return &r->origins[at];
}

/// The calls of a function as steps: from each PC on, the innermost call (or -1).
static size_t inline_steps(
  rebuild *r, const entry_reader *reader, const subprogram *sub, const cb_function *function,
  size_t *span_count) {
  size_t room = reader->range_count + 1;
  if (room > r->span_room) {
    r->span_room = room * 2;
    r->spans = realloc(r->spans, r->span_room * sizeof *r->spans);
    r->steps = realloc(r->steps, (r->span_room * 2 + 2) * sizeof *r->steps);
  }
  size_t count = 0;
  for (uint32_t i = sub->first_call; i < sub->end_call; i++) {
    const inlined_call *call = &reader->calls[i];
    for (uint32_t k = 0; k < call->range_count; k++) {
      code_range range = reader->ranges[call->first_range + k];
      if (range.high <= function->address || range.low >= function->end) continue;
      uint64_t low = range.low < function->address ? function->address : range.low;
      uint64_t high = range.high > function->end ? function->end : range.high;
      // Mostly in order; of equal starts the outer call, which stands first, stays first.
      uint32_t start = (uint32_t)(low - function->address);
      size_t at = count++;
      for (; at > 0 && r->spans[at - 1].start > start; at--) r->spans[at] = r->spans[at - 1];
      r->spans[at].start = start;
      r->spans[at].end = (uint32_t)(high - function->address);
      r->spans[at].call = (int32_t)(i - sub->first_call);
    }
  }
  *span_count = count;
  struct { uint32_t end; int32_t call; } open[256];
  size_t depth = 0, out = 0;
#define STEP(at, inner)                                                            \
  do {                                                                             \
    if (out > 0 && r->steps[out - 1].pc == (at)) r->steps[out - 1].call = (inner); \
    else { r->steps[out].pc = (at); r->steps[out++].call = (inner); }              \
  } while (0)
  STEP(0, -1);
  for (size_t i = 0; i < count; i++) {
    while (depth > 0 && open[depth - 1].end <= r->spans[i].start) {
      uint32_t end = open[--depth].end;
      STEP(end, depth > 0 ? open[depth - 1].call : -1);
    }
    open[depth].end = r->spans[i].end;
    open[depth++].call = r->spans[i].call;
    STEP(r->spans[i].start, r->spans[i].call);
  }
  while (depth > 0) {
    uint32_t end = open[--depth].end;
    if (end < function->end - function->address)
      STEP(end, depth > 0 ? open[depth - 1].call : -1);
  }
  return out;
}

/// A PC of the call's position in its caller: a few rows before the inlined code begins, in Go's
/// code nearly always. -1 if it is not there.
static inline int32_t parent_pc(
  const rebuild *r, const inlined_call *call, int32_t parent, uint64_t entry, const cb_row *first,
  const cb_row *near, size_t near_step) {
  size_t step = near_step;
  const cb_row *last = near - first > 16 ? near - 16 : first;
  for (const cb_row *row = near; row >= last; row--) {
    if (row->line != call->call_line || row->file != call->call_file) continue;
    uint32_t pc = row->address < entry ? 0 : (uint32_t)(row->address - entry);
    while (step > 0 && r->steps[step].pc > pc) step--;
    if (r->steps[step].call == parent) return (int32_t)pc;
  }
  return -1;
}

static inline size_t place_slot(const rebuild *r, uint32_t line, uint32_t file, int32_t call) {
  uint64_t key = ((uint64_t)line << 32 | file) ^ (uint64_t)(uint32_t)call << 48;
  return (size_t)(key * 0x9e3779b97f4a7c15u >> 40) & r->place_mask;
}

/// Makes the index of the function's places: each line of each file in each call, where it stands
/// first.
static void index_places(
  rebuild *r, uint64_t entry, const cb_row *first, const cb_row *last, size_t step_count) {
  size_t room = 64;
  while (room < 2 * ((size_t)(last - first) + step_count)) room *= 2;
  if (room > r->place_room) {
    free(r->places);
    r->places = malloc((r->place_room = room) * sizeof *r->places);
  }
  r->place_mask = room - 1;
  for (size_t i = 0; i < room; i++) r->places[i].pc = ~0u;
  size_t step = 0;
  for (const cb_row *row = first; row < last; row++) {
    uint32_t pc = row->address < entry ? 0 : (uint32_t)(row->address - entry);
    uint32_t end = row + 1 < last ? (uint32_t)(row[1].address - entry) : ~0u;
    while (pc < end) {
      while (step + 1 < step_count && r->steps[step + 1].pc <= pc) step++;
      int32_t call = r->steps[step].call;
      size_t at = place_slot(r, row->line, row->file, call);
      while (r->places[at].pc != ~0u &&
             (r->places[at].line != row->line || r->places[at].file != row->file ||
              r->places[at].call != call))
        at = (at + 1) & r->place_mask;
      if (r->places[at].pc == ~0u) {
        r->places[at].pc = pc;
        r->places[at].line = row->line;
        r->places[at].file = row->file;
        r->places[at].call = call;
      }
      uint32_t next = step + 1 < step_count ? r->steps[step + 1].pc : ~0u;
      pc = next < end ? next : end;
    }
  }
}

static int32_t indexed_pc(const rebuild *r, const inlined_call *call, int32_t parent) {
  size_t at = place_slot(r, call->call_line, call->call_file, parent);
  for (; r->places[at].pc != ~0u; at = (at + 1) & r->place_mask)
    if (r->places[at].line == call->call_line && r->places[at].file == call->call_file &&
        r->places[at].call == parent)
      return (int32_t)r->places[at].pc;
  return -1;
}

void add_inline_tree(
  rebuild *r, entry_reader *reader, const subprogram *sub, const cb_function *function,
  function_facts *facts, const cb_row *first, const cb_row *last) {
  size_t calls = sub->end_call - sub->first_call, span_count;
  size_t steps = inline_steps(r, reader, sub, function, &span_count);
  pc_encoder encoder = pc_encoder_open(r->scratch[2], r->shift);
  for (size_t i = 0; i < steps; i++)
    pc_encoder_add(&encoder, r->steps[i].pc, r->steps[i].call);
  uint32_t size = (uint32_t)(function->end - function->address);
  pending_table table = end_table(r, encoder, size);

  if (calls * 16 > r->tree_room) r->tree = realloc(r->tree, r->tree_room = calls * 32);
  for (size_t i = 0; i < calls; i++) {
    const origin *origin =
      find_origin(r, reader, reader->calls[sub->first_call + i].origin);
    uint32_t record[4] = {0, origin->name, ~0u, origin->line};
    memcpy(r->tree + i * 16, record, 16);
  }
  // Where each call begins, rows and steps in step with it.
  const cb_row *row = first;
  size_t step = 0;
  int is_indexed = 0;
  for (size_t i = 0; i < span_count; i++) {
    uint8_t *record = r->tree + (size_t)r->spans[i].call * 16;
    if (read_u32(record + 8) != ~0u) continue;
    uint64_t start = function->address + r->spans[i].start;
    while (row + 1 < last && row[1].address < start) row++;
    while (step + 1 < steps && r->steps[step + 1].pc < r->spans[i].start) step++;
    const inlined_call *call = &reader->calls[sub->first_call + (size_t)r->spans[i].call];
    int32_t parent = call->parent < 0 ? -1 : call->parent - (int32_t)sub->first_call;
    int32_t pc = parent_pc(r, call, parent, function->address, first, row, step);
    if (pc < 0) {
      if (!is_indexed) index_places(r, function->address, first, last, steps);
      is_indexed = 1;
      pc = indexed_pc(r, call, parent);
    }
    if (pc >= 0) r->result->parents_found++;
    uint32_t value = pc < 0 ? 0 : (uint32_t)pc;
    memcpy(record + 8, &value, 4);
  }
  r->result->calls += calls;
  facts->inline_index = add_table(r, table, &r->result->inline_index);
  facts->inline_tree = content_add(&r->tree_set, &r->trees, r->tree, calls * 16, 4);
  facts->has_tree = 1;
}
