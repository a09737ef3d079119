#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "CBound.h"

uint64_t cb_cpu_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static const struct {
  const char *name;
  size_t field;
} sections[] = {
  {".text", offsetof(cb_image, text)},
  {".symtab", offsetof(cb_image, symtab)},
  {".strtab", offsetof(cb_image, strtab)},
  {".debug_line", offsetof(cb_image, line)},
  {".debug_line_str", offsetof(cb_image, line_str)},
  {".debug_str", offsetof(cb_image, str)},
  {".debug_str_offsets", offsetof(cb_image, str_offsets)},
  {".debug_info", offsetof(cb_image, info)},
  {".debug_abbrev", offsetof(cb_image, abbrev)},
  {".debug_addr", offsetof(cb_image, addr)},
  {".debug_ranges", offsetof(cb_image, ranges)},
  {".debug_rnglists", offsetof(cb_image, rnglists)},
  {".debug_frame", offsetof(cb_image, frame)},
  {".eh_frame", offsetof(cb_image, eh_frame)},
  {".gopclntab", offsetof(cb_image, pclntab)},
};

int cb_open(const char *path, cb_image *image, const char **why) {
  memset(image, 0, sizeof *image);
  *why = "it cannot be opened";
  int descriptor = open(path, O_RDONLY);
  if (descriptor < 0) return 1;
  struct stat status;
  fstat(descriptor, &status);
  image->file.size = (size_t)status.st_size;
  void *memory = mmap(NULL, image->file.size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  close(descriptor);
  *why = "it cannot be mapped";
  if (memory == MAP_FAILED) return 1;
  image->file.start = memory;

  const uint8_t *base = memory;
  const Elf64_Ehdr *header = memory;
  *why = "it is not an ELF file of 64 bits";
  if (memcmp(base, "\177ELF\2", 5) != 0) return 1;
  *why = "it is not linked, so its debug sections would have to be relocated";
  if (header->e_type == ET_REL) return 1;
  image->is_arm64 = header->e_machine == EM_AARCH64;
  const Elf64_Shdr *table = (const void *)(base + header->e_shoff);
  const char *names = (const char *)base + table[header->e_shstrndx].sh_offset;
  for (int i = 0; i < header->e_shnum; i++) {
    const Elf64_Shdr *section = &table[i];
    const char *name = names + section->sh_name;
    for (size_t k = 0; k < sizeof sections / sizeof sections[0]; k++) {
      if (strcmp(name, sections[k].name) != 0) continue;
      *why = "its debug sections are compressed";
      if (section->sh_flags & SHF_COMPRESSED) return 1;
      if (section->sh_type == SHT_NOBITS) continue;
      cb_bytes *field = (cb_bytes *)((char *)image + sections[k].field);
      *field = (cb_bytes){base + section->sh_offset, section->sh_size};
      if (field == &image->text) image->text_address = section->sh_addr;
      if (field == &image->eh_frame) image->eh_frame_address = section->sh_addr;
    }
  }
  return 0;
}

void cb_close(cb_image *image) { munmap((void *)image->file.start, image->file.size); }

static int by_address(const void *a, const void *b) {
  uint64_t x = ((const cb_function *)a)->address, y = ((const cb_function *)b)->address;
  return x < y ? -1 : x > y;
}

cb_function *cb_functions(const cb_image *image, size_t *count) {
  const Elf64_Sym *symbols = (const void *)image->symtab.start;
  size_t total = image->symtab.size / sizeof(Elf64_Sym), found = 0;
  cb_function *functions = malloc((total + 1) * sizeof *functions);
  int sorted = 1;
  for (size_t i = 0; i < total; i++) {
    const Elf64_Sym *symbol = &symbols[i];
    if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC || symbol->st_size == 0 ||
        symbol->st_shndx == SHN_UNDEF)
      continue;
    if (found > 0 && functions[found - 1].address >= symbol->st_value) {
      if (functions[found - 1].address == symbol->st_value) continue;
      sorted = 0;
    }
    functions[found++] = (cb_function){
      symbol->st_value, symbol->st_value + symbol->st_size,
      (const char *)image->strtab.start + symbol->st_name};
  }
  if (!sorted) qsort(functions, found, sizeof *functions, by_address);
  size_t kept = 0;
  for (size_t i = 0; i < found; i++) {
    if (kept > 0 && functions[i].address < functions[kept - 1].end) continue;
    functions[kept++] = functions[i];
  }
  *count = kept;
  return functions;
}
