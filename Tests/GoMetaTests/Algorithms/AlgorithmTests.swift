import TestSupport
import Testing

/// Functions that compare and hash values, made for a plugin's types, in hosts that stock Go built:
/// they are compared with those that Go's compiler made for the same types.
@Suite(.serialized) struct AlgorithmTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var release: String
    var machine: Machine
    var testDescription: String { "Go \(release), \(machine.rawValue)" }

    func plugin() throws -> String { try Algorithms.plugin(machine, release: release) }
    func host() throws -> Host { try .algorithms(machine, release: release) }
  }

  /// Every release on one machine; the oldest and the newest on the other.
  static let cases =
    Go.releases.map { Case(release: $0, machine: .x86_64) }
    + [Go.releases[0], Go.newest].map { Case(release: $0, machine: .aarch64) }

  /// Nothing may be used that nothing keeps alive.
  private static let clobber = ["GODEBUG": "clobberfree=1", "GOGC": "1"]
  /// Stacks that a goroutine has left cannot be read, and without the machine's instructions for it
  /// memory is hashed by Go code, which needs stack, too.
  private static let fence = ["GODEBUG": "efence=1"]
  private static let fenceWithoutAES = ["GODEBUG": "efence=1,cpu.aes=off"]

  @Test("Values are equal where Go's are, and comparing panics where Go's does", arguments: cases)
  func equal(sample: Case) throws {
    try sample.host().expectSuccess(["equal", sample.plugin()], environment: Self.clobber)
  }

  @Test("Hashes are those of Go's functions, and panics, too", arguments: cases)
  func hash(sample: Case) throws {
    try sample.host().expectSuccess(["hash", sample.plugin()], environment: Self.clobber)
  }

  @Test("A plugin's maps hold what Go's maps hold", arguments: cases)
  func map(sample: Case) throws {
    try sample.host().expectSuccess(["map", sample.plugin()], environment: Self.clobber)
  }

  @Test("A panic out of a comparison or a hash is recovered", arguments: cases)
  func panics(sample: Case) throws {
    try sample.host().expectSuccess(["panic", sample.plugin()])
  }

  @Test("Many goroutines compare and hash at once", arguments: cases)
  func together(sample: Case) throws {
    try sample.host().expectSuccess(["together", sample.plugin()], environment: Self.clobber)
  }

  @Test(
    "Values on the stack move with it, wherever in a call it grows", arguments: cases,
    [fence, fenceWithoutAES, clobber])
  func stack(sample: Case, environment: [String: String]) throws {
    try sample.host().expectSuccess(["stack", sample.plugin()], environment: environment)
  }

  @Test("What a plugin has in place of the runtime's functions does what they do", arguments: cases)
  func own(sample: Case) throws {
    try sample.host().expectSuccess(["own", sample.plugin()], environment: Self.clobber)
  }

  @Test(
    "A host needs no hash function but those that every host has", arguments: cases,
    [fence, fenceWithoutAES, clobber])
  func minimal(sample: Case, environment: [String: String]) throws {
    let host = try Host.minimal(sample.machine, release: sample.release)
    let symbols = Set(try Self.exports(of: host.program, sample.machine))
    #expect(symbols.contains("runtime.strhash"))
    let missing = [
      "nilinterhash", "interhash", "typehash", "f32hash", "f64hash", "c64hash", "c128hash",
      "memhash_varlen",
    ]
    #expect(symbols.isDisjoint(with: missing.map { "runtime." + $0 }))
    let plugin = ["PLUGIN": try sample.plugin()]
    let outcome = try host.run([], environment: environment.merging(plugin) { $1 })
    #expect(outcome.status == 0 && outcome.errors == "ok\n", "\(outcome.errors.prefix(4000))")
  }

  private static func exports(of program: String, _ machine: Machine) throws -> [String] {
    try Tool.run(machine.binutil("nm"), ["-D", "--defined-only", program])
      .split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
  }

  @Test("GNU ld links what hosts may have, too", arguments: Machine.allCases)
  func gnuLinker(machine: Machine) throws {
    let folder = try TestFolder()
    let object = try Algorithms.module.compile(in: folder, for: machine)
    let plugin = folder.path("out.so")
    try Command.succeed([
      "link", "--linker", machine.binutil("ld"), "--plugin", Algorithms.module.path, "-o", plugin,
      object,
    ])
    try Host.algorithms(machine, release: Go.newest).expectSuccess(["map", plugin])
    let minimal = try Host.minimal(machine, release: Go.newest)
    let outcome = try minimal.run([], environment: ["PLUGIN": plugin])
    #expect(outcome.errors == "ok\n", "\(outcome.errors.prefix(4000))")
  }
}
