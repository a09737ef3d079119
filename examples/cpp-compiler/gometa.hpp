// GoMeta's C API with owners as C++ likes them. A status of 0 is success, so a call reads
//
//   if (gometa_session_declare(session, text, error.out())) return report(error.reason());
#pragma once

#include <gometa.h>
#include <utility>

namespace gometa {

/// Owns what a function of the C API has made.
template <class T, gometa_status (*dispose)(T *)> class Handle {
public:
  Handle() = default;
  Handle(Handle &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  Handle &operator=(Handle &&other) noexcept {
    std::swap(handle, other.handle);
    return *this;
  }
  ~Handle() { dispose(handle); }

  operator T *() const { return handle; }

  /// Where a function stores a new one; what was owned before is disposed of.
  T **out() {
    dispose(std::exchange(handle, nullptr));
    return &handle;
  }

private:
  T *handle = nullptr;
};

using Session = Handle<gometa_session, gometa_session_dispose>;
using Buffer = Handle<gometa_buffer, gometa_buffer_dispose>;

/// Why a call failed. Its texts live as long as it does.
class Error : public Handle<gometa_error, gometa_error_dispose> {
public:
  /// What is wrong, without the place.
  const char *reason() const { return gometa_error_reason(*this); }

  gometa_position position() const {
    gometa_position position{};
    gometa_error_position(*this, &position);
    return position;
  }
};

} // namespace gometa
