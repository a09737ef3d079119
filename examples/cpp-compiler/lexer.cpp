#include "lexer.h"
#include "llvm/ADT/StringExtras.h"

namespace tally {

static bool isWord(char c) { return llvm::isAlnum(c) || c == '_'; }

/// Skips blanks and comments, and gives whether a line ended there.
bool Lexer::skipBlanks() {
  bool lineEnded = false;
  while (!rest.empty()) {
    if (rest.starts_with("//")) {
      rest = rest.drop_until([](char c) { return c == '\n'; });
    } else if (rest.front() == '\n') {
      at = {at.line + 1, 1};
      rest = rest.drop_front();
      lineEnded = true;
    } else if (llvm::isSpace(rest.front())) {
      ++at.column;
      rest = rest.drop_front();
    } else {
      break;
    }
  }
  return lineEnded;
}

Token Lexer::take(Token::Kind kind, size_t length, bool beginsLine) {
  Token token{kind, rest.take_front(length), at, beginsLine};
  at.column += token.text.size();
  rest = rest.drop_front(token.text.size());
  return token;
}

Token Lexer::next() {
  bool beginsLine = skipBlanks();
  if (rest.empty()) return take(Token::End, 0, beginsLine);

  if (llvm::isDigit(rest.front())) {
    size_t digits = rest.take_while(llvm::isDigit).size();
    StringRef fraction = rest.drop_front(digits);
    if (!fraction.consume_front(".")) return take(Token::Int, digits, beginsLine);
    return take(Token::Float, digits + 1 + fraction.take_while(llvm::isDigit).size(), beginsLine);
  }
  if (isWord(rest.front())) return take(Token::Name, rest.take_while(isWord).size(), beginsLine);

  if (rest.front() == '"') {
    size_t end = rest.find_first_of("\"\\\n", 1);
    if (end != StringRef::npos && rest[end] == '"') return take(Token::String, end + 1, beginsLine);
    diagnostics.fail(at, "a string ends on its line, and has no backslashes");
  }
  for (StringRef symbol : {"==", "!=", "<=", ">=", "&&", "||"})
    if (rest.starts_with(symbol)) return take(Token::Symbol, 2, beginsLine);
  return take(Token::Symbol, 1, beginsLine);
}

} // namespace tally
