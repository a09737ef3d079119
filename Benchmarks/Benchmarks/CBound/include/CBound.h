// What a pclntab's rebuild costs at least: the same work in plain C over trusted, mapped input,
// without bounds checks. GoMeta's times are measured against it in the same run.
#ifndef CBOUND_H
#define CBOUND_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const uint8_t *start;
  size_t size;
} cb_bytes;

typedef struct {
  uint64_t address, end;
  const char *name;
} cb_function;

/// A mapped ELF file of 64 bits, its debug sections neither compressed nor in need of relocation.
typedef struct {
  cb_bytes file, text, symtab, strtab;
  cb_bytes line, line_str, str, str_offsets, info, abbrev, addr, ranges, rnglists;
  cb_bytes frame, eh_frame, pclntab;
  uint64_t text_address, eh_frame_address;
  int is_arm64;
} cb_image;

/// Nonzero if the file cannot be used; `*why` then says why.
int cb_open(const char *path, cb_image *image, const char **why);
void cb_close(cb_image *image);

/// The functions of the symbol table in order of address, one for each address. To be freed.
cb_function *cb_functions(const cb_image *image, size_t *count);

/// CPU time of the calling thread.
uint64_t cb_cpu_nanoseconds(void);

// MARK: line programs

/// One row; the last of a sequence has CB_END_SEQUENCE in `line`.
typedef struct {
  uint64_t address;
  uint32_t file, line;
} cb_row;
#define CB_END_SEQUENCE 0x80000000u

/// Decodes every line program. `rows` has room for as many as `cb_line_rows_limit` says.
size_t cb_line_rows(const cb_image *image, cb_row *rows);
size_t cb_line_rows_limit(const cb_image *image);
/// The same, each program's rows over those of the one before: what a pass does that needs only one
/// unit's rows at a time.
size_t cb_line_rows_by_unit(const cb_image *image, cb_row *rows);

// MARK: call frame information

/// From `pc` on, in bytes from the function's start, the CFA is `offset` above the register `base`.
typedef struct {
  uint32_t pc;
  int32_t offset;
} cb_frame_row;

/// Runs every FDE of .debug_frame, or of .eh_frame where there is no other.
size_t cb_frame_rows(const cb_image *image, cb_frame_row *rows);
size_t cb_frame_rows_limit(const cb_image *image);

// MARK: debugging information entries

typedef struct {
  size_t entries, units, subprograms, calls, ranges;
  /// Sum of all that was found, so that two walks can be compared.
  uint64_t checksum;
} cb_walk_counts;

/// Walks every entry for subprograms with code and their inlined calls with ranges.
cb_walk_counts cb_walk(const cb_image *image);

// MARK: the whole

typedef struct {
  uint8_t *bytes;
  size_t size;
  /// What the parts take.
  size_t names, cutab, filetab, pctab, pcsp, pcfile, pcln, inline_index, functab, records;
  size_t inline_trees, findfunctab;
  size_t functions, with_lines, with_frames, calls, parents_found;
  /// CPU nanoseconds of the stages.
  uint64_t symbols_time, frames_time, walk_time, lines_time, encode_time, write_time;
} cb_table;

/// Symbols, line programs, CFI and entries → a pclntab of Go 1.20 and later in one buffer, behind it
/// the inline trees and the findfunctab. To be freed with `cb_table_free`.
cb_table cb_rebuild(const cb_image *image, int with_times);
void cb_table_free(cb_table *table);

// MARK: lookup

typedef struct {
  const uint8_t *table;
  size_t size;
  const uint8_t *names, *cutab, *filetab, *pctab, *functab;
  uint32_t count;
  uint64_t text;
  uint32_t quantum;
  uint8_t *buckets;
} cb_lookup;

typedef struct {
  const char *function, *file;
  int32_t line;
} cb_position;

/// Prepares lookups in a raw table of Go 1.20 and later: makes the findfunctab.
cb_lookup cb_lookup_open(const uint8_t *table, size_t size, uint64_t text_address);
void cb_lookup_close(cb_lookup *lookup);
cb_position cb_lookup_pc(const cb_lookup *lookup, uint64_t pc);
/// Looks all up; a sum of lines and addresses of names, so that nothing is optimised away.
uint64_t cb_lookup_all(const cb_lookup *lookup, const uint64_t *pcs, size_t count);

#endif
