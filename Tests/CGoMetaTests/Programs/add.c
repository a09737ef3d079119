/* Builds a module with LLVM's C API, gives it Go tables and links it into a plugin:
 *
 *     add FOLDER
 *
 * writes FOLDER/add.o and FOLDER/add.so. Ends with 0, or with a message and 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>

#include "gometa.h"

/* Ends the program unless a call has succeeded. */
static void check(gometa_status status, gometa_error *error) {
  if (status == GOMETA_OK) return;
  fprintf(stderr, "status %d: %s\n", (int)status, gometa_error_message(error));
  gometa_error_dispose(error);
  exit(1);
}

/* A function's debug info, and the builder's place in it. */
static void locate(
    LLVMContextRef context, LLVMDIBuilderRef debug, LLVMMetadataRef file, LLVMBuilderRef builder,
    LLVMValueRef function, const char *name, unsigned line) {
  LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(debug, file, NULL, 0, LLVMDIFlagZero);
  LLVMMetadataRef subprogram = LLVMDIBuilderCreateFunction(
      debug, file, name, strlen(name), name, strlen(name), file, line, type, 0, 1, line,
      LLVMDIFlagZero, 0);
  LLVMSetSubprogram(function, subprogram);
  LLVMSetCurrentDebugLocation2(
      builder, LLVMDIBuilderCreateDebugLocation(context, line, 1, subprogram, NULL));
}

static int steps = 0;

static void progress(void *context, const char *step) {
  steps += context == (void *)&steps && step[0] != 0;
}

/* The package: func Add(a, b int) int, and what goes with it. */
static void write_package(gometa_session *session, LLVMModuleRef module) {
  LLVMContextRef context = LLVMGetModuleContext(module);
  LLVMBuilderRef builder = LLVMCreateBuilderInContext(context);
  LLVMDIBuilderRef debug = LLVMCreateDIBuilder(module);
  LLVMMetadataRef file = LLVMDIBuilderCreateFile(debug, "add.gl", 6, "/src", 4);
  gometa_function_facts facts = GOMETA_FUNCTION_FACTS_INIT;
  gometa_error *error = NULL;
  LLVMValueRef add, sum, total, norm, symbol, descriptor, zero;
  LLVMTypeRef i64 = LLVMInt64TypeInContext(context);

  LLVMDIBuilderCreateCompileUnit(
      debug, LLVMDWARFSourceLanguageC, file, "add", 3, 0, "", 0, 0, "", 0,
      LLVMDWARFEmissionLineTablesOnly, 0, 0, 0, "", 0, "", 0);
  LLVMAddModuleFlag(
      module, LLVMModuleFlagBehaviorWarning, "Debug Info Version", 18,
      LLVMValueAsMetadata(LLVMConstInt(
          LLVMInt32TypeInContext(context), LLVMDebugMetadataVersion(), 0)));

  check(
      gometa_session_import(session, "time", "time", "type Duration int64", &error), error);
  check(
      gometa_session_declare(
          session,
          "type Pair struct { A, B int }\n"
          "func (p Pair) Sum() int\n"
          "type Summer interface { Sum() int }\n"
          "var Count int\n"
          "var Wait time.Duration\n",
          &error),
      error);
  check(gometa_session_declare(session, "func Add(a, b int) int", &error), error);

  /* Add counts its calls. */
  check(gometa_session_function(session, "Add", &add, &error), error);
  check(gometa_session_variable(session, "Count", &total, &error), error);
  zero = LLVMConstInt(i64, 0, 0);
  LLVMSetInitializer(total, zero);
  LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(context, add, ""));
  locate(context, debug, file, builder, add, "Add", 10);
  symbol = LLVMAddGlobal(module, i64, "add.facts");
  LLVMSetInitializer(symbol, LLVMConstInt(i64, 42, 0));
  LLVMSetGlobalConstant(symbol, 1);
  check(gometa_session_funcdata(session, builder, 7, symbol, &error), error);
  check(gometa_session_pcdata(session, builder, 5, 6, &error), error);
  sum = LLVMBuildLoad2(builder, i64, total, "");
  LLVMBuildStore(builder, LLVMBuildAdd(builder, sum, LLVMConstInt(i64, 1, 0), ""), total);
  sum = LLVMBuildAdd(builder, LLVMGetParam(add, 0), LLVMGetParam(add, 1), "");
  LLVMBuildRet(builder, sum);
  facts.start_line = 9;
  check(gometa_session_describe(session, add, &facts, &error), error);

  check(gometa_session_method(session, "Pair", "Sum", &norm, &error), error);
  LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(context, norm, ""));
  locate(context, debug, file, builder, norm, "Pair.Sum", 20);
  LLVMBuildRet(
      builder, LLVMBuildAdd(builder, LLVMGetParam(norm, 0), LLVMGetParam(norm, 1), ""));

  check(gometa_session_variable(session, "Wait", &total, &error), error);
  LLVMSetInitializer(total, LLVMConstInt(i64, 1500000000, 0));
  check(gometa_session_type(session, "map[string]Pair", &descriptor, &error), error);
  check(gometa_session_itab(session, "Pair", "Summer", &descriptor, &error), error);

  LLVMDIBuilderFinalize(debug);
  LLVMDisposeDIBuilder(debug);
  LLVMDisposeBuilder(builder);
}

int main(int argc, char **argv) {
  LLVMContextRef context = LLVMContextCreate();
  LLVMModuleRef module = LLVMModuleCreateWithNameInContext("add", context);
  gometa_compile_options options = GOMETA_COMPILE_OPTIONS_INIT;
  gometa_link_options linking = GOMETA_LINK_OPTIONS_INIT;
  gometa_session *session = NULL;
  gometa_buffer *object = NULL;
  gometa_texts *problems = NULL;
  gometa_error *error = NULL;
  char object_path[4096], plugin_path[4096];
  const char *objects[1];

  if (argc != 2) return 2;
  snprintf(object_path, sizeof object_path, "%s/add.o", argv[1]);
  snprintf(plugin_path, sizeof plugin_path, "%s/add.so", argv[1]);
  objects[0] = object_path;

  check(gometa_check_llvm(LLVMGetVersion, &error), error);
  check(
      gometa_session_create(
          module, LLVMGetVersion, "example.com/add", "add", &session, &error),
      error);
  write_package(session, module);

  /* A mistake is told, and does no harm. */
  if (gometa_session_declare(session, "func Sub(a, b itn) int", &error)
      != GOMETA_ERROR_DECLARATION)
    return 1;
  printf("%s\n", gometa_error_message(error));
  gometa_error_dispose(error);
  error = NULL;

  options.progress = progress;
  options.progress_context = &steps;
  check(gometa_session_compile(session, &options, &object, &error), error);
  check(gometa_session_dispose(session), NULL);
  LLVMDisposeModule(module);
  LLVMContextDispose(context);

  check(gometa_buffer_write(object, object_path, &error), error);
  check(gometa_buffer_dispose(object), NULL);
  linking.progress = progress;
  linking.progress_context = &steps;
  check(
      gometa_link_plugin("example.com/add", objects, 1, plugin_path, &linking, &error), error);
  check(gometa_check_file(plugin_path, NULL, &problems, &error), error);
  if (gometa_texts_count(problems) != 0 || steps < 3) return 1;
  check(gometa_texts_dispose(problems), NULL);
  return 0;
}
