/* GoMeta: Go's runtime tables for code that LLVM compiles. The C interface.
 *
 * Every function that can fail returns a gometa_status, and takes as its last argument the address
 * of a gometa_error pointer, or NULL. On failure, and only then, it stores an error there, which
 * the caller disposes of. What a failing function was to store elsewhere is NULL.
 *
 * Handles (gometa_session *, gometa_buffer *, ...) are names, not addresses: nothing is read
 * through them, and NULL, a handle of another kind or one that was disposed of is
 * GOMETA_ERROR_HANDLE. Disposing of NULL does nothing. LLVM's references are LLVM's: they must be
 * valid, and so must the addresses of results, texts and arrays.
 *
 * Texts are UTF-8 and end with a zero byte. Those that a handle lends are valid until it is
 * disposed of. A struct of options begins with its own size; initialise it with the macro of its
 * name, and members that later versions add keep their defaults. A NULL in place of options means
 * the defaults.
 *
 * Nothing here depends on the thread or on what was called before but through handles: which of
 * them live is all that the library keeps for the process. Calls on one handle from several threads
 * are done one after the other; a handle is disposed of when no other thread lends its texts or
 * bytes. What belongs to one LLVM context must be used by one thread at a time, as LLVM demands.
 * Callbacks are called by the thread whose call they were given to, before it returns; one that
 * calls on the same handle gets GOMETA_ERROR_STATE.
 */
#ifndef GOMETA_H
#define GOMETA_H

#include <stddef.h>
#include <stdint.h>

#include <llvm-c/Types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. Libraries of one major version serve headers of that version and no
 * higher minor one. */
#define GOMETA_VERSION_MAJOR 0
#define GOMETA_VERSION_MINOR 1
#define GOMETA_VERSION_PATCH 0

/* ---- Status and errors ---- */

/* What kind of failure. The numbers never change; later versions may add some. */
typedef enum gometa_status {
  GOMETA_OK = 0,
  /* A required argument is NULL. */
  GOMETA_ERROR_NULL = 1,
  /* Not a live handle of this kind. */
  GOMETA_ERROR_HANDLE = 2,
  /* Too late: the session is finished, its module was compiled, the pipeline has ended. Or a
   * callback calls on the handle whose call it is told of. */
  GOMETA_ERROR_STATE = 3,
  /* A text is not valid UTF-8. */
  GOMETA_ERROR_UTF8 = 4,
  /* An option has a value that it cannot have: an unknown release, target or number. */
  GOMETA_ERROR_OPTION = 5,
  /* The caller's LLVM is not the one that the library uses. */
  GOMETA_ERROR_LLVM_MISMATCH = 6,
  /* LLVM refused; the message is its own. */
  GOMETA_ERROR_LLVM = 7,
  /* A Go declaration or type is refused. */
  GOMETA_ERROR_DECLARATION = 8,
  /* A module, or something in it, is not as the IR contract wants it. */
  GOMETA_ERROR_CONTRACT = 9,
  /* Machine code that cannot live on a goroutine's stack. */
  GOMETA_ERROR_CODE = 10,
  /* A file cannot be read or written, or is not what it should be. */
  GOMETA_ERROR_FILE = 11,
  /* Objects do not make a plugin. */
  GOMETA_ERROR_LINK = 12,
  /* No function table can be made of the inputs. */
  GOMETA_ERROR_REBUILD = 13,
  /* A callback of the caller's asked to stop. */
  GOMETA_ERROR_CALLBACK = 14,
} gometa_status;

/* Why a call failed. */
typedef struct gometa_error gometa_error;

/* Where the fault is, as far as it is known. */
typedef struct gometa_position {
  /* The file, module or package at fault, or NULL. */
  const char *file;
  /* The linker name of the function or variable at fault, or NULL. */
  const char *symbol;
  /* Which of the package's declaration texts, from 1, all calls of a session counted; 0 where none
   * is at fault. */
  uint32_t declaration;
  /* In the declaration, or in the file, both from 1; 0 where not known. Columns are bytes. */
  uint32_t line;
  uint32_t column;
} gometa_position;

/* The status that the failing call returned; GOMETA_ERROR_HANDLE for what is no error. */
gometa_status gometa_error_status(const gometa_error *error);

/* One line that says what, where and what to do; "" for what is no error. */
const char *gometa_error_message(const gometa_error *error);

/* The same without the place, for who shows places in a form of his own. */
const char *gometa_error_reason(const gometa_error *error);

/* Where the fault is; the texts belong to the error. */
gometa_status gometa_error_position(const gometa_error *error, gometa_position *position);

/* Frees an error and the texts that it lent. */
gometa_status gometa_error_dispose(gometa_error *error);

/* ---- The library ---- */

/* The library's version, such as "0.1.0". */
const char *gometa_version(void);

