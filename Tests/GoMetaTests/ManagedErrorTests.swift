import TestSupport
import Testing

/// Managed code that would crash under Go's runtime: one line that names the place and the remedy.
@Suite(.serialized)
struct ManagedErrorTests {
  @Test("A local whose address would go stale is refused", arguments: RefusedModule.managedLocals)
  func local(bad: RefusedModule) throws { try expectRefusalByCompile(bad) }

  @Test("A call that no stack map can describe is refused", arguments: RefusedModule.managedCalls)
  func call(bad: RefusedModule) throws { try expectRefusalByCompile(bad) }

  @Test("A name of Go's that there is not is refused", arguments: RefusedModule.managedNames)
  func name(bad: RefusedModule) throws { try expectRefusalByCompile(bad) }

  private func expectRefusalByCompile(_ bad: RefusedModule) throws {
    let folder = try TestFolder()
    let input = try folder.write(bad.text, to: "input.ll")
    for machine in Machine.allCases {
      try Refusal.expect(
        ["compile", input, "-o", folder.path("output.o"), "--target", machine.triple], in: folder,
        mentions: bad.mentions)
    }
  }

  @Test(
    "A frame that Go's stacks do not allow is refused by link", arguments: Machine.allCases,
    RefusedModule.managedFrames)
  func frame(machine: Machine, bad: RefusedModule) throws {
    try expectRefusalByLink(bad, machine)
  }

  @Test("An address that machine code keeps over a call is refused", arguments: Machine.allCases)
  func keptAddress(machine: Machine) throws {
    try expectRefusalByLink(
      RefusedModule.keptAddress(machine == .x86_64 ? "leaq 8(%rsp), $0" : "add $0, sp, #16"),
      machine)
  }

  private func expectRefusalByLink(_ bad: RefusedModule, _ machine: Machine) throws {
    let folder = try TestFolder()
    let input = try folder.write(bad.text, to: "input.ll")
    let object = folder.path("input.o")
    try Command.compile(input, to: object, for: machine)
    try Refusal.expect(
      ["link", "--plugin", "example.com/shapes", "-o", folder.path("out.so"), object], in: folder,
      mentions: bad.mentions)
  }
}
