#include "lexer.h"
#include "syntax.h"

namespace tally {

namespace {

/// After a fault all tokens are End, so that whatever is being read comes to its end.
class Parser {
public:
  Parser(StringRef source, Types &types, Diagnostics &diagnostics)
      : source(source), lexer(source, diagnostics), types(types), diagnostics(diagnostics) {
    program.declarations = source.str();
    for (char &c : program.declarations)
      if (c != '\n') c = ' ';
    advance();
  }

  Program parse() {
    parsePackage();
    while (token.kind != Token::End) parseDeclaration();
    if (!init.body.parts.empty()) {
      init.result = types.none;
      program.functions.push_back(std::move(init));
      program.declarations += "\nfunc init()\n";
    }
    return std::move(program);
  }

private:
  StringRef source;
  Lexer lexer;
  Types &types;
  Diagnostics &diagnostics;
  Program program;
  Function init{{}, "init", {}, false, nullptr, {Expr::Block, {}, "", {}}};
  Token token, last;

  void advance() {
    last = token;
    token = lexer.next();
    if (diagnostics.failed()) token = {Token::End, source.take_back(0), token.at};
  }

  void fail(Position at, const Twine &what) {
    diagnostics.fail(at, what);
    advance();
  }

  bool sees(StringRef text) const { return token.kind != Token::String && token.text == text; }

  /// What continues a line's expression stands on that line.
  bool continuesWith(StringRef text) const { return !token.beginsLine && sees(text); }

  bool accept(StringRef text) {
    if (!sees(text)) return false;
    advance();
    return true;
  }

  void expect(StringRef text) {
    if (!accept(text)) failExpecting("\"" + text + "\"");
  }

  void failExpecting(const Twine &what) {
    fail(token.at, "expected " + what + ", found " +
                       (token.kind == Token::End ? "the end" : "\"" + token.text.str() + "\""));
  }

  std::string parseName(const char *what) {
    if (token.kind != Token::Name) failExpecting(what);
    advance();
    return last.text.str();
  }

  /// What was read since a token.
  StringRef textSince(const Token &first) const {
    return StringRef(first.text.data(), last.text.end() - first.text.data());
  }

  // ---- Declarations

  void parsePackage() {
    expect("package");
    if (token.beginsLine) failExpecting("an import path");
    Token first = token;
    do advance();
    while (token.kind != Token::End && !token.beginsLine);
    program.at = first.at;
    program.path = textSince(first).str();
    program.name = program.path.substr(program.path.rfind('/') + 1);
  }

  void parseDeclaration() {
    Token first = token;
    if (accept("type"))
      parseType(first);
    else if (accept("var"))
      parseVariable(first);
    else if (accept("func"))
      parseFunction(first);
    else
      failExpecting("type, var or func");
  }

  /// Passes what was read since a token to Go.
  void declare(const Token &first) {
    StringRef text = textSince(first);
    program.declarations.replace(text.data() - source.data(), text.size(), text.str());
  }

  void parseType(const Token &first) {
    Position at = token.at;
    Type *named = types.named(parseName("the type's name"), at);
    if (named->kind != Type::Undefined) fail(at, named->go + " is tally's own");
    named->element = parseType();
    declare(first);
  }

  void parseVariable(const Token &first) {
    Token name = token;
    parseName("the variable's name");
    program.variables.push_back({name.at, name.text.str(), parseType()});
    declare(first);
    if (!accept("=")) return;
    if (init.body.parts.empty()) init.at = name.at;
    init.body.parts.push_back(
        make(Expr::Assign, name, make(Expr::Name, name), parseExpression()));
  }

  void parseFunction(const Token &first) {
    Function function;
    if (accept("(")) {
      function.isMethod = true;
      function.parameters.push_back({parseName("the receiver's name"), parseType()});
      expect(")");
    }
    function.at = token.at;
    function.name = parseName("the function's name");
    if (function.name == init.name) fail(function.at, "init is tally's own");
    expect("(");
    while (!sees(")") && token.kind != Token::End) {
      parseFields(function.parameters);
      if (!sees(")")) expect(",");
    }
    expect(")");
    function.result = sees("=") ? types.none : parseType();
    declare(first);
    expect("=");
    function.body = parseExpression();
    program.functions.push_back(std::move(function));
  }

  /// "X, Y float64", which adds two.
  void parseFields(std::vector<Type::Field> &fields) {
    size_t begin = fields.size();
    do fields.push_back({parseName("a name"), nullptr});
    while (accept(","));
    const Type *type = parseType();
    for (size_t i = begin; i < fields.size(); ++i) fields[i].type = type;
  }

  // ---- Types

  const Type *parseType() {
    Token first = token;
    if (accept("*")) {
      const Type *element = parseType();
      return types.get("*" + element->go, Type::Pointer, first.at, element);
    }
    if (accept("[")) {
      expect("]");
      const Type *element = parseType();
      return types.get("[]" + element->go, Type::Slice, first.at, element);
    }
    if (accept("map")) {
      expect("[");
      const Type *key = parseType();
      expect("]");
      return types.get("map[" + key->go + "]" + parseType()->go, Type::Reference, first.at);
    }
    if (accept("chan")) return types.get("chan " + parseType()->go, Type::Reference, first.at);
    if (accept("struct")) return parseStruct(first);
    if (accept("interface")) return parseInterface(first);
    return types.named(parseName("a type"), first.at);
  }