/* LLVMGetVersion (llvm-c/Core.h), as the caller is linked with it. */
typedef void (*gometa_llvm_version)(unsigned *major, unsigned *minor, unsigned *patch);

/* Checks that modules of the caller's can be given to the library: that both use one and the same
 * LLVM library, and that it is the release that GoMeta was built for. Pass LLVMGetVersion.
 * Functions that take modules do this check themselves. */
gometa_status gometa_check_llvm(gometa_llvm_version llvm, gometa_error **error);

/* The Go releases that code can be compiled for, the oldest first; NULL past the last. */
const char *gometa_release(size_t index);

/* ---- Bytes and lists of texts, as results ---- */

/* Bytes that a call made: an object file, or a table. */
typedef struct gometa_buffer gometa_buffer;

/* The bytes, valid until the buffer is disposed of; NULL for what is no buffer. */
const uint8_t *gometa_buffer_bytes(const gometa_buffer *buffer);

/* How many bytes; 0 for what is no buffer. */
size_t gometa_buffer_size(const gometa_buffer *buffer);

/* Writes the bytes to a file, so that afterwards either all of it is there or what was before. */
gometa_status gometa_buffer_write(
    const gometa_buffer *buffer, const char *path, gometa_error **error);

/* Frees a buffer and its bytes. */
gometa_status gometa_buffer_dispose(gometa_buffer *buffer);

/* Lines that a call has to tell: broken rules, notes, faults. */
typedef struct gometa_texts gometa_texts;

/* How many texts; 0 for what is no list. */
size_t gometa_texts_count(const gometa_texts *texts);

/* The text of an index; NULL past the last. */
const char *gometa_texts_at(const gometa_texts *texts, size_t index);

/* Frees a list and its texts. */
gometa_status gometa_texts_dispose(gometa_texts *texts);

/* ---- Compiling ---- */

/* Told what is being done, one line a step. */
typedef void (*gometa_progress)(void *context, const char *step);

/* What is compiled for, and how. */
typedef struct gometa_compile_options {
  /* sizeof(gometa_compile_options). */
  size_t size;
  /* The release of Go, such as "1.27"; NULL for the newest. */
  const char *go;
  /* x86_64-linux-gnu or aarch64-linux-gnu; NULL for the module's own, or x86-64 if it has none. */
  const char *target;
  /* 0 to 3, as compilers' -O. */
  uint32_t optimization;
  /* A file of Go declarations that says what the module itself does not, or NULL. */
  const char *declarations;
  /* Files of declarations of other packages that it mentions, later ones perhaps earlier ones. */
  const char *const *imports;
  size_t import_count;
  /* NULL, or told the steps with progress_context. */
  gometa_progress progress;
  void *progress_context;
} gometa_compile_options;

#define GOMETA_COMPILE_OPTIONS_INIT \
  {sizeof(gometa_compile_options), NULL, NULL, 2, NULL, NULL, 0, NULL, NULL}

/* Compiles textual IR or bitcode that follows the IR contract (docs/ir-contract.md) into an object.
 * `name` stands for it in messages. */
gometa_status gometa_compile_ir(
    const void *bytes, size_t size, const char *name, const gometa_compile_options *options,
    gometa_buffer **object, gometa_error **error);

/* The same for a module in memory, which is changed on the way: afterwards, also after a failure,
 * it is good for LLVMDisposeModule alone. */
gometa_status gometa_compile_module(
    LLVMModuleRef module, gometa_llvm_version llvm, const gometa_compile_options *options,
    gometa_buffer **object, gometa_error **error);

/* ---- A session: the IR contract written into a module ---- */

/* What a front end says of one package, whose code is in one module. */
typedef struct gometa_session gometa_session;

/* Begins the package of an import path and a name, in a module that is not disposed of before the
 * last call on the session. Pass LLVMGetVersion for `llvm`. */
gometa_status gometa_session_create(
    LLVMModuleRef module, gometa_llvm_version llvm, const char *path, const char *name,
    gometa_session **session, gometa_error **error);

/* Declares another package, with those of its declarations that this one mentions (NULL for none),
 * before the declarations that need it. Its types are referred to, not defined. */
gometa_status gometa_session_import(
    gometa_session *session, const char *path, const char *name, const char *declarations,
    gometa_error **error);

/* Declares types, methods, functions and variables in Go's syntax, without bodies. What has been
 * declared stays declared when a later call fails. */
gometa_status gometa_session_declare(
    gometa_session *session, const char *declarations, gometa_error **error);

/* The LLVM function of a declared function, with the type that it has by the contract; added to the
 * module when it is not there. */
gometa_status gometa_session_function(
    gometa_session *session, const char *name, LLVMValueRef *function, gometa_error **error);

