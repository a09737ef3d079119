import TestSupport
import Testing

/// Code whose frames Go's collector scans and moves, in hosts that stock Go built. The host runs all
/// of its programs in one process, and says which one failed.
@Suite(.serialized) struct ManagedTests {
  @Test("All programs of the host pass", arguments: ManagedCase.all)
  func programs(sample: ManagedCase) throws {
    try sample.host().expectSuccess(
      ["all", try sample.plugin()], environment: sample.surroundings.environment)
  }

  @Test(
    "Recursion without end overflows the stack as Go's own does", arguments: ReleaseCase.all)
  func overflow(sample: ReleaseCase) throws {
    let outcome = try Host.managed(sample.machine, release: sample.release).run([
      "overflow", try Managed.plugin(sample.machine, release: sample.release),
    ])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("fatal error: stack overflow"))
    #expect(outcome.errors.contains("example.com/managed.Overflow("))
  }

  /// What shows that the programs would notice: a table that is changed while a frame is there.
  @Test(
    "A collection ends a program whose frame has no map, or another depth than its table says",
    arguments: ReleaseCase.all.filter { $0.machine == .x86_64 },
    [
      (control: "missing map", messages: ["fatal error: missing stackmap"]),
      // Up to 1.26 the runtime itself faults on its way to that message.
      (
        control: "wrong depth",
        messages: ["unexpected return pc for example.com/managed.Walk", "SIGSEGV"]
      ),
    ])
  func controls(sample: ReleaseCase, damage: (control: String, messages: [String])) throws {
    let outcome = try Host.managed(sample.machine, release: sample.release).run([
      damage.control, try Managed.plugin(sample.machine, release: sample.release),
    ])
    #expect(outcome.status == 2 || outcome.status == 139)
    #expect(
      damage.messages.contains { outcome.errors.contains($0) },
      "\(outcome.output)\(outcome.errors.prefix(1000))")
  }

  @Test("gometa finds nothing wrong with a plugin and its code", arguments: ReleaseCase.all)
  func checked(sample: ReleaseCase) throws {
    try Command.succeed([
      "check", "--code", try Managed.plugin(sample.machine, release: sample.release),
    ])
  }

  @Test("Compiling and linking twice gives the same bytes", arguments: Machine.allCases)
  func deterministic(machine: Machine) throws {
    let (first, second) = (try TestFolder(), try TestFolder())
    for folder in [first, second] {
      _ = try Managed.link(try Managed.module(machine), in: folder, for: machine)
    }
    #expect(try first.bytes("module.o") == second.bytes("module.o"))
    #expect(try first.bytes("module.so") == second.bytes("module.so"))
  }
}
