import TestSupport
import Testing

/// Managed code that calls Go: functions of the runtime by the table of their signatures, func
/// values, methods and functions of the host, also with more arguments than is always left of a
/// stack. What comes of it is what Go's own code makes of it.
@Suite(.serialized) struct OutboundTests {
  @Test("Functions of the runtime do what they do for Go", arguments: ReleaseCase.all)
  func runtime(sample: ReleaseCase) throws {
    try Host.outbound(sample.machine, release: sample.release).expectSuccess(
      ["all", try Outbound.plugin(sample)])
  }

  @Test(
    "They do while the collector runs after every few allocations", arguments: ReleaseCase.all)
  func collected(sample: ReleaseCase) throws {
    try Host.outbound(sample.machine, release: sample.release).expectSuccess(
      ["all", try Outbound.plugin(sample)],
      environment: ["GOGC": "1", "GODEBUG": "clobberfree=1,gccheckmark=1", "GOMAXPROCS": "4"])
  }

  @Test("What is printed is what println prints", arguments: ReleaseCase.all)
  func printing(sample: ReleaseCase) throws {
    let outcome = try Host.outbound(sample.machine, release: sample.release).run([
      "print", try Outbound.plugin(sample),
    ])
    let lines = outcome.errors.split(separator: "\n")
    #expect(outcome.status == 0 && lines.count == 2 && lines.first == lines.last, "\(outcome.all)")
    #expect(lines.first?.contains("true -5 5 ") == true)
  }
}
