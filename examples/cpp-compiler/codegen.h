// From syntax to LLVM IR that follows the IR contract (docs/ir-contract.md).
#pragma once

#include "syntax.h"
#include "llvm/IR/DIBuilder.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace tally {

using Scalars = llvm::SmallVector<llvm::Value *, 4>;

/// A value is the list of its scalars, as in the IR contract; or it is a place in memory, which has
/// an address and no scalars yet.
struct Value {
  const Type *type;
  Scalars scalars = {};
  llvm::Value *address = nullptr;
};

/// Table of pc-values that has the column of each call, beside Go's own table of its line.
constexpr int32_t columnTable = 8;

/// Writes the code of a program into the module of a session that has its declarations.
class Codegen {
public:
  Codegen(const Program &program, Types &types, llvm::Module &module, gometa_session *session,
          Diagnostics &diagnostics)
      : program(program), types(types), module(module), context(module.getContext()),
        session(session), diagnostics(diagnostics), builder(context), debug(module) {}

  /// With `columns`, calls have their column in `columnTable`.
  void run(StringRef path, bool columns);

private:
  struct Callee {
    const Function *declaration;
    llvm::Function *code;
  };
  struct Local {
    std::string name;
    Value value;
  };
  class At;

  bool check(gometa_status status, Position at) { return diagnostics.check(status, error, at); }
  Value fail(Position at, const Twine &what, const Type *instead = nullptr);

  // The package: codegen.cpp.
  bool declare(const Function &function);
  bool declare(const Variable &variable);
  void define(const Function &function, llvm::Function *code);
  Value call(llvm::FunctionCallee code, llvm::ArrayRef<llvm::Value *> arguments,
             const Type *result);

  // Values and places: there, too.
  Value zero(const Type *type);
  Value place(const Type *type, llvm::Value *address) { return {type, {}, address}; }
  Value part(const Value &whole, const Member &member);
  Value target(const Value &pointer, Position at);
  Value load(const Value &value);
  void store(const Value &place, const Value &value);
  Value convert(const Value &value, const Type *to, Position at);

  // Expressions: expressions.cpp. What `emit` gives may be a place; `value` loads it.
  Value emit(const Expr &e);
  Value value(const Expr &e);
  Value value(const Expr &e, const Type *type);
  Value emitInt(const Expr &e);
  Value emitString(const Expr &e);
  Value emitName(const Expr &e);
  Value emitField(const Expr &e);
  Value emitLiteral(const Expr &e);
  Value emitUnary(const Expr &e);
  Value emitBinary(const Expr &e);
  Value emitAssign(const Expr &e);
  Value emitIf(const Expr &e);
  Value emitBlock(const Expr &e);
  Value emitCall(const Expr &e);
  Value emitConversion(const Expr &e, const Type *to);
  Value receiver(const Value &value, const Type *wanted, Position at);
  llvm::Value *divide(llvm::Instruction::BinaryOps operation, llvm::Value *a, llvm::Value *b);
  llvm::BasicBlock *block(const char *name) {
    return llvm::BasicBlock::Create(context, name, builder.GetInsertBlock()->getParent());
  }

  const Program &program;
  Types &types;
  llvm::Module &module;
  llvm::LLVMContext &context;
  gometa_session *session;
  Diagnostics &diagnostics;
  gometa::Error error;
  llvm::IRBuilder<> builder;
  llvm::DIBuilder debug;
  llvm::DIFile *file = nullptr;
  bool columns = false;
  llvm::StringMap<Callee> callees; // under Function::key
  llvm::StringMap<Value> variables;
  std::vector<Local> locals;
};

/// Gives instructions an expression's position, as long as it lives.
class Codegen::At {
public:
  At(Codegen &codegen, Position at)
      : builder(codegen.builder), outer(builder.getCurrentDebugLocation()) {
    builder.SetCurrentDebugLocation(
        llvm::DILocation::get(codegen.context, at.line, at.column, outer.getScope()));
  }
  ~At() { builder.SetCurrentDebugLocation(outer); }

private:
  llvm::IRBuilder<> &builder;
  llvm::DebugLoc outer;
};

} // namespace tally
