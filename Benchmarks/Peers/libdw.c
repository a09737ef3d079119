// elfutils' libdw. Prints "what, items, nanoseconds of CPU" a line, the best of some runs.
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static uint64_t sum;

static size_t lines(Dwarf *dwarf) {
  size_t rows = 0, header;
  for (Dwarf_Off offset = 0, next; dwarf_nextcu(dwarf, offset, &next, &header, 0, 0, 0) == 0;
       offset = next) {
    Dwarf_Die unit;
    Dwarf_Lines *table;
    size_t count;
    if (!dwarf_offdie(dwarf, offset + header, &unit)) continue;
    if (dwarf_getsrclines(&unit, &table, &count) != 0) continue;
    for (size_t i = 0; i < count; i++) {
      Dwarf_Addr address;
      int line;
      Dwarf_Line *row = dwarf_onesrcline(table, i);
      dwarf_lineaddr(row, &address);
      dwarf_lineno(row, &line);
      sum += address + line;
    }
    rows += count;
  }
  return rows;
}

static size_t frames(Dwarf *dwarf, Elf *elf) {
  Dwarf_CFI *cfi = dwarf_getcfi(dwarf);
  if (!cfi) cfi = dwarf_getcfi_elf(elf);
  size_t rows = 0;
  for (Elf_Scn *section = NULL; cfi && (section = elf_nextscn(elf, section));) {
    GElf_Shdr header;
    gelf_getshdr(section, &header);
    if (header.sh_type != SHT_SYMTAB) continue;
    Elf_Data *data = elf_getdata(section, NULL);
    for (size_t i = 0; i < header.sh_size / header.sh_entsize; i++) {
      GElf_Sym symbol;
      gelf_getsym(data, i, &symbol);
      if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_size == 0) continue;
      for (Dwarf_Addr at = symbol.st_value, end = at + symbol.st_size; at < end;) {
        Dwarf_Frame *frame;
        Dwarf_Addr start;
        bool is_signal;
        if (dwarf_cfi_addrframe(cfi, at, &frame) != 0) break;
        Dwarf_Op *operations;
        size_t count;
        dwarf_frame_info(frame, &start, &at, &is_signal);
        dwarf_frame_cfa(frame, &operations, &count);
        if (count) sum += operations[0].number;
        free(frame);
        rows++;
      }
    }
  }
  return rows;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  elf_version(EV_CURRENT);
  double best[2] = {1e30, 1e30};
  size_t items[2] = {0, 0};
  for (int run = atoi(argv[2]); run > 0; run--) {
    int descriptor = open(argv[1], O_RDONLY);
    Elf *elf = elf_begin(descriptor, ELF_C_READ_MMAP, NULL);
    Dwarf *dwarf = dwarf_begin_elf(elf, DWARF_C_READ, NULL);
    if (!dwarf) return 1;
    for (int what = 0; what < 2; what++) {
      double start = now();
      items[what] = what == 0 ? lines(dwarf) : frames(dwarf, elf);
      double time = now() - start;
      if (time < best[what]) best[what] = time;
    }
    dwarf_end(dwarf);
    elf_end(elf);
  }
  printf("lines\t%zu\t%.0f\ncfi\t%zu\t%.0f\n", items[0], best[0], items[1], best[1]);
  return sum == 42;
}
