// What a package is made of, and how its values lie in memory: all that has to do with GoMeta.
#include "codegen.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/Support/Path.h"

namespace tally {

/// What stands for the value of a faulty expression.
Value Codegen::fail(Position at, const Twine &what, const Type *instead) {
  diagnostics.fail(at, what);
  return zero(instead ? instead : types.integer);
}

// ---- The package

void Codegen::run(StringRef path, bool columns) {
  this->columns = columns;
  module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  file = debug.createFile(llvm::sys::path::filename(path), llvm::sys::path::parent_path(path));
  debug.createCompileUnit(llvm::dwarf::DW_LANG_Go, file, "tally", /*isOptimized=*/true, "", 0, "",
                          llvm::DICompileUnit::LineTablesOnly);

  // All functions and variables first, so that bodies can mention any of them.
  for (const Function &function : program.functions)
    if (!declare(function)) return;
  for (const Variable &variable : program.variables)
    if (!declare(variable)) return;
  for (const Function &function : program.functions) define(function, callees[function.key()].code);
  debug.finalize();
}

bool Codegen::declare(const Function &function) {
  const char *name = function.name.c_str();
  const Type *type = function.methodOf();
  LLVMValueRef code = nullptr;
  if (!check(type ? gometa_session_method(session, type->go.c_str(), name, &code, error.out())
                  : gometa_session_function(session, name, &code, error.out()),
             function.at))
    return false;
  Callee callee{&function, llvm::unwrap<llvm::Function>(code)};
  callees[function.key()] = callee;
  diagnostics.define(callee.code->getName(), function.at);
  return true;
}

bool Codegen::declare(const Variable &variable) {
  LLVMValueRef code = nullptr;
  if (!check(gometa_session_variable(session, variable.name.c_str(), &code, error.out()),
             variable.at))
    return false;
  auto *global = llvm::unwrap<llvm::GlobalVariable>(code);
  // An initializer is what makes it a definition.
  global->setInitializer(llvm::Constant::getNullValue(global->getValueType()));
  variables[variable.name] = place(variable.type, global);
  return true;
}

void Codegen::define(const Function &function, llvm::Function *code) {
  // Go's tables get their names from the function, and their lines from its debug info.
  llvm::DISubprogram *lines = debug.createFunction(
      file, code->getName(), "", file, function.at.line,
      debug.createSubroutineType(debug.getOrCreateTypeArray({})), function.at.line,
      llvm::DINode::FlagZero, llvm::DISubprogram::SPFlagDefinition);
  code->setSubprogram(lines);
  builder.SetInsertPoint(llvm::BasicBlock::Create(context, "entry", code));
  builder.SetCurrentDebugLocation(
      llvm::DILocation::get(context, function.at.line, function.at.column, lines));

  // The scalars of all parameters, in order, are the arguments.
  locals.clear();
  llvm::Argument *argument = code->arg_begin();
  for (const Type::Field &parameter : function.parameters) {
    Value value{parameter.type};
    for (size_t count = layout(*parameter.type, context).scalars.size(); count; --count) {
      argument->setName(parameter.name);
      value.scalars.push_back(argument++);
    }
    locals.push_back({parameter.name, value});
  }

  Value result = value(function.body);
  if (function.result == types.none) result = {types.none};
  result = convert(result, function.result, function.body.at);
  if (result.scalars.empty())
    builder.CreateRetVoid();
  else if (result.scalars.size() == 1)
    builder.CreateRet(result.scalars.front());
  else
    builder.CreateAggregateRet(result.scalars.data(), result.scalars.size());
}

Value Codegen::call(llvm::FunctionCallee code, llvm::ArrayRef<llvm::Value *> arguments,
                    const Type *result) {
  llvm::DebugLoc at = builder.getCurrentDebugLocation();
  if (columns)
    check(gometa_session_pcdata(session, llvm::wrap(&builder), columnTable, at.getCol(),
                                error.out()),
          {at.getLine(), at.getCol()});
  llvm::CallInst *call = builder.CreateCall(code, arguments);
  // So that a traceback shows who called.
  call->setTailCallKind(llvm::CallInst::TCK_NoTail);

  // One scalar comes back as it is, several as a struct.
  size_t count = layout(*result, context).scalars.size();
  if (count == 1) return {result, {call}};
  Value value{result};
  for (unsigned i = 0; i < count; ++i)
    value.scalars.push_back(builder.CreateExtractValue(call, i));
  return value;
}

// ---- Values and places

Value Codegen::zero(const Type *type) {
  Value result{type};
  for (const Scalar &scalar : layout(*type, context).scalars)
    result.scalars.push_back(llvm::Constant::getNullValue(scalar.type));
  return result;
}

Value Codegen::part(const Value &whole, const Member &member) {
  if (whole.address)
    return place(member.type,
                 builder.CreatePtrAdd(whole.address, builder.getInt64(member.offset)));
  auto first = whole.scalars.begin() + member.firstScalar;
  return {member.type, Scalars(first, first + layout(*member.type, context).scalars.size())};
}

/// What a pointer points to. There is no check for nil: the load or store faults, and Go makes a
/// panic of it, when the address is below 4096.
Value Codegen::target(const Value &pointer, Position at) {
  const Type *type = pointer.type->underlying().element;
  if (layout(*type, context).size > 4096)
    return fail(at, type->go + " is too large to be reached through a pointer", type);
  return place(type, load(pointer).scalars.front());
}

/// The module serves all targets and has no data layout, so loads and stores say their alignment.
static llvm::Align alignment(const Scalar &scalar) {
  return llvm::Align(scalar.type->isIntegerTy(8) ? 1 : 8);
}

Value Codegen::load(const Value &value) {
  if (!value.address) return value;
  Value result{value.type};
  for (const Scalar &scalar : layout(*value.type, context).scalars) {
    llvm::Value *address = builder.CreatePtrAdd(value.address, builder.getInt64(scalar.offset));
    result.scalars.push_back(builder.CreateAlignedLoad(scalar.type, address, alignment(scalar)));
  }
  return result;
}

/// GoMeta adds what the collector has to be told of stored pointers.
void Codegen::store(const Value &place, const Value &value) {
  for (auto [scalar, part] : llvm::zip(layout(*place.type, context).scalars, value.scalars)) {
    llvm::Value *address = builder.CreatePtrAdd(place.address, builder.getInt64(scalar.offset));
    builder.CreateAlignedStore(part, address, alignment(scalar));
  }
}

/// What Go converts without being told.
Value Codegen::convert(const Value &value, const Type *to, Position at) {
  if (value.type == to) return value;
  if (value.type == types.nil && to->hasNil()) return zero(to);

  // An interface is a pointer and what says its type: the descriptor, or a table of methods.
  const char *from = value.type->go.c_str();
  LLVMValueRef table = nullptr;
  if (to->is(Type::Any) && value.type->isWord())
    check(gometa_session_type(session, from, &table, error.out()), at);
  else if (to->is(Type::Interface) && value.type->isWord())
    check(gometa_session_itab(session, from, to->go.c_str(), &table, error.out()), at);
  else
    diagnostics.fail(at, "want " + to->go + ", have " + from);
  if (!table) return zero(to);
  llvm::Value *word = value.scalars.front();
  return {to, {builder.CreateAddrSpaceCast(llvm::unwrap(table), word->getType()), word}};
}

} // namespace tally
