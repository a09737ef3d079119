// Go's types, as far as tally computes with them. Whether declarations make sense is not asked
// here: GoMeta checks them all.
#pragma once

#include "diagnostics.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Type.h"
#include <map>
#include <optional>
#include <vector>

namespace tally {

struct Type {
  enum Kind {
    Undefined, // until something names it; afterwards, one that tally does not have
    None,      // of what has no value, such as an assignment
    Nil,
    Bool,
    Int,
    Float,
    String,
    Slice,
    Pointer,
    Reference, // a map or a channel: one pointer, of which tally knows nothing
    Any,       // an interface without methods
    Interface,
    Struct,
  };
  struct Field {
    std::string name;
    const Type *type;
  };

  /// As Go writes it; this is what makes two types one.
  std::string go;
  Kind kind = Undefined;
  /// What a named type is apart from its name, what a pointer points to, or a slice holds.
  const Type *element = nullptr;
  std::vector<Field> fields;
  /// Where it is first mentioned.
  Position at;

  const Type &underlying() const;
  bool is(Kind kind) const { return underlying().kind == kind; }
  /// Whether an interface holds its values themselves, not their address.
  bool isWord() const { return is(Pointer) || is(Reference); }
  bool hasNil() const { return isWord() || is(Slice) || is(Any) || is(Interface); }
};

/// A scalar of a type's values, as the IR contract flattens them, and where it lies in memory.
struct Scalar {
  llvm::Type *type;
  uint64_t offset;
};

struct Layout {
  uint64_t size = 0, alignment = 1;
  llvm::SmallVector<Scalar, 4> scalars;
};

/// Sizes and offsets are the same on all 64-bit architectures of Go.
Layout layout(const Type &type, llvm::LLVMContext &context);

/// A field's place among the scalars and the bytes of its struct.
struct Member {
  const Type *type;
  size_t firstScalar;
  uint64_t offset;
};

std::optional<Member> member(const Type &type, StringRef field, llvm::LLVMContext &context);

/// All types of a program, each of them once.
class Types {
  std::map<std::string, Type> all;

public:
  Types();

  /// The type of a name, declared or not yet.
  Type *named(const std::string &name, Position at) { return get(name, Type::Undefined, at); }
  Type *get(const std::string &go, Type::Kind kind, Position at = {},
            const Type *element = nullptr);

  /// The type of a name, if it is the name of one.
  const Type *find(StringRef name) const;
  /// One that is mentioned but that tally does not have, or null.
  const Type *undefined() const;

  const Type *const none = get("no value", Type::None);
  const Type *const nil = get("nil", Type::Nil);
  const Type *const boolean = get("bool", Type::Bool);
  const Type *const integer = get("int", Type::Int);
  const Type *const real = get("float64", Type::Float);
  const Type *const string = get("string", Type::String);
};

} // namespace tally
