/* Does the same again and again, and looks whether memory grows:
 *
 *     rounds MODULE.ll
 *
 * prints "ok", or what grew. */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llvm-c/Core.h>

#include "gometa.h"

static char *text;
static size_t size;

static void fail(const char *what) {
  printf("%s\n", what);
  exit(0);
}

static void read_module(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("cannot read the module");
  fseek(file, 0, SEEK_END);
  size = (size_t)ftell(file);
  rewind(file);
  text = malloc(size);
  if (!text || fread(text, 1, size, file) != size) fail("cannot read the module");
  fclose(file);
}

static int ignore(void *context, const char *bytes, size_t count) {
  (void)context;
  (void)bytes;
  return count == 0;
}

/* Calls that succeed and calls that fail, and everything disposed of. */
static void round_of_calls(void) {
  LLVMContextRef context = LLVMContextCreate();
  LLVMModuleRef module = LLVMModuleCreateWithNameInContext("m", context);
  gometa_compile_options options = GOMETA_COMPILE_OPTIONS_INIT;
  gometa_session *session = NULL;
  gometa_buffer *object = NULL, *same = NULL;
  gometa_pipeline *pipeline = NULL;
  gometa_table *table = NULL;
  gometa_texts *texts = NULL;
  gometa_error *error = NULL;
  LLVMValueRef value;
  const char *path = "round.o";
  int i;

  if (gometa_session_create(module, LLVMGetVersion, "example.com/p", "p", &session, NULL)
      || gometa_session_declare(session, "func F(a int) (b string)\nvar V []int", NULL)
      || gometa_session_function(session, "F", &value, NULL)
      || gometa_session_type(session, "[]int", &value, NULL))
    fail("session");
  if (gometa_session_declare(session, "func G(", &error) != GOMETA_ERROR_DECLARATION
      || strlen(gometa_error_message(error)) < 20)
    fail("refused declaration");
  gometa_error_dispose(error);
  if (gometa_pipeline_begin(module, LLVMGetVersion, NULL, &pipeline, &error)
          != GOMETA_ERROR_CONTRACT
      || pipeline)
    fail("refused pipeline");
  gometa_error_dispose(error);
  gometa_session_dispose(session);
  LLVMDisposeModule(module);
  LLVMContextDispose(context);

  /* The macro says what NULL means. */
  if (gometa_compile_ir(text, size, "m.ll", NULL, &object, NULL)
      || gometa_compile_ir(text, size, "m.ll", &options, &same, NULL)
      || gometa_buffer_size(object) != gometa_buffer_size(same)
      || memcmp(
          gometa_buffer_bytes(object), gometa_buffer_bytes(same), gometa_buffer_size(object)))
    fail("compile");
  if (gometa_buffer_write(object, path, NULL)
      || gometa_rebuild(&path, 1, NULL, &table, NULL)
      || gometa_table_notes(table, &texts, NULL))
    fail("rebuild");
  gometa_texts_dispose(texts);
  gometa_table_dispose(table);
  if (gometa_dump_file(path, NULL, ignore, NULL, &texts, NULL)) fail("dump");
  gometa_texts_dispose(texts);
  gometa_buffer_dispose(object);
  gometa_buffer_dispose(same);
  for (i = 0; i < 100; i++) {
    if (gometa_compile_ir("?", 1, "m.ll", NULL, &object, &error) != GOMETA_ERROR_LLVM || object)
      fail("refused module");
    gometa_error_dispose(error);
  }
}

int main(int argc, char **argv) {
  size_t before, after, least = (size_t)-1;
  int i;

  if (argc != 2) return 2;
  read_module(argv[1]);
  /* A leak shows in every round; caches fill, and do not grow then. */
  for (i = 0; i < 40 && least > 0; i++) {
    before = mallinfo2().uordblks;
    round_of_calls();
    after = mallinfo2().uordblks;
    if (after <= before) least = 0;
    else if (after - before < least) least = after - before;
  }
  if (least > 0) printf("%zu bytes more in every round\n", least);
  else printf("ok\n");
  return 0;
}