/* The same of a method of a type of the package. */
gometa_status gometa_session_method(
    gometa_session *session, const char *type, const char *name, LLVMValueRef *function,
    gometa_error **error);

/* The LLVM global of a declared variable. Without an initializer another object defines it. */
gometa_status gometa_session_variable(
    gometa_session *session, const char *name, LLVMValueRef *variable, gometa_error **error);

/* The address of a type's descriptor, a constant, such as of "map[string]*Point". */
gometa_status gometa_session_type(
    gometa_session *session, const char *type, LLVMValueRef *descriptor, gometa_error **error);

/* The address of the itab by which values of a type are of an interface type. */
gometa_status gometa_session_itab(
    gometa_session *session, const char *type, const char *interface_type, LLVMValueRef *itab,
    gometa_error **error);

/* Writes FUNCDATA $index, symbol(SB) where the builder stands, which is in a function of the
 * module: a variable that the module defines becomes an entry of the function's funcdata list. */
gometa_status gometa_session_funcdata(
    gometa_session *session, LLVMBuilderRef builder, int32_t index, LLVMValueRef symbol,
    gometa_error **error);

/* Writes PCDATA $index, $value: the next call written into the builder's block has the value. */
gometa_status gometa_session_pcdata(
    gometa_session *session, LLVMBuilderRef builder, int32_t index, int32_t value,
    gometa_error **error);

/* What the runtime is to know of a function beside its code. */
typedef struct gometa_function_facts {
  size_t size;
  /* The name in tracebacks; NULL for the linker name. */
  const char *name;
  /* The line on which it starts; 0 for what debug info says. */
  uint32_t start_line;
  /* Not 0: made by the compiler; tracebacks leave it out. */
  uint32_t is_wrapper;
} gometa_function_facts;

#define GOMETA_FUNCTION_FACTS_INIT {sizeof(gometa_function_facts), NULL, 0, 0}

/* States facts of a function of the module, in place of what was stated before. NULL states
 * none. */
gometa_status gometa_session_describe(
    gometa_session *session, LLVMValueRef function, const gometa_function_facts *facts,
    gometa_error **error);

/* Writes what was declared into the module's metadata. The module is then a complete input, for
 * gometa_compile_module or, written to a file, for the command and the pass plugin. Nothing can be
 * declared afterwards. */
gometa_status gometa_session_finish(gometa_session *session, gometa_error **error);

/* Finishes the session if it is not finished, and compiles its module, as gometa_compile_module.
 * From then on the session can only be disposed of. */
gometa_status gometa_session_compile(
    gometa_session *session, const gometa_compile_options *options, gometa_buffer **object,
    gometa_error **error);

/* Forgets the session; the module stays as it is. */
gometa_status gometa_session_dispose(gometa_session *session);

/* ---- In a pipeline of one's own ---- */

/* Compiling, but for optimisation and code generation, which the caller does with a pipeline of its
 * own: between gometa_pipeline_begin and gometa_pipeline_end any passes, after it code generation
 * for a position-independent image. gometa_link_plugin does the rest. */
typedef struct gometa_pipeline gometa_pipeline;

/* Before optimisation. After a failure the module is good for LLVMDisposeModule alone, as after one
 * of the calls below. */
gometa_status gometa_pipeline_begin(
    LLVMModuleRef module, gometa_llvm_version llvm, const gometa_compile_options *options,
    gometa_pipeline **pipeline, gometa_error **error);

/* The passes of `optimization`, as gometa_compile_module runs them. */
gometa_status gometa_pipeline_optimize(gometa_pipeline *pipeline, gometa_error **error);

/* After optimisation. Nothing may change the module's code from here to code generation. */
gometa_status gometa_pipeline_end(gometa_pipeline *pipeline, gometa_error **error);

/* Forgets the pipeline; its module stays as it is. */
gometa_status gometa_pipeline_dispose(gometa_pipeline *pipeline);

/* ---- Linking and checking ---- */

/* How a plugin is linked. */
typedef struct gometa_link_options {
  /* sizeof(gometa_link_options). */
  size_t size;
  /* The linker program; NULL for the first of ld.lld, ld.lld-N and GNU ld that is found. */
  const char *linker;
  gometa_progress progress;
  void *progress_context;
} gometa_link_options;

#define GOMETA_LINK_OPTIONS_INIT {sizeof(gometa_link_options), NULL, NULL, NULL}

/* Links objects into a plugin that a Go program opens. `path` is the import path of the package
 * that it exports. On failure there is no output. */
gometa_status gometa_link_plugin(
    const char *path, const char *const *objects, size_t count, const char *output,
    const gometa_link_options *options, gometa_error **error);

/* Runs the verification rules of Go's runtime on a linked file. `go` is its release; NULL for the
 * one that it states. `problems` gets a text a broken rule: none for a good file. */
