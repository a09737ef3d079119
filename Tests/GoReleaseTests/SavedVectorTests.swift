import Foundation
import GoRelease
import TestSupport
import Testing

/// How much of vector registers outlives asynchronous pre-emption is what each release's own
/// runtime saves.
@Suite struct SavedVectorTests {
  private static func source(_ name: String, _ release: GoRelease) throws -> String {
    let file = try GoToolchain(release: release.name).root
      .appendingPathComponent("src/runtime/\(name)")
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test(arguments: ReleaseSources.releases)
  func arm64KeepsWhatItsRuntimeStores(release: GoRelease) throws {
    let source = try Self.source("preempt_arm64.s", release)
    let whole = source.contains("V31.B16]")
    #expect(whole != source.contains("FSTPD (F30, F31)"))
    #expect(release.code.savedVectorBits[.arm64] == (whole ? 128 : 64))
  }

  @Test(arguments: ReleaseSources.releases)
  func x86KeepsWhatItsRuntimeStores(release: GoRelease) throws {
    let source = try Self.source("preempt_amd64.s", release)
    #expect(source.contains("MOVUPS X15,") && !source.contains("X16"))
    // More is saved by way of jumps that stand in an experiment.
    let wide = source.split(separator: "\n").contains { $0.contains("VMOVDQU") }
    #expect(!wide || source.contains("#ifdef GOEXPERIMENT_simd"))
    #expect(release.code.savedVectorBits[.x86_64] == 128)
  }
}
