# libgometa and the command, by Swift's package manager.

set(swift_scratch "${PROJECT_BINARY_DIR}/swift")
set(library_name "libgometa.so.${PROJECT_VERSION}")
set(library_soname "libgometa.so.${PROJECT_VERSION_MAJOR}")
set(library "${PROJECT_BINARY_DIR}/lib/${library_name}")
set(command "${PROJECT_BINARY_DIR}/bin/gometa")
set(version_script "${PROJECT_SOURCE_DIR}/cmake/libgometa.map")

string(TOLOWER "${CMAKE_BUILD_TYPE}" configuration)
set(swift_flags
  --package-path "${PROJECT_SOURCE_DIR}" --scratch-path "${swift_scratch}" -c ${configuration}
  # Swift's runtime becomes a part of each image: who embeds them installs LLVM and nothing else.
  # Of a dynamic library only the second makes it so.
  --static-swift-stdlib -Xswiftc -static-stdlib
  # Of the linkers at hand this one keeps to the version script in .dynsym.
  -Xswiftc -use-ld=lld
  -Xlinker --gc-sections
  # No file tells where it was built.
  -Xswiftc -file-prefix-map -Xswiftc "${swift_scratch}=/gometa/build"
  -Xswiftc -file-prefix-map -Xswiftc "${PROJECT_SOURCE_DIR}=/gometa"
  -Xcc "-ffile-prefix-map=${swift_scratch}=/gometa/build"
  -Xcc "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=/gometa")
if(configuration STREQUAL "release")
  # A hash that Swift's compiler leaves in each object for itself depends on the package's folder.
  list(APPEND swift_flags -debug-info-format none -Xlinker --strip-all
    -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen)
endif()
set(swift_build
  ${CMAKE_COMMAND} -E env "PKG_CONFIG_PATH=${llvm_pkgconfig}" "${SWIFT}" build ${swift_flags})

file(GLOB_RECURSE swift_sources CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/Sources/*.swift" "${PROJECT_SOURCE_DIR}/Sources/*.h"
  "${PROJECT_SOURCE_DIR}/Sources/*.cpp" "${PROJECT_SOURCE_DIR}/Sources/*.modulemap"
  "${PROJECT_SOURCE_DIR}/Package.*")
set(swift_products "${swift_scratch}/${configuration}")
add_custom_command(
  OUTPUT "${library}" "${command}"
  COMMAND ${swift_build} --product CGoMeta
    -Xlinker "--version-script=${version_script}" -Xlinker "-soname=${library_soname}"
  COMMAND ${swift_build} --product gometa
  COMMAND ${CMAKE_COMMAND} -E copy "${swift_products}/libCGoMeta.so" "${library}"
  COMMAND ${CMAKE_COMMAND} -E copy "${swift_products}/gometa" "${command}"
  DEPENDS ${swift_sources} "${version_script}" "${llvm_pkgconfig}/llvm.pc"
  COMMENT "swift build (${configuration}, LLVM ${LLVM_VERSION_MAJOR})"
  USES_TERMINAL VERBATIM)
add_custom_target(swift-products ALL DEPENDS "${library}" "${command}")
