#include "lines.h"

// A row takes at least a byte.
size_t cb_line_rows_limit(const cb_image *image) { return image->line.size; }

size_t cb_line_rows(const cb_image *image, cb_row *rows) {
  const uint8_t *p = image->line.start, *end = p + image->line.size;
  cb_row *out = rows;
  while (p < end) {
    line_unit unit;
    p = line_unit_open(p, &unit);
    out = line_unit_rows(&unit, out);
  }
  return (size_t)(out - rows);
}

size_t cb_line_rows_by_unit(const cb_image *image, cb_row *rows) {
  const uint8_t *p = image->line.start, *end = p + image->line.size;
  size_t count = 0;
  while (p < end) {
    line_unit unit;
    p = line_unit_open(p, &unit);
    count += (size_t)(line_unit_rows(&unit, rows) - rows);
  }
  return count;
}
