// GoMeta in the pipelines of opt and clang: the steps of gometa_pipeline as LLVM passes.
// docs/pass-plugin.md says how they are used. All that they do is done in libgometa.
#include <gometa.h>

#include <llvm-c/Core.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#if LLVM_VERSION_MAJOR >= 22
#include <llvm/Plugins/PassPlugin.h>
#else
#include <llvm/Passes/PassPlugin.h>
#endif
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdio>
#include <dlfcn.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace llvm;

namespace {

// For who cannot give passes parameters, as in clang.
cl::opt<std::string> Go("gometa-go", cl::desc("The Go release to compile for"));
cl::opt<std::string> Declarations(
    "gometa-declarations", cl::desc("A file of the package's Go declarations"));
cl::list<std::string> Imports(
    "gometa-import", cl::desc("A file of declarations of a package that the package imports"));

struct Settings {
  std::string Release = Go, Target, File = Declarations;
  std::vector<std::string> Others = Imports;
  unsigned Level = 2;

  // The text between < and >, such as go=1.26;O2.
  bool parse(StringRef Text) {
    while (!Text.empty()) {
      StringRef Item;
      std::tie(Item, Text) = Text.split(';');
      if (Item.size() == 2 && Item[0] == 'O' && Item[1] >= '0' && Item[1] <= '3')
        Level = Item[1] - '0';
      else if (Item.consume_front("go="))
        Release = Item.str();
      else if (Item.consume_front("target="))
        Target = Item.str();
      else if (Item.consume_front("declarations="))
        File = Item.str();
      else if (Item.consume_front("import="))
        Others.push_back(Item.str());
      else {
        errs() << "gometa: unknown parameter '" << Item << "'; known are go=RELEASE, "
               << "target=TRIPLE, O0 to O3, declarations=FILE and import=FILE, with ; between\n";
        return false;
      }
    }
    return true;
  }
};

// The modules of a PassBuilder that have been begun and not ended; NULL for refused ones.
struct Pipelines {
  std::map<Module *, gometa_pipeline *> Open;
  // GoMeta's passes are named in the pipeline, so that nothing is to be done at extension points.
  bool AreNamed = false;

  ~Pipelines() {
    for (auto &Entry : Open)
      gometa_pipeline_dispose(Entry.second);
  }

  // Reports an error, as the tool does with its own. What is left of the module must be harmless to
  // passes and code generators: some tools go on after an error, with output that they throw away.
  void refuse(Module &M, const Twine &Message) {
    std::string Text = Message.str();
    while (!M.alias_empty()) {
      GlobalAlias &Alias = *M.alias_begin();
      Alias.replaceAllUsesWith(Constant::getNullValue(Alias.getType()));
      Alias.eraseFromParent();
    }
    for (Function &F : M)
      F.deleteBody();
    M.getContext().emitError(Text);
  }

  bool check(Module &M, gometa_status Status, gometa_error *Error) {
    if (Status == GOMETA_OK)
      return true;
    gometa_pipeline_dispose(Open[&M]);
    Open[&M] = nullptr;
    std::string Message = gometa_error_message(Error);
    gometa_error_dispose(Error);
    refuse(M, Message);
    return false;
  }

  bool begin(Module &M, const Settings &S) {
    auto Entry = Open.find(&M);
    if (Entry != Open.end() && Entry->second) {
      gometa_pipeline_dispose(Entry->second);
      Entry->second = nullptr;
      refuse(M, "gometa-begin follows gometa-begin, without gometa-end between them");
      return false;
    }
    if (S.File.empty() && !M.getNamedMetadata("go.package")) {
      Open[&M] = nullptr;
      refuse(M, M.getSourceFileName() +
                    ": nothing says what Go package it is: give the file of its declarations "
                    "(-gometa-declarations=FILE), or write !go.package into the module");
      return false;
    }
    std::vector<const char *> Others;
    for (const std::string &File : S.Others)
      Others.push_back(File.c_str());
    auto given = [](const std::string &Text) { return Text.empty() ? nullptr : Text.c_str(); };
    gometa_compile_options Options = GOMETA_COMPILE_OPTIONS_INIT;
    Options.go = given(S.Release);
    Options.target = given(S.Target);
    Options.optimization = S.Level;
    Options.declarations = given(S.File);
    Options.imports = Others.data();
    Options.import_count = Others.size();
    gometa_pipeline *Pipeline = nullptr;
    gometa_error *Error = nullptr;
    gometa_status Status =
        gometa_pipeline_begin(wrap(&M), LLVMGetVersion, &Options, &Pipeline, &Error);
    Open[&M] = Pipeline;
    return check(M, Status, Error);
  }

