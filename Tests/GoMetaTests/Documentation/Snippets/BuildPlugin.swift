import GoMeta
import GoTypes
import LLVM

/// Makes `sums.so`, a plugin for Go 1.27 with `func Add(a, b int) int`.
func buildPlugin(in folder: String) async throws {
  // The package in Go's words, and for each of its functions an LLVM function without a body.
  let context = try Context()
  let module = Module(name: "sums", in: context)
  var sums = GoPackageWriter(Package(path: "example.com/sums", name: "sums"))
  try sums.declare("func Add(a, b int) int")
  let add = try sums.function("Add", in: module)  // i64 (i64, i64)

  // Lines are ordinary debug info.
  let debug = try DebugInfoBuilder(module)
  let file = debug.file("sums.sum", directory: "/src/sums")
  let unit = debug.compileUnit(file, language: .go, producer: "sums")
  let scope = debug.function(
    "Add", linkageName: add.name, in: unit, file: file, line: 3, scopeLine: 3,
    type: debug.subroutineType(in: file))
  add.subprogram = scope

  // The body.
  let builder = Builder(in: module)
  builder.position(atEndOf: add.appendBlock())
  builder.debugLocation = DebugLocation(line: 4, in: scope)
  builder.ret(builder.add(add.arguments[0], add.arguments[1]))
  debug.finalize()

  // An object of the module, and a plugin of the objects.
  try sums.write(to: module)
  let target = try Target(release: "1.27", triple: "x86_64-linux-gnu")
  let object = try Compiler(target: target).compile(module)
  try Files.write(object, to: "\(folder)/sums.o")
  try await Linker().plugin(
    "example.com/sums", objects: ["\(folder)/sums.o"], output: "\(folder)/sums.so")
}
