# Functions for projects that make Go plugins with the command and the pass plugin of this GoMeta.
#
#   gometa_compile(<variable> SOURCES a.ll b.bc ...
#     [GO 1.27] [TARGET x86_64-linux-gnu] [OPTIMIZATION O2]
#     [DECLARATIONS file.go] [IMPORTS other.go ...])
#
# compiles each module into an object when it, or what it was compiled with, has changed, and puts
# the objects' paths into the variable. GO is the release of the program that will open the plugin
# (the newest one), TARGET the plugin's (x86_64-linux-gnu), OPTIMIZATION one of O0 to O3 (O2).
# DECLARATIONS is a file of Go declarations, for modules that carry none, and IMPORTS are those of the
# packages that it imports.
#
#   gometa_add_plugin(<target> PATH example.com/geometry SOURCES geometry.ll shapes.c extra.o ...
#     [OUTPUT geometry.so] [GO 1.27] [TARGET x86_64-linux-gnu] [OPTIMIZATION O2]
#     [DECLARATIONS file.go] [IMPORTS other.go ...] [LINKER ld.lld] [COMPILE_OPTIONS -I... -D...])
#
# makes a plugin of modules (.ll, .bc), C (.c, by the clang of GoMeta's LLVM with the pass plugin) and
# objects that gometa made (.o, or a generator expression). PATH is the import path of the package
# that it exports. OUTPUT, <target>.so if it is not given, lies in the build folder; the target's
# property GOMETA_PLUGIN has its path. COMPILE_OPTIONS go to clang.

include_guard(GLOBAL)
# Depfiles as ninja and make both read them.
cmake_policy(VERSION 3.21...3.25)

# The options that both functions take, as arguments of `gometa compile`, in the caller's `arguments`,
# and the files that they name in `inputs`.
macro(_gometa_options)
  set(arguments)
  set(inputs)
  if(call_GO)
    list(APPEND arguments --go "${call_GO}")
  endif()
  if(call_TARGET)
    list(APPEND arguments --target "${call_TARGET}")
  endif()
  if(call_OPTIMIZATION)
    if(NOT call_OPTIMIZATION MATCHES "^O[0-3]$")
      message(FATAL_ERROR "OPTIMIZATION is ${call_OPTIMIZATION}; it must be one of O0 to O3")
    endif()
    list(APPEND arguments "-${call_OPTIMIZATION}")
  endif()
  if(call_DECLARATIONS)
    cmake_path(ABSOLUTE_PATH call_DECLARATIONS BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND arguments --declarations "${call_DECLARATIONS}")
    list(APPEND inputs "${call_DECLARATIONS}")
  endif()
  foreach(file IN LISTS call_IMPORTS)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
    list(APPEND arguments --import "${file}")
    list(APPEND inputs "${file}")
  endforeach()
endmacro()

# Where the object of a source goes, in a folder of the build: `source` and `object`.
macro(_gometa_object folder)
  cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  cmake_path(IS_PREFIX CMAKE_CURRENT_BINARY_DIR "${source}" inside)
  if(inside)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" OUTPUT_VARIABLE name)
  else()
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE name)
  endif()
  string(REPLACE ".." "__" name "${name}")
  set(object "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${folder}.gometa/${name}.o")
  cmake_path(GET object PARENT_PATH parent)
  file(MAKE_DIRECTORY "${parent}")
endmacro()

