#include "types.h"
#include "llvm/IR/DerivedTypes.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

namespace tally {

const Type &Type::underlying() const {
  return kind == Undefined && element ? element->underlying() : *this;
}

/// Scalars of 8 bytes, one behind the other.
static Layout words(std::initializer_list<llvm::Type *> types) {
  Layout result{0, 8, {}};
  for (llvm::Type *type : types) {
    result.scalars.push_back({type, result.size});
    result.size += 8;
  }
  return result;
}

Layout layout(const Type &type, llvm::LLVMContext &context) {
  llvm::Type *integer = llvm::Type::getInt64Ty(context);
  // What the collector may follow is a pointer in address space 1.
  llvm::Type *pointer = llvm::PointerType::get(context, 1);
  const Type &base = type.underlying();
  switch (base.kind) {
  case Type::Undefined:
  case Type::None:
  case Type::Nil: return {};
  case Type::Bool: return {1, 1, {{llvm::Type::getInt8Ty(context), 0}}};
  case Type::Int: return words({integer});
  case Type::Float: return words({llvm::Type::getDoubleTy(context)});
  case Type::String: return words({pointer, integer});
  case Type::Slice: return words({pointer, integer, integer});
  case Type::Pointer:
  case Type::Reference: return words({pointer});
  case Type::Any:
  case Type::Interface: return words({pointer, pointer});
  case Type::Struct: break;
  }
  Layout result;
  for (const Type::Field &field : base.fields) {
    Layout part = layout(*field.type, context);
    uint64_t offset = llvm::alignTo(result.size, part.alignment);
    for (Scalar scalar : part.scalars)
      result.scalars.push_back({scalar.type, offset + scalar.offset});
    result.size = offset + part.size;
    result.alignment = std::max(result.alignment, part.alignment);
  }
  // So that the address of a last field without bytes is not that of what comes after the struct.
  if (result.size && layout(*base.fields.back().type, context).size == 0) ++result.size;
  result.size = llvm::alignTo(result.size, result.alignment);
  return result;
}

std::optional<Member> member(const Type &type, StringRef name, llvm::LLVMContext &context) {
  size_t scalars = 0;
  uint64_t end = 0;
  for (const Type::Field &field : type.underlying().fields) {
    Layout part = layout(*field.type, context);
    uint64_t offset = llvm::alignTo(end, part.alignment);
    if (field.name == name) return Member{field.type, scalars, offset};
    scalars += part.scalars.size();
    end = offset + part.size;
  }
  return std::nullopt;
}

Types::Types() {
  get("any", Type::Any);
  get("error", Type::Interface);
}

Type *Types::get(const std::string &go, Type::Kind kind, Position at, const Type *element) {
  auto [place, isNew] = all.try_emplace(go);
  Type &type = place->second;
  if (isNew) {
    type.go = go;
    type.kind = kind;
    type.element = element;
    type.at = at;
  }
  return &type;
}

const Type *Types::find(StringRef name) const {
  auto found = all.find(name.str());
  return found == all.end() ? nullptr : &found->second;
}

const Type *Types::undefined() const {
  for (auto &[go, type] : all)
    if (type.is(Type::Undefined)) return &type;
  return nullptr;
}

} // namespace tally
