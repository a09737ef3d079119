import Foundation
import TestSupport
import Testing

/// A C program, built with the library that Swift's package manager makes.
struct Program {
  let folder: TestFolder
  let path: String

  static func includes() throws -> [String] {
    ["-I", Repository.path("Sources/GoMetaHeader"), "-isystem", try llvm() + "/include"]
  }

  /// Where LLVM is installed.
  private static func llvm() throws -> String {
    guard let tools = ProcessInfo.processInfo.environment["GOMETA_LLVM_BIN"] else {
      throw NativeTool.Failure(description: "set GOMETA_LLVM_BIN to the folder of LLVM's tools")
    }
    return URL(fileURLWithPath: tools).deletingLastPathComponent().path
  }

  /// Compiles a program of Tests/CGoMetaTests/Programs.
  init(_ name: String) throws {
    folder = try TestFolder()
    path = folder.path(name)
    let library = URL(fileURLWithPath: try Repository.library())
    let libraries = try NativeTool.run(try Self.llvm() + "/bin/llvm-config", ["--libs"])
    try NativeTool.gcc.run(
      ["-std=c99", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic"] + Self.includes()
        + [
          Repository.path("Tests/CGoMetaTests/Programs/\(name).c"), "-o", path,
          library.path, "-Wl,-rpath,\(library.deletingLastPathComponent().path)",
          "-L\(try Self.llvm())/lib", "-Wl,-rpath,\(try Self.llvm())/lib",
          libraries.trimmingCharacters(in: .whitespacesAndNewlines),
        ])
  }

  func run(_ arguments: [String] = []) throws -> String {
    try NativeTool.run(path, arguments, in: folder.url)
  }
}

/// The library as C programs have it.
@Suite struct ProgramTests {
  /// A module made by LLVM's C API becomes a plugin that stock Go opens.
  @Test func pluginMadeInC() throws {
    let program = try Program("add")
    let told = try program.run([program.folder.url.path])
    #expect(told.contains("declaration 3, 1:15: undeclared type itn"))

    let host = try GoModule(files: [
      "main.go": """
      package main

      import (
      	"fmt"
      	"os"
      	"plugin"
      	"reflect"
      )

      func lookup(p *plugin.Plugin, name string) plugin.Symbol {
      	symbol, err := p.Lookup(name)
      	if err != nil {
      		panic(err)
      	}
      	return symbol
      }

      func main() {
      	p, err := plugin.Open(os.Args[1])
      	if err != nil {
      		panic(err)
      	}
      	add := lookup(p, "Add").(func(int, int) int)
      	count := lookup(p, "Count").(*int)
      	wait := reflect.ValueOf(lookup(p, "Wait"))
      	fmt.Println(add(40, 2), add(-1, 1), *count, wait.Type(), wait.Elem().Int())
      }

      """
    ])
    try GoToolchain().run(["build", "-o", "host"], in: host, environment: ["CGO_ENABLED": "1"])
    #expect(
      try NativeTool.run(host.path("host"), [program.folder.path("add.so")])
        == "42 0 2 *time.Duration 1500000000\n")
  }

  /// What calls take, disposing gives back, also after failures.
  @Test func memory() throws {
    let program = try Program("rounds")
    let growth = try program.run([Repository.path(Repository.geometry)])
    #expect(growth == "ok\n")
  }
}
