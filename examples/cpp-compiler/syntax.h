// What a tally file says, and the parser that reads it.
//
//   file        = "package" path { declaration }
//   declaration = "type" name type
//               | "var" name type [ "=" expression ]
//               | "func" [ "(" name type ")" ] name "(" parameters ")" [ type ] "=" expression
//   expression  = "if" expression "then" expression [ "else" expression ]
//               | operand { operator operand } [ "=" expression ]
//   operand     = ( "-" | "!" | "&" | "*" ) operand
//               | primary { "." name | "(" expressions ")" }
//   primary     = number | string | "true" | "false" | "nil" | name | name "{" expressions "}"
//               | "(" expression ")" | "{" { [ "let" name "=" ] expression ";" } "}"
//
// What stands before the "=" of a declaration is Go. A line's end may stand for ";", and as in Go,
// an operator does not begin a line.
#pragma once

#include "types.h"

namespace tally {

struct Expr {
  enum Kind {
    Int,     // text
    Float,   // text
    String,  // text
    Bool,    // text
    Nil,     //
    Name,    // text
    Field,   // part . text
    Call,    // part ( parts )
    Literal, // text { parts }
    Unary,   // text part
    Binary,  // part text part
    Assign,  // part = part
    Let,     // text = part
    If,      // if part then part [else part]
    Block,   // { parts }
  };
  Kind kind;
  Position at;
  std::string text;
  std::vector<Expr> parts;
};

struct Variable {
  Position at;
  std::string name;
  const Type *type;
};

struct Function {
  Position at;
  std::string name;
  /// The receiver comes first.
  std::vector<Type::Field> parameters;
  bool isMethod = false;
  const Type *result = nullptr;
  Expr body;

  /// "Name", or "Type.Name" of a method.
  std::string key() const { return isMethod ? methodOf()->go + "." + name : name; }
  /// The receiver's type without its star.
  const Type *methodOf() const {
    if (!isMethod) return nullptr;
    const Type *type = parameters.front().type;
    return type->kind == Type::Pointer ? type->element : type;
  }
};

struct Program {
  Position at;
  std::string path, name;
  std::vector<Variable> variables;
  /// Among them init, which gives the variables their first values: Go calls it once.
  std::vector<Function> functions;
  /// The file with blanks in place of all that is not Go: a position in it is one in the file.
  std::string declarations;
};

Program parse(StringRef source, Types &types, Diagnostics &diagnostics);

} // namespace tally
