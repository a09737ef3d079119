// What expressions compute. Only division, faults through nil and strings are peculiar to Go.
#include "codegen.h"

namespace tally {

Value Codegen::value(const Expr &e) {
  At at(*this, e.at);
  return load(emit(e));
}

Value Codegen::value(const Expr &e, const Type *type) {
  At at(*this, e.at);
  return convert(load(emit(e)), type, e.at);
}

Value Codegen::emit(const Expr &e) {
  switch (e.kind) {
  case Expr::Int: return emitInt(e);
  case Expr::Float: return {types.real, {llvm::ConstantFP::get(builder.getDoubleTy(), e.text)}};
  case Expr::String: return emitString(e);
  case Expr::Bool: return {types.boolean, {builder.getInt8(e.text == "true")}};
  case Expr::Nil: return {types.nil};
  case Expr::Name: return emitName(e);
  case Expr::Field: return emitField(e);
  case Expr::Call: return emitCall(e);
  case Expr::Literal: return emitLiteral(e);
  case Expr::Unary: return emitUnary(e);
  case Expr::Binary: return emitBinary(e);
  case Expr::Assign: return emitAssign(e);
  case Expr::Let: locals.push_back({e.text, value(e.parts[0])}); return {types.none};
  case Expr::If: return emitIf(e);
  case Expr::Block: return emitBlock(e);
  }
  llvm_unreachable("all kinds are above");
}

Value Codegen::emitInt(const Expr &e) {
  int64_t number;
  if (StringRef(e.text).getAsInteger(10, number)) return fail(e.at, e.text + " is no int");
  return {types.integer, {builder.getInt64(number)}};
}

/// The bytes of constants are where the collector's pointers may point to, too.
Value Codegen::emitString(const Expr &e) {
  llvm::Value *bytes = builder.CreateGlobalString(e.text, "text", 1, &module, /*AddNull=*/false);
  return {types.string, {bytes, builder.getInt64(e.text.size())}};
}

Value Codegen::emitName(const Expr &e) {
  for (auto local = locals.rbegin(); local != locals.rend(); ++local)
    if (local->name == e.text) return local->value;
  auto variable = variables.find(e.text);
  if (variable != variables.end()) return variable->second;
  return fail(e.at, "no variable " + e.text);
}

Value Codegen::emitField(const Expr &e) {
  Value base = emit(e.parts[0]);
  if (base.type->is(Type::Pointer)) base = target(base, e.at);
  std::optional<Member> found = member(*base.type, e.text, context);
  if (!found) return fail(e.at, base.type->go + " has no field " + e.text);
  return part(base, *found);
}

Value Codegen::emitLiteral(const Expr &e) {
  const Type *type = types.find(e.text);
  if (!type || !type->is(Type::Struct)) return fail(e.at, e.text + " is no struct type");
  const std::vector<Type::Field> &fields = type->underlying().fields;
  if (e.parts.size() != fields.size())
    return fail(e.at, e.text + " has " + Twine(fields.size()) + " fields", type);
  Value result{type};
  for (auto [part, field] : llvm::zip(e.parts, fields))
    result.scalars.append(value(part, field.type).scalars);
  return result;
}

Value Codegen::emitUnary(const Expr &e) {
  Value operand = e.text == "&" ? emit(e.parts[0]) : value(e.parts[0]);
  const Type *type = operand.type;
  if (e.text == "&" && operand.address)
    return {types.get("*" + type->go, Type::Pointer, e.at, type), {operand.address}};
  if (e.text == "*" && type->is(Type::Pointer)) return target(operand, e.at);
  if (e.text == "-" && type->is(Type::Int)) return {type, {builder.CreateNeg(operand.scalars[0])}};
  if (e.text == "-" && type->is(Type::Float))
    return {type, {builder.CreateFNeg(operand.scalars[0])}};
  if (e.text == "!" && type->is(Type::Bool))
    return {type, {builder.CreateXor(operand.scalars[0], builder.getInt8(1))}};
  return fail(e.at, e.text + " does not go with this " + type->go);
}

using Compare = llvm::CmpInst::Predicate;
using Compute = llvm::Instruction::BinaryOps;

// What LLVM does for an operator, with ints (and other words) and with floats.
const llvm::StringMap<std::pair<Compare, Compare>> comparisons = {
    {"==", {Compare::ICMP_EQ, Compare::FCMP_OEQ}},  {"!=", {Compare::ICMP_NE, Compare::FCMP_UNE}},
    {"<", {Compare::ICMP_SLT, Compare::FCMP_OLT}},  {"<=", {Compare::ICMP_SLE, Compare::FCMP_OLE}},
    {">", {Compare::ICMP_SGT, Compare::FCMP_OGT}},  {">=", {Compare::ICMP_SGE, Compare::FCMP_OGE}},
};
const llvm::StringMap<std::pair<Compute, Compute>> computations = {
    {"+", {Compute::Add, Compute::FAdd}},  {"-", {Compute::Sub, Compute::FSub}},
    {"*", {Compute::Mul, Compute::FMul}},  {"/", {Compute::SDiv, Compute::FDiv}},
    {"%", {Compute::SRem, Compute::FRem}},
};

Value Codegen::emitBinary(const Expr &e) {
  Value left = value(e.parts[0]);
  const Type *type = left.type;
  Value right = value(e.parts[1], type);
  bool isInt = type->is(Type::Int), isFloat = type->is(Type::Float);
  bool isEqual = e.text == "==" || e.text == "!=";

  auto comparison = comparisons.find(e.text);
  if (comparison != comparisons.end() &&
      (isInt || isFloat || (isEqual && (type->is(Type::Bool) || type->is(Type::Pointer))))) {
    auto [words, floats] = comparison->second;
    llvm::Value *result =
        builder.CreateCmp(isFloat ? floats : words, left.scalars[0], right.scalars[0]);
    return {types.boolean, {builder.CreateZExt(result, builder.getInt8Ty())}};
  }
  auto computation = computations.find(e.text);
  if (computation == computations.end() || !(isInt || (isFloat && e.text != "%")))
    return fail(e.at, e.text + " does not go with " + type->go);
  auto [ints, floats] = computation->second;
  if (isInt && (e.text == "/" || e.text == "%"))
    return {type, {divide(ints, left.scalars[0], right.scalars[0])}};
  return {type, {builder.CreateBinOp(isFloat ? floats : ints, left.scalars[0], right.scalars[0])}};
}

/// LLVM's division is undefined where Go panics, and where the quotient overflows.
llvm::Value *Codegen::divide(Compute operation, llvm::Value *a, llvm::Value *b) {
  llvm::BasicBlock *panics = block("panics"), *divides = block("divides");
  builder.CreateCondBr(builder.CreateICmpEQ(b, builder.getInt64(0)), panics, divides);
  builder.SetInsertPoint(panics);
  call(module.getOrInsertFunction("runtime.panicdivide", builder.getVoidTy()), {}, types.none);
  builder.CreateUnreachable();

  builder.SetInsertPoint(divides);
  llvm::Value *isMinusOne = builder.CreateICmpEQ(b, builder.getInt64(-1));
  llvm::Value *divisor = builder.CreateSelect(isMinusOne, builder.getInt64(1), b);
  llvm::Value *result = builder.CreateBinOp(operation, a, divisor);
  if (operation == Compute::SRem) return result;
  return builder.CreateSelect(isMinusOne, builder.CreateNeg(a), result);
}

Value Codegen::emitAssign(const Expr &e) {
  Value place = emit(e.parts[0]);
  Value value = this->value(e.parts[1], place.type);
  if (!place.address) return fail(e.at, "what is left of = has no place in memory");
  store(place, value);
  return {types.none};
}

Value Codegen::emitIf(const Expr &e) {
  llvm::BasicBlock *then = block("then"), *otherwise = block("else"), *end = block("end");
  llvm::Value *condition = value(e.parts[0], types.boolean).scalars[0];
  builder.CreateCondBr(builder.CreateICmpNE(condition, builder.getInt8(0)), then, otherwise);

  builder.SetInsertPoint(then);
  Value a = value(e.parts[1]);
  then = builder.GetInsertBlock();
  builder.CreateBr(end);

  builder.SetInsertPoint(otherwise);
  Value b = e.parts.size() == 3 ? value(e.parts[2], a.type) : Value{types.none};
  otherwise = builder.GetInsertBlock();
  builder.CreateBr(end);

  builder.SetInsertPoint(end);
  Value result{b.type};
  for (size_t i = 0; i < b.scalars.size(); ++i) {
    llvm::PHINode *either = builder.CreatePHI(a.scalars[i]->getType(), 2);
    either->addIncoming(a.scalars[i], then);
    either->addIncoming(b.scalars[i], otherwise);
    result.scalars.push_back(either);
  }
  return result;
}

Value Codegen::emitBlock(const Expr &e) {
  size_t outer = locals.size();
  Value last{types.none};
  for (const Expr &part : e.parts) last = value(part);
  locals.resize(outer);
  return last;
}

Value Codegen::emitCall(const Expr &e) {
  const Expr &callee = e.parts[0];
  llvm::ArrayRef<Expr> arguments = llvm::ArrayRef(e.parts).drop_front();
  std::string name = callee.text;
  Value base{types.none};
  if (callee.kind == Expr::Field) {
    base = emit(callee.parts[0]);
    const Type *type = base.type->kind == Type::Pointer ? base.type->element : base.type;
    name = type->go + "." + name;
  } else if (callee.kind != Expr::Name) {
    return fail(e.at, "only functions and methods can be called");
  } else if (const Type *type = types.find(name)) {
    return emitConversion(e, type);
  } else if (name == "len" && arguments.size() == 1) {
    Value counted = value(arguments[0]);
    if (!counted.type->is(Type::String) && !counted.type->is(Type::Slice))
      return fail(e.at, "len does not go with " + counted.type->go);
    return {types.integer, {counted.scalars[1]}};
  }

  auto found = callees.find(name);
  if (found == callees.end()) return fail(callee.at, "no function " + name);
  const Function &function = *found->second.declaration;
  llvm::ArrayRef<Type::Field> parameters = function.parameters;
  Scalars scalars;
  if (function.isMethod) {
    scalars = receiver(base, parameters[0].type, callee.at).scalars;
    parameters = parameters.drop_front();
  }
  if (arguments.size() != parameters.size())
    return fail(e.at, name + " takes " + Twine(parameters.size()) + " arguments", function.result);
  for (auto [argument, parameter] : llvm::zip(arguments, parameters))
    scalars.append(value(argument, parameter.type).scalars);
  return call(found->second.code, scalars, function.result);
}

/// Go takes a receiver's address, or what a pointer points to, as the method wants it.
Value Codegen::receiver(const Value &value, const Type *wanted, Position at) {
  if (value.type == wanted) return load(value);
  if (value.type->is(Type::Pointer)) return load(target(value, at));
  if (!value.address) return fail(at, "this " + value.type->go + " has no address", wanted);
  return {wanted, {value.address}};
}

Value Codegen::emitConversion(const Expr &e, const Type *to) {
  if (e.parts.size() != 2) return fail(e.at, "a conversion takes one value", to);
  Value from = value(e.parts[1]);
  if (&from.type->underlying() == &to->underlying()) return {to, from.scalars};
  if (from.type->is(Type::Int) && to->is(Type::Float))
    return {to, {builder.CreateSIToFP(from.scalars[0], builder.getDoubleTy())}};
  return convert(from, to, e.at);
}

} // namespace tally
