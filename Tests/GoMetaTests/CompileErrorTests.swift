import TestSupport
import Testing

/// Modules that cannot be compiled: one line that names the place and the remedy, and no file.
@Suite(.serialized)
struct CompileErrorTests {
  @Test("A module that breaks the contract is refused", arguments: RefusedModule.contract)
  func contract(bad: RefusedModule) throws { try expectRefusal(bad) }

  @Test("A function that Go could not call is refused", arguments: RefusedModule.functions)
  func function(bad: RefusedModule) throws { try expectRefusal(bad) }

  @Test("A variable that Go could not keep is refused", arguments: RefusedModule.variables)
  func variable(bad: RefusedModule) throws { try expectRefusal(bad) }

  private func expectRefusal(_ bad: RefusedModule) throws {
    let folder = try TestFolder()
    let input = try folder.write(bad.text, to: "input.ll")
    try Refusal.expect(
      ["compile", input, "-o", folder.path("output.o")] + bad.arguments, in: folder,
      mentions: bad.mentions)
  }

  @Test("A missing input file is named")
  func missing() throws {
    let folder = try TestFolder()
    try Refusal.expect(
      ["compile", folder.path("no.ll"), "-o", folder.path("output.o")], in: folder,
      mentions: ["cannot read \(folder.path("no.ll"))", "No such file"])
  }

  @Test("A folder as input is named")
  func folderInput() throws {
    let folder = try TestFolder()
    try Refusal.expect(
      ["compile", folder.url.path, "-o", folder.path("output.o")], in: folder,
      mentions: ["cannot read \(folder.url.path)", "directory"])
  }

  @Test("An output that cannot be written is named")
  func unwritable() throws {
    let folder = try TestFolder()
    let input = try folder.write(RefusedModule.fine.text, to: "input.ll")
    try Refusal.expect(
      ["compile", input, "-o", folder.path("no/output.o")], in: folder,
      mentions: ["cannot write \(folder.path("no/output.o"))", "No such file"])
  }

  @Test("An output that is a folder is named")
  func outputFolder() throws {
    let folder = try TestFolder()
    let input = try folder.write(RefusedModule.fine.text, to: "input.ll")
    try folder.write("", to: "output.o/file")
    try Refusal.expect(
      ["compile", input, "-o", folder.path("output.o")], in: folder,
      mentions: ["cannot write \(folder.path("output.o"))", "directory"])
  }

  @Test("What an earlier run wrote stays when a later one fails")
  func keepsOutput() throws {
    let folder = try TestFolder()
    let input = try folder.write("bogus", to: "input.ll")
    try folder.write("earlier", to: "output.o")
    try Refusal.expect(
      ["compile", input, "-o", folder.path("output.o")], in: folder, mentions: ["input.ll:1:1"])
    #expect(try folder.text("output.o") == "earlier")
  }
}
