// The system's zlib (Debian: zlib1g-dev), for debug sections compressed with ELFCOMPRESS_ZLIB.
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

#endif
