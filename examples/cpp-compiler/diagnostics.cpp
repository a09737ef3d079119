#include "diagnostics.h"

namespace tally {

void Diagnostics::fail(Position at, const Twine &what) {
  if (failed()) return;
  std::string place = file + ":";
  if (at.line) place += std::to_string(at.line) + ":" + std::to_string(at.column) + ":";
  first = (place + " " + what).str();
}

bool Diagnostics::check(gometa_status status, const gometa::Error &error, Position place) {
  if (status == GOMETA_OK) return true;
  gometa_position found = error.position();
  if (found.declaration)
    place = {found.line, found.column};
  else if (found.symbol && functions.count(found.symbol))
    place = functions.lookup(found.symbol);
  fail(place, error.reason());
  return false;
}

} // namespace tally
