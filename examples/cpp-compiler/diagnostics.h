// Faults of the input, and where they are.
#pragma once

#include "gometa.hpp"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"
#include <string>

namespace tally {

using llvm::StringRef;
using llvm::Twine;

/// A place in the file: both numbers from 1, columns are bytes.
struct Position {
  unsigned line = 0, column = 0;
};

/// Keeps the first fault. Whoever finds one goes on with something harmless, and nobody has to ask
/// at each step whether the one before it failed.
class Diagnostics {
public:
  explicit Diagnostics(StringRef file) : file(file) {}

  void fail(Position at, const Twine &what);

  /// Takes what a function of the C API returned, and gives whether it succeeded. A fault in the
  /// text of declarations is at the same place of the file; one in a function's code is shown where
  /// that function begins; any other is at `place`.
  bool check(gometa_status status, const gometa::Error &error, Position place = {});

  /// Says where the function of a linker name begins.
  void define(StringRef symbol, Position at) { functions[symbol] = at; }

  bool failed() const { return !first.empty(); }
  /// "file:line:column: what".
  const std::string &message() const { return first; }

private:
  std::string file;
  std::string first;
  llvm::StringMap<Position> functions;
};

} // namespace tally
