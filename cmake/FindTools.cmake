# LLVM, and what else builds GoMeta.

set(GOMETA_LLVM "" CACHE STRING "Major version of LLVM; empty for the first that is found")

# Debian has each release in a folder of its own, where CMake does not look.
if(GOMETA_LLVM)
  set(hints "/usr/lib/llvm-${GOMETA_LLVM}")
else()
  set(hints /usr/lib/llvm-19 /usr/lib/llvm-22)
endif()
find_package(LLVM CONFIG REQUIRED HINTS ${hints})
if(GOMETA_LLVM AND NOT LLVM_VERSION_MAJOR EQUAL GOMETA_LLVM)
  message(FATAL_ERROR "GOMETA_LLVM is ${GOMETA_LLVM}, but LLVM ${LLVM_PACKAGE_VERSION} was found in "
    "${LLVM_DIR}; name the other one's lib/cmake/llvm in LLVM_DIR")
endif()
if(NOT TARGET LLVM)
  message(FATAL_ERROR "LLVM in ${LLVM_DIR} has no shared library libLLVM; GoMeta needs it")
endif()
if(NOT LLVM_VERSION_MAJOR MATCHES "^(19|22)$")
  message(WARNING "GoMeta is tested with LLVM 19 and 22; this is ${LLVM_PACKAGE_VERSION}")
endif()
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}")

find_program(SWIFT swift REQUIRED)

# SwiftPM asks pkg-config where LLVM is.
set(llvm_pkgconfig "${PROJECT_BINARY_DIR}/pkgconfig")
execute_process(
  COMMAND "${LLVM_TOOLS_BINARY_DIR}/llvm-config" --link-shared --libs
  OUTPUT_VARIABLE llvm_libraries OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(CONFIGURE OUTPUT "${llvm_pkgconfig}/llvm.pc" @ONLY CONTENT "Name: LLVM
Description: LLVM @LLVM_VERSION_MAJOR@ and its C API
Version: @LLVM_PACKAGE_VERSION@
Cflags: -I@LLVM_INCLUDE_DIRS@
Libs: -L@LLVM_LIBRARY_DIRS@ @llvm_libraries@
")
