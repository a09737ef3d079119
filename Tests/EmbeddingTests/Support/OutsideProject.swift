import Foundation
import TestSupport

/// A project of somebody who embeds GoMeta: a C program on the library, and a plugin of
/// examples/geometry/geometry.ll.
struct OutsideProject {
  let folder: TestFolder
  let cmake: CMakeBuild

  /// - Parameter configuration: what stands in its CMakeLists.txt.
  init(configuration: String = Self.configuration) throws {
    folder = try TestFolder()
    cmake = CMakeBuild(folder.url, keeping: folder)
    try folder.write(configuration, to: "CMakeLists.txt")
    try folder.write(Self.program, to: "main.c")
    let module = try Prefix.url.appendingPathComponent(
      "share/gometa/examples/geometry/geometry.ll")
    try FileManager.default.copyItem(
      at: module, to: folder.url.appendingPathComponent("geometry.ll"))
  }

  static let head = """
    cmake_minimum_required(VERSION 3.25)
    project(Outside C)

    """

  static let configuration =
    head + """
      find_package(GoMeta 0.1 REQUIRED)
      message(STATUS "GoMeta for LLVM ${GoMeta_LLVM_VERSION_MAJOR} says ${GoMeta_VERSION}")
      add_executable(program main.c)
      target_link_libraries(program PRIVATE GoMeta::gometa)
      gometa_add_plugin(geometry PATH example.com/geometry SOURCES geometry.ll GO 1.27)

      """

  /// Ends well when the library is there and uses the LLVM that the program uses.
  static let program = """
    #include <gometa.h>
    #include <llvm-c/Core.h>
    #include <stdio.h>

    int main(void) {
      gometa_error *error = NULL;
      if (gometa_check_llvm(LLVMGetVersion, &error) != GOMETA_OK) {
        fprintf(stderr, "%s\\n", gometa_error_message(error));
        return 1;
      }
      puts(gometa_version());
      return 0;
    }

    """
}
