// Flags of LLVM's command line that its C API cannot reach one by one: it only parses whole command
// lines, and ends the process where that one lacks an argument that the program wants.
#ifndef CLLVMFLAGS_H
#define CLLVMFLAGS_H

#ifdef __cplusplus
extern "C" {
#endif

/// Sets a flag of this name, and returns what it was, 0 or 1; -1 if LLVM has none.
int CLLVMFlagsExchange(const char *name, int value);

#ifdef __cplusplus
}
#endif

#endif
