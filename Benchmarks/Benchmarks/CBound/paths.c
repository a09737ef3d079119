#include "rebuild.h"

static void add_path(path_table *table, const char *name, uint64_t directory) {
  if (table->count == table->room) {
    table->room = table->room * 2 + 64;
    table->entries = realloc(table->entries, table->room * sizeof *table->entries);
  }
  table->entries[table->count++] = (path_entry){name, directory};
}

static const uint8_t *read_paths_v5(
  const cb_image *image, const line_unit *unit, const uint8_t *p, path_table *table) {
  struct { uint64_t content, form; } format[16];
  unsigned fields = *p++;
  for (unsigned i = 0; i < fields; i++) {
    format[i].content = read_uleb(&p);
    format[i].form = read_uleb(&p);
  }
  for (uint64_t count = read_uleb(&p); count > 0; count--) {
    path_entry entry = {0};
    for (unsigned i = 0; i < fields; i++) {
      uint64_t value = 0;
      const char *string = NULL;
      switch (format[i].form) {
      case 0x08: string = (const char *)p; p = skip_string(p); break;
      case 0x0e: case 0x1f: {
        uint64_t offset = unit->offset_size == 8 ? read_u64(p) : read_u32(p);
        p += unit->offset_size;
        const cb_bytes *strings = format[i].form == 0x0e ? &image->str : &image->line_str;
        string = (const char *)strings->start + offset;
        break;
      }
      case 0x0b: value = *p++; break;
      case 0x05: value = read_u16(p); p += 2; break;
      case 0x0f: value = read_uleb(&p); break;
      case 0x1e: p += 16; break;
      }
      if (format[i].content == 1) entry.name = string;
      if (format[i].content == 2) entry.directory = value;
    }
    add_path(table, entry.name, entry.directory);
  }
  return p;
}

void read_paths(
  const cb_image *image, const line_unit *unit, const char *directory, path_table *directories,
  path_table *files) {
  directories->count = files->count = 0;
  const uint8_t *p = unit->tables;
  if (unit->version >= 5) {
    p = read_paths_v5(image, unit, p, directories);
    read_paths_v5(image, unit, p, files);
    return;
  }
  add_path(directories, directory, 0);
  add_path(files, "", 0);
  for (; *p; p = skip_string(p)) add_path(directories, (const char *)p, 0);
  for (p++; *p;) {
    const char *name = (const char *)p;
    p = skip_string(p);
    uint64_t index = read_uleb(&p);
    p = skip_leb(skip_leb(p));
    add_path(files, name, index);
  }
}

uint32_t add_file(
  rebuild *r, const char *root, const path_table *directories, const path_entry *file) {
  char path[8192];
  size_t size = 0;
  const char *parts[3] = {NULL, NULL, file->name};
  if (file->name[0] != '/' && file->directory < directories->count) {
    const char *directory = directories->entries[file->directory].name;
    if (directory && strcmp(directory, ".") != 0) parts[1] = directory;
    if (directory && directory[0] != '/' && strcmp(directory, ".") != 0) parts[0] = root;
  }
  for (int i = 0; i < 3; i++) {
    if (!parts[i]) continue;
    size_t length = strlen(parts[i]);
    memcpy(path + size, parts[i], length);
    size += length;
    path[size++] = i < 2 ? '/' : 0;
  }
  return content_add(&r->file_set, &r->filetab, (const uint8_t *)path, size, 1);
}