  const Type *parseStruct(const Token &first) {
    std::vector<Type::Field> fields;
    expect("{");
    while (!sees("}") && token.kind != Token::End) {
      parseFields(fields);
      accept(";");
    }
    expect("}");
    Type *type = types.get(textSince(first).str(), Type::Struct, first.at);
    type->fields = std::move(fields);
    return type;
  }

  /// Tally calls no methods of interfaces, so they are Go's alone.
  const Type *parseInterface(const Token &first) {
    expect("{");
    bool isEmpty = sees("}");
    for (unsigned open = 1; open && token.kind != Token::End; advance())
      open += sees("{") ? 1 : sees("}") ? -1 : 0;
    return types.get(textSince(first).str(), isEmpty ? Type::Any : Type::Interface, first.at);
  }

  // ---- Expressions

  template <class... Parts> Expr make(Expr::Kind kind, const Token &first, Parts... parts) {
    Expr result{kind, first.at, first.text.str(), {}};
    (result.parts.push_back(std::move(parts)), ...);
    return result;
  }

  Expr parseExpression() {
    Token first = token;
    if (accept("if")) {
      Expr result = make(Expr::If, first, parseExpression());
      expect("then");
      result.parts.push_back(parseExpression());
      if (accept("else")) result.parts.push_back(parseExpression());
      return result;
    }
    Expr left = parseBinary(1);
    first = token;
    if (!continuesWith("=")) return left;
    advance();
    return make(Expr::Assign, first, std::move(left), parseExpression());
  }

  static unsigned precedence(StringRef symbol) {
    static const llvm::StringMap<unsigned> levels = {
        {"||", 1}, {"&&", 2}, {"==", 3}, {"!=", 3}, {"<", 3}, {"<=", 3}, {">", 3},
        {">=", 3}, {"+", 4},  {"-", 4},  {"*", 5},  {"/", 5}, {"%", 5}};
    return levels.lookup(symbol);
  }

  Expr parseBinary(unsigned lowest) {
    Expr left = parseUnary();
    while (!token.beginsLine && precedence(token.text) >= lowest) {
      Token symbol = token;
      advance();
      Expr right = parseBinary(precedence(symbol.text) + 1);
      // The right side of these is not always computed.
      if (symbol.text == "&&")
        left = make(Expr::If, symbol, std::move(left), std::move(right), constant("false", symbol));
      else if (symbol.text == "||")
        left = make(Expr::If, symbol, std::move(left), constant("true", symbol), std::move(right));
      else
        left = make(Expr::Binary, symbol, std::move(left), std::move(right));
    }
    return left;
  }

  Expr constant(StringRef text, const Token &at) { return {Expr::Bool, at.at, text.str(), {}}; }

  Expr parseUnary() {
    Token first = token;
    if (accept("-") || accept("!") || accept("&") || accept("*"))
      return make(Expr::Unary, first, parseUnary());
    Expr result = parsePrimary();
    while (continuesWith(".") || continuesWith("(")) {
      Token symbol = token;
      advance();
      if (symbol.text == ".") {
        parseName("a field or method");
        result = make(Expr::Field, last, std::move(result));
      } else {
        result = make(Expr::Call, symbol, std::move(result));
        parseList(")", result.parts);
      }
    }
    return result;
  }

  /// Expressions between commas, and the symbol that ends them.
  void parseList(StringRef end, std::vector<Expr> &list) {
    while (!sees(end) && token.kind != Token::End) {
      list.push_back(parseExpression());
      if (!sees(end)) expect(",");
    }
    expect(end);
  }

  Expr parsePrimary() {
    Token first = token;
    if (accept("(")) {
      Expr inner = parseExpression();
      expect(")");
      return inner;
    }
    if (accept("{")) return parseBlock(first);
    advance();
    switch (first.kind) {
    case Token::Int: return make(Expr::Int, first);
    case Token::Float: return make(Expr::Float, first);
    case Token::String: {
      Expr result = make(Expr::String, first);
      result.text = first.text.drop_front().drop_back().str();
      return result;
    }
    case Token::Name:
      if (first.text == "nil") return make(Expr::Nil, first);
      if (first.text == "true" || first.text == "false") return make(Expr::Bool, first);
      return continuesWith("{") ? parseLiteral(first) : make(Expr::Name, first);
    default:
      fail(first.at, "expected an expression, found \"" + first.text + "\"");
      return make(Expr::Nil, first);
    }
  }

  Expr parseLiteral(const Token &first) {
    Expr result = make(Expr::Literal, first);
    expect("{");
    parseList("}", result.parts);
    return result;
  }

  Expr parseBlock(const Token &first) {
    Expr block = make(Expr::Block, first);
    while (!sees("}") && token.kind != Token::End) {
      if (accept("let")) {
        parseName("a name");
        Token name = last;
        expect("=");
        block.parts.push_back(make(Expr::Let, name, parseExpression()));
      } else {
        block.parts.push_back(parseExpression());
      }
      if (!accept(";") && !token.beginsLine && !sees("}")) failExpecting("\";\" or \"}\"");
    }
    expect("}");
    return block;
  }
};

} // namespace

Program parse(StringRef source, Types &types, Diagnostics &diagnostics) {
  return Parser(source, types, diagnostics).parse();
}

} // namespace tally
