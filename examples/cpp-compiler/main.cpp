// The command tally: one file of the language in syntax.h, to a plugin that Go opens.
#include "codegen.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <llvm-c/Core.h>

namespace cl = llvm::cl;

static cl::OptionCategory category("Options of tally");
static cl::opt<std::string> input(cl::Positional, cl::desc("<file.tally>"), cl::init("-"),
                                  cl::cat(category));
static cl::opt<std::string> output("o", cl::desc("Where the output goes"), cl::value_desc("file"),
                                   cl::init("a.so"), cl::cat(category));
static cl::opt<std::string> go("go", cl::desc("Release of Go"), cl::value_desc("1.27"),
                               cl::cat(category));
static cl::opt<std::string> target("target", cl::desc("x86_64-linux-gnu or aarch64-linux-gnu"),
                                   cl::value_desc("triple"), cl::cat(category));
static cl::opt<unsigned> level("O", cl::Prefix, cl::desc("Optimization, 0 to 3"), cl::init(2),
                               cl::cat(category));
static cl::opt<bool> columns("columns", cl::desc("Give each call its column, as PCDATA $8"),
                             cl::cat(category));
static cl::opt<bool> emitLLVM("emit-llvm", cl::desc("Write LLVM IR, for gometa compile"),
                              cl::cat(category));

static const char *orNull(const std::string &text) { return text.empty() ? nullptr : text.c_str(); }

/// The module's text, which is a complete input for the command gometa and for the pass plugin.
static void writeText(const llvm::Module &module, tally::Diagnostics &diagnostics) {
  std::error_code failure;
  llvm::raw_fd_ostream file(output, failure);
  if (!failure) {
    module.print(file, nullptr);
    file.close();
    failure = file.error();
    file.clear_error();
  }
  if (failure) diagnostics.fail({}, output + ": " + failure.message());
}

static void compile(llvm::StringRef source, llvm::StringRef path, tally::Diagnostics &diagnostics) {
  gometa::Error error;
  auto check = [&](gometa_status status) { return diagnostics.check(status, error); };

  tally::Types types;
  tally::Program program = tally::parse(source, types, diagnostics);
  if (diagnostics.failed()) return;

  llvm::LLVMContext context;
  llvm::Module module(llvm::sys::path::filename(path), context);
  gometa::Session session;
  if (!diagnostics.check(
          gometa_session_create(llvm::wrap(&module), LLVMGetVersion, program.path.c_str(),
                                program.name.c_str(), session.out(), error.out()),
          error, program.at))
    return;
  if (!check(gometa_session_declare(session, program.declarations.c_str(), error.out()))) return;
  if (const tally::Type *type = types.undefined())
    return diagnostics.fail(type->at, "tally has no type " + type->go);

  tally::Codegen(program, types, module, session, diagnostics).run(path, columns);
  if (diagnostics.failed()) return;
  if (emitLLVM) {
    if (check(gometa_session_finish(session, error.out()))) writeText(module, diagnostics);
    return;
  }

  gometa_compile_options options = GOMETA_COMPILE_OPTIONS_INIT;
  options.go = orNull(go);
  options.target = orNull(target);
  options.optimization = level;
  gometa::Buffer object;
  if (!check(gometa_session_compile(session, &options, object.out(), error.out()))) return;

  std::string file = output + ".o";
  llvm::FileRemover remover(file);
  if (!check(gometa_buffer_write(object, file.c_str(), error.out()))) return;
  const char *objects[] = {file.c_str()};
  check(gometa_link_plugin(program.path.c_str(), objects, 1, output.c_str(), nullptr, error.out()));
}

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "Compiles tally to a plugin for Go.\n");

  tally::Diagnostics diagnostics(input);
  auto source = llvm::MemoryBuffer::getFileOrSTDIN(input);
  llvm::SmallString<128> path(input);
  llvm::sys::fs::make_absolute(path);
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  if (source)
    compile((*source)->getBuffer(), path, diagnostics);
  else
    diagnostics.fail({}, source.getError().message());
  if (!diagnostics.failed()) return 0;
  llvm::errs() << diagnostics.message() << "\n";
  return 1;
}
