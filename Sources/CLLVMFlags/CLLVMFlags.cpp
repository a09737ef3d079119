#include "CLLVMFlags.h"

#include "llvm/Support/CommandLine.h"

int CLLVMFlagsExchange(const char *name, int value) {
  auto &options = llvm::cl::getRegisteredOptions();
  auto found = options.find(name);
  if (found == options.end()) return -1;
  auto *flag = static_cast<llvm::cl::opt<bool> *>(found->second);
  bool before = flag->getValue();
  flag->setValue(value != 0);
  return before ? 1 : 0;
}