gometa_status gometa_check_file(
    const char *file, const char *go, gometa_texts **problems, gometa_error **error);

/* ---- Function tables of any machine code ---- */

/* Where stack depths come from. */
typedef enum gometa_stack_source {
  /* Instructions and call frame information, compared. */
  GOMETA_STACK_BOTH = 0,
  /* Call frame information where it tells, else instructions. */
  GOMETA_STACK_CALL_FRAMES = 1,
  GOMETA_STACK_INSTRUCTIONS = 2,
} gometa_stack_source;

/* What becomes of a function whose stack depths are not known. */
typedef enum gometa_frame_rule {
  /* Refuse where its front end can be told to do better, else omit. */
  GOMETA_FRAMES_DEFAULT = 0,
  /* An error. */
  GOMETA_FRAMES_REFUSE = 1,
  /* The function is described without its stack depths. */
  GOMETA_FRAMES_OMIT = 2,
} gometa_frame_rule;

/* What a function table is made for, and of which sources. */
typedef struct gometa_rebuild_options {
  /* sizeof(gometa_rebuild_options). */
  size_t size;
  /* The release, 1.2 to 1.27; NULL for the one that the objects were compiled for, else the
   * newest. */
  const char *go;
  gometa_stack_source stack;
  /* Functions whose stack pointer is not known everywhere. */
  gometa_frame_rule unknown_frames;
  /* Functions for which instructions and call frame information disagree. */
  gometa_frame_rule disagreements;
  /* How many pieces of work are done at once; 0 for one. At most 256 are. The result does not
   * depend on it. */
  uint32_t jobs;
} gometa_rebuild_options;

#define GOMETA_REBUILD_OPTIONS_INIT                                                             \
  {                                                                                             \
    sizeof(gometa_rebuild_options), NULL, GOMETA_STACK_BOTH, GOMETA_FRAMES_DEFAULT,             \
        GOMETA_FRAMES_DEFAULT, 1                                                                \
  }

/* A function table made from machine code. */
typedef struct gometa_table gometa_table;

/* Rebuilds the table of relocatable objects, in the order in which they will be linked, or of one
 * linked image. */
gometa_status gometa_rebuild(
    const char *const *files, size_t count, const gometa_rebuild_options *options,
    gometa_table **table, gometa_error **error);

/* The table as an object, to be linked with the inputs. */
gometa_status gometa_table_object(
    const gometa_table *table, gometa_buffer **object, gometa_error **error);

/* The table's bytes alone. */
gometa_status gometa_table_raw(
    const gometa_table *table, gometa_buffer **bytes, gometa_error **error);

/* What is missing from the table, or odd about its inputs. */
gometa_status gometa_table_notes(
    const gometa_table *table, gometa_texts **notes, gometa_error **error);

/* Frees a table. */
gometa_status gometa_table_dispose(gometa_table *table);

/* ---- Reading tables ---- */

/* What of a file to show; combine with |. */
enum {
  GOMETA_DUMP_TYPES = 1,
  GOMETA_DUMP_FUNCTIONS = 2,
  GOMETA_DUMP_EXPORTS = 4,
  GOMETA_DUMP_GC = 8,
  GOMETA_DUMP_ALL = 15,
};

/* The form of a dump. */
typedef enum gometa_dump_style {
  /* A JSON object a line (docs/dump.md). */
  GOMETA_DUMP_JSON = 0,
  GOMETA_DUMP_TEXT = 1,
} gometa_dump_style;

/* Takes whole lines, in order. Anything but 0 stops the dump with GOMETA_ERROR_CALLBACK. */
typedef int (*gometa_write)(void *context, const char *bytes, size_t size);

/* What a dump shows, and how. */
typedef struct gometa_dump_options {
  /* sizeof(gometa_dump_options). */
  size_t size;
  /* The release; NULL for the one that the file states. */
  const char *go;
  /* GOMETA_DUMP_TYPES and others, combined. */
  uint32_t selection;
  gometa_dump_style style;
  /* Instead of a selection: what holds at these addresses. Of a return address give the byte
   * before. */
  const uint64_t *pcs;
  size_t pc_count;
} gometa_dump_options;

#define GOMETA_DUMP_OPTIONS_INIT \
  {sizeof(gometa_dump_options), NULL, GOMETA_DUMP_ALL, GOMETA_DUMP_JSON, NULL, 0}

/* Writes the Go tables of an object, a plugin, a program or the bytes of a pclntab. `faults`, which
 * may be NULL, gets what is there but cannot be read, and addresses that are in no function. */
gometa_status gometa_dump_file(
    const char *file, const gometa_dump_options *options, gometa_write write, void *context,
    gometa_texts **faults, gometa_error **error);

#ifdef __cplusplus
}
#endif

#endif
