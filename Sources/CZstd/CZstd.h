// The system's libzstd (Debian: libzstd-dev), for debug sections compressed with ELFCOMPRESS_ZSTD.
#ifndef CZSTD_H
#define CZSTD_H

#include <zstd.h>

#endif
