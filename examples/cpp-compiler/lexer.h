#pragma once

#include "diagnostics.h"
#include "llvm/ADT/StringRef.h"

namespace tally {

struct Token {
  enum Kind { End, Name, Int, Float, String, Symbol };
  Kind kind = End;
  /// A piece of the source; of a string, with its quotes.
  StringRef text;
  Position at;
  bool beginsLine = false;
};

/// Cuts a source into tokens; behind the last one stands an End.
class Lexer {
public:
  Lexer(StringRef source, Diagnostics &diagnostics) : rest(source), diagnostics(diagnostics) {}

  Token next();

private:
  bool skipBlanks();
  Token take(Token::Kind kind, size_t length, bool beginsLine);

  StringRef rest;
  Position at{1, 1};
  Diagnostics &diagnostics;
};

} // namespace tally
