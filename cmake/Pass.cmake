# GoMetaPass.so, which opt and clang load: a C++ shim over libgometa, beside which it lies.

add_library(libgometa SHARED IMPORTED)
add_dependencies(libgometa swift-products)
set_target_properties(libgometa PROPERTIES
  IMPORTED_LOCATION "${library}"
  IMPORTED_SONAME "${library_soname}"
  INTERFACE_INCLUDE_DIRECTORIES "${PROJECT_SOURCE_DIR}/Sources/GoMetaHeader")

add_library(GoMetaPass MODULE Sources/GoMetaPass/GoMetaPass.cpp)
target_link_libraries(GoMetaPass PRIVATE libgometa LLVM)
target_include_directories(GoMetaPass SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
target_compile_features(GoMetaPass PRIVATE cxx_std_17)
separate_arguments(definitions UNIX_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(GoMetaPass PRIVATE ${definitions})
target_compile_options(GoMetaPass PRIVATE -Wall -fno-exceptions -fno-rtti
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=/gometa")
set(pass_map "${PROJECT_SOURCE_DIR}/cmake/GoMetaPass.map")
target_link_options(GoMetaPass PRIVATE
  -Wl,-z,defs "-Wl,--version-script=${pass_map}" "$<$<CONFIG:Release>:-s>")
set_target_properties(GoMetaPass PROPERTIES
  PREFIX "" CXX_EXTENSIONS OFF LINK_DEPENDS "${pass_map}"
  LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib"
  BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH "$ORIGIN")
