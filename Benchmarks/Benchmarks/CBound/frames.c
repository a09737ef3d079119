#include "frames.h"

// A row takes at least a byte, and each FDE, of 12 bytes at least, has one more.
size_t cb_frame_rows_limit(const cb_image *image) {
  return 2 * (image->frame.size + image->eh_frame.size);
}

size_t cb_frame_rows(const cb_image *image, cb_frame_row *rows) {
  int is_eh;
  const cb_bytes *section = frame_section(image, &is_eh);
  const uint8_t *at = section->start;
  frame_cie cie = {0};
  frame_fde fde;
  cb_frame_row *out = rows;
  while (frame_next(&at, section, image->eh_frame_address, is_eh, &cie, &fde)) {
    int32_t offset = cie.offset;
    uint32_t base = cie.base;
    out = frame_run(&cie, fde.instructions, fde.end, &offset, &base, out);
  }
  return (size_t)(out - rows);
}