  bool optimize(Module &M) {
    gometa_error *Error = nullptr;
    gometa_status Status = gometa_pipeline_optimize(Open[&M], &Error);
    return check(M, Status, Error);
  }

  bool end(Module &M) {
    auto Entry = Open.find(&M);
    if (Entry == Open.end()) {
      refuse(M, "gometa-end without gometa-begin before it in the same pipeline");
      return false;
    }
    bool IsDone = true;
    if (Entry->second) {
      gometa_error *Error = nullptr;
      gometa_status Status = gometa_pipeline_end(Entry->second, &Error);
      IsDone = check(M, Status, Error);
      gometa_pipeline_dispose(Open[&M]);
    }
    Open.erase(&M);
    return IsDone;
  }
};

enum class Step { Begin, End, All };

class GoMetaPass : public PassInfoMixin<GoMetaPass> {
  std::shared_ptr<Pipelines> Shared;
  Settings Given;
  Step What;
  bool IsNamed;

public:
  GoMetaPass(std::shared_ptr<Pipelines> Shared, Settings Given, Step What, bool IsNamed)
      : Shared(std::move(Shared)), Given(std::move(Given)), What(What), IsNamed(IsNamed) {}

  PreservedAnalyses run(Module &M, ModuleAnalysisManager &) {
    if (Shared->AreNamed && !IsNamed)
      return PreservedAnalyses::all();
    switch (What) {
    case Step::Begin: Shared->begin(M, Given); break;
    case Step::End: Shared->end(M); break;
    case Step::All:
      if (Shared->begin(M, Given) && Shared->optimize(M))
        Shared->end(M);
      Shared->Open.erase(&M);
      break;
    }
    return PreservedAnalyses::none();
  }

  // Also where optimisation is turned off.
  static bool isRequired() { return true; }
};

bool parsePass(StringRef Name, ModulePassManager &Passes, std::shared_ptr<Pipelines> Shared) {
  StringRef Parameters;
  if (Name.consume_back(">"))
    std::tie(Name, Parameters) = Name.split('<');
  Step What;
  if (Name == "gometa")
    What = Step::All;
  else if (Name == "gometa-begin")
    What = Step::Begin;
  else if (Name == "gometa-end" && Parameters.empty())
    What = Step::End;
  else
    return false;
  Settings Given;
  if (!Given.parse(Parameters))
    return false;
  Shared->AreNamed = true;
  Passes.addPass(GoMetaPass(Shared, Given, What, true));
  return true;
}

void registerPasses(PassBuilder &Builder) {
  auto Shared = std::make_shared<Pipelines>();
  Builder.registerPipelineParsingCallback(
      [Shared](StringRef Name, ModulePassManager &Passes,
               ArrayRef<PassBuilder::PipelineElement>) { return parsePass(Name, Passes, Shared); });
  auto add = [Shared](ModulePassManager &Passes, OptimizationLevel Level, Step What) {
    Settings Given;
    Given.Level = Level.getSpeedupLevel();
    Passes.addPass(GoMetaPass(Shared, Given, What, false));
  };
  // LLVM 20 and later pass one argument more.
  Builder.registerPipelineStartEPCallback(
      [add](ModulePassManager &Passes, OptimizationLevel Level, auto...) {
        add(Passes, Level, Step::Begin);
      });
  Builder.registerOptimizerLastEPCallback(
      [add](ModulePassManager &Passes, OptimizationLevel Level, auto...) {
        add(Passes, Level, Step::End);
      });
}

} // namespace

extern "C" __attribute__((visibility("default"))) PassPluginLibraryInfo llvmGetPassPluginInfo() {
  // In a tool of another LLVM there are two, and what belongs to one must not be given to the other.
  auto Version = reinterpret_cast<gometa_llvm_version>(dlsym(RTLD_DEFAULT, "LLVMGetVersion"));
  gometa_error *Error = nullptr;
  if (gometa_check_llvm(Version ? Version : LLVMGetVersion, &Error) != GOMETA_OK) {
    fprintf(stderr, "gometa: %s\n", gometa_error_message(Error));
    gometa_error_dispose(Error);
    // The tool refuses a plugin of no version.
    return {0, "GoMeta", gometa_version(), nullptr};
  }
  return {LLVM_PLUGIN_API_VERSION, "GoMeta", gometa_version(), registerPasses};
}
