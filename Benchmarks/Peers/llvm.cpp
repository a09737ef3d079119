// LLVM's DWARF readers. Prints "what, items, nanoseconds of CPU" a line, the best of some runs.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugFrame.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugLine.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"
#include "llvm/Object/ObjectFile.h"

using namespace llvm;

static double now() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static uint64_t sum;

static size_t lines(DWARFContext &context) {
  const DWARFObject &object = context.getDWARFObj();
  DWARFDataExtractor data(
    object, object.getLineSection(), context.isLittleEndian(), object.getAddressSize());
  DWARFDebugLine::SectionParser parser(data, context, context.normal_units());
  auto ignore = [](Error error) { consumeError(std::move(error)); };
  size_t rows = 0;
  while (!parser.done()) {
    DWARFDebugLine::LineTable table = parser.parseNext(ignore, ignore);
    rows += table.Rows.size();
    for (const auto &row : table.Rows) sum += row.Address.Address + row.Line;
  }
  return rows;
}

static size_t frames(DWARFContext &context) {
  auto parsed = context.getDebugFrame();
  if (!parsed || (*parsed)->empty()) {
    consumeError(parsed.takeError());
    parsed = context.getEHFrame();
  }
  if (!parsed) return 0;
  size_t rows = 0;
  for (const dwarf::FrameEntry &entry : (*parsed)->entries()) {
    const auto *fde = dyn_cast<dwarf::FDE>(&entry);
    if (!fde) continue;
    auto table = dwarf::UnwindTable::create(fde);
    if (!table) {
      consumeError(table.takeError());
      continue;
    }
    for (const dwarf::UnwindRow &row : *table) {
      sum += row.getAddress() + row.getCFAValue().getOffset();
      rows++;
    }
  }
  return rows;
}

static size_t entries(DWARFContext &context) {
  size_t count = 0;
  for (const auto &unit : context.normal_units()) {
    unit->getUnitDIE(false);
    for (const DWARFDebugInfoEntry &entry : unit->dies()) {
      count++;
      DWARFDie die(unit.get(), &entry);
      if (die.getTag() != dwarf::DW_TAG_subprogram &&
          die.getTag() != dwarf::DW_TAG_inlined_subroutine)
        continue;
      auto ranges = die.getAddressRanges();
      if (!ranges) {
        consumeError(ranges.takeError());
        continue;
      }
      for (const auto &range : *ranges) sum += range.LowPC + range.HighPC;
      uint32_t file, line, column, discriminator;
      die.getCallerFrame(file, line, column, discriminator);
      sum += line;
    }
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  struct { const char *name; size_t (*work)(DWARFContext &); double best; size_t items; } all[] = {
    {"lines", lines, 1e30, 0}, {"cfi", frames, 1e30, 0}, {"entries", entries, 1e30, 0}};
  auto file = object::ObjectFile::createObjectFile(argv[1]);
  if (!file) return 1;
  for (int run = std::atoi(argv[2]); run > 0; run--) {
    auto context = DWARFContext::create(*file->getBinary());
    for (auto &one : all) {
      double start = now();
      one.items = one.work(*context);
      one.best = std::min(one.best, now() - start);
    }
  }
  for (auto &one : all) std::printf("%s\t%zu\t%.0f\n", one.name, one.items, one.best);
  return sum == 42;
}