function(_gometa_check_call function)
  if(call_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${function}: unknown arguments: ${call_UNPARSED_ARGUMENTS}")
  endif()
  if(call_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "${function}: no value for ${call_KEYWORDS_MISSING_VALUES}")
  endif()
  if(NOT call_SOURCES)
    message(FATAL_ERROR "${function}: no SOURCES")
  endif()
endfunction()

function(gometa_compile variable)
  cmake_parse_arguments(PARSE_ARGV 1 call "" "GO;TARGET;OPTIMIZATION;DECLARATIONS" "SOURCES;IMPORTS")
  _gometa_check_call("gometa_compile(${variable})")
  _gometa_options()
  set(objects)
  foreach(source IN LISTS call_SOURCES)
    _gometa_object("${variable}")
    add_custom_command(
      OUTPUT "${object}"
      COMMAND GoMeta::command compile "${source}" -o "${object}" ${arguments}
        --depfile "${object}.d"
      DEPENDS "${source}" ${inputs} "$<TARGET_FILE:GoMeta::command>"
      DEPFILE "${object}.d"
      COMMENT "gometa compile ${name}" VERBATIM)
    list(APPEND objects "${object}")
  endforeach()
  set(${variable} "${objects}" PARENT_SCOPE)
endfunction()

# One C source into `variable`'s object, by clang with the pass plugin.
function(_gometa_compile_c variable target source)
  cmake_parse_arguments(PARSE_ARGV 3 call "" "GO;TARGET;OPTIMIZATION;DECLARATIONS"
    "IMPORTS;COMPILE_OPTIONS")
  find_program(GoMeta_CLANG NAMES clang-${GoMeta_LLVM_VERSION_MAJOR} clang
    HINTS "${LLVM_TOOLS_BINARY_DIR}" DOC "clang of the LLVM that GoMeta uses")
  if(NOT GoMeta_CLANG)
    message(FATAL_ERROR "gometa_add_plugin(${target}): ${source} takes clang \
${GoMeta_LLVM_VERSION_MAJOR}; name it in GoMeta_CLANG")
  endif()
  if(NOT call_OPTIMIZATION)
    set(call_OPTIMIZATION O2)
  endif()
  # What `gometa compile` takes, clang takes of the pass plugin's.
  _gometa_options()
  set(flags)
  while(arguments)
    list(POP_FRONT arguments option)
    if(option MATCHES "^-O")
      list(APPEND flags "${option}")
      continue()
    endif()
    list(POP_FRONT arguments value)
    if(option STREQUAL "--target")
      list(APPEND flags "--target=${value}")
    else()
      string(REPLACE "--" "-gometa-" option "${option}")
      list(APPEND flags -mllvm "${option}=${value}")
    endif()
  endwhile()
  _gometa_object("${target}")
  set(pass "$<TARGET_FILE:GoMeta::pass>")
  add_custom_command(
    OUTPUT "${object}"
    COMMAND "${GoMeta_CLANG}" -Xclang -load -Xclang "${pass}" "-fpass-plugin=${pass}" ${flags}
      -g -fPIC ${call_COMPILE_OPTIONS} -MMD -MF "${object}.d" -MT "${object}"
      -c "${source}" -o "${object}"
    DEPENDS "${source}" ${inputs} "${pass}" "$<TARGET_FILE:GoMeta::gometa>"
    DEPFILE "${object}.d"
    COMMENT "clang ${name}" VERBATIM)
  set(${variable} "${object}" PARENT_SCOPE)
endfunction()

function(gometa_add_plugin target)
  cmake_parse_arguments(PARSE_ARGV 1 call "" "PATH;OUTPUT;GO;TARGET;OPTIMIZATION;DECLARATIONS;LINKER"
    "SOURCES;IMPORTS;COMPILE_OPTIONS")
  _gometa_check_call("gometa_add_plugin(${target})")
  if(NOT call_PATH)
    message(FATAL_ERROR "gometa_add_plugin(${target}): no PATH, the import path of its package")
  endif()

  set(options)
  foreach(option GO TARGET OPTIMIZATION DECLARATIONS IMPORTS)
    if(call_${option})
      list(APPEND options ${option} ${call_${option}})
    endif()
  endforeach()
  set(objects)
  foreach(source IN LISTS call_SOURCES)
    if(source MATCHES "\\.(ll|bc)$")
      gometa_compile(${target} SOURCES "${source}" ${options})
      list(APPEND objects ${${target}})
    elseif(source MATCHES "\\.c$")
      _gometa_compile_c(object ${target} "${source}" ${options}
        COMPILE_OPTIONS ${call_COMPILE_OPTIONS})
      list(APPEND objects "${object}")
    else()
      list(APPEND objects "${source}")
    endif()
  endforeach()

  if(NOT call_OUTPUT)
    set(call_OUTPUT "${target}.so")
  endif()
  cmake_path(ABSOLUTE_PATH call_OUTPUT BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  cmake_path(GET call_OUTPUT PARENT_PATH parent)
  file(MAKE_DIRECTORY "${parent}")
  set(linker)
  if(call_LINKER)
    set(linker --linker "${call_LINKER}")
  endif()
  add_custom_command(
    OUTPUT "${call_OUTPUT}"
    COMMAND GoMeta::command link --plugin "${call_PATH}" -o "${call_OUTPUT}" ${linker} ${objects}
    DEPENDS ${objects} "$<TARGET_FILE:GoMeta::command>"
    COMMENT "gometa link ${target}" COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${target} ALL DEPENDS "${call_OUTPUT}")
  set_property(TARGET ${target} PROPERTY GOMETA_PLUGIN "${call_OUTPUT}")
endfunction()
