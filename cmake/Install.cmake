# What lies where under the prefix. Nothing installed names a folder of this machine.
include(CMakePackageConfigHelpers)

set(CMAKE_INSTALL_DOCDIR "${CMAKE_INSTALL_DATADIR}/doc/gometa")
set(cmake_folder "${CMAKE_INSTALL_LIBDIR}/cmake/GoMeta")
set(share_folder "${CMAKE_INSTALL_DATADIR}/gometa")
set(generated "${PROJECT_BINARY_DIR}/generated")

install(PROGRAMS "${command}" DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES Sources/GoMetaHeader/gometa.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(PROGRAMS "${library}" DESTINATION "${CMAKE_INSTALL_LIBDIR}")
file(MAKE_DIRECTORY "${generated}")
file(CREATE_LINK "${library_name}" "${generated}/${library_soname}" SYMBOLIC)
file(CREATE_LINK "${library_soname}" "${generated}/libgometa.so" SYMBOLIC)
# Where the examples' pages look for those of docs.
file(CREATE_LINK ../doc/gometa/docs "${generated}/docs" SYMBOLIC)
install(FILES "${generated}/${library_soname}" "${generated}/libgometa.so"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(TARGETS GoMetaPass LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")

# For find_package.
configure_package_config_file(
  cmake/GoMetaConfig.cmake.in "${generated}/GoMetaConfig.cmake"
  INSTALL_DESTINATION "${cmake_folder}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  "${generated}/GoMetaConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
configure_file(cmake/GoMetaTargets.cmake.in "${generated}/GoMetaTargets.cmake" @ONLY)
install(
  FILES "${generated}/GoMetaConfig.cmake" "${generated}/GoMetaConfigVersion.cmake"
    "${generated}/GoMetaTargets.cmake" cmake/GoMetaFunctions.cmake
  DESTINATION "${cmake_folder}")

# For pkg-config.
configure_file(cmake/gometa.pc.in "${generated}/gometa.pc" @ONLY)
install(FILES "${generated}/gometa.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

# Manual pages and shell completions, which the command knows of itself.
add_custom_command(
  OUTPUT "${generated}/manual.stamp"
  COMMAND "${PROJECT_SOURCE_DIR}/Scripts/generate-manual" "${generated}/manual" "${command}"
  COMMAND ${CMAKE_COMMAND} -E touch "${generated}/manual.stamp"
  DEPENDS "${command}" Scripts/generate-manual
  COMMENT "manual pages and completions" VERBATIM)
add_custom_target(manual ALL DEPENDS "${generated}/manual.stamp")
install(DIRECTORY "${generated}/manual/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")
install(FILES "${generated}/manual/completions/gometa.bash" RENAME gometa
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${generated}/manual/completions/_gometa"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
install(FILES "${generated}/manual/completions/gometa.fish"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")

install(FILES README.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}"
  FILES_MATCHING PATTERN "*.md" PATTERN "*.template.md" EXCLUDE)
install(DIRECTORY examples DESTINATION "${share_folder}" USE_SOURCE_PERMISSIONS
  PATTERN build EXCLUDE PATTERN ".*" EXCLUDE PATTERN "*.o" EXCLUDE PATTERN "*.so" EXCLUDE
  PATTERN "*.bc" EXCLUDE)
install(FILES "${generated}/docs" DESTINATION "${share_folder}")
