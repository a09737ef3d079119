import GoRelease
import GoTypes
import MachineCode
import TestSupport
import Testing

@testable import TypeReading

/// Reflection is the oracle: what a binary's own runtime says of its types is what is read from the
/// file.
@Suite struct ReflectAgreementTests {
  static let releases = ["1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"]

  @Test("Every type of a program is as reflection has it", arguments: releases)
  func programs(release: String) throws { try expectAgreement(ReflectProgram(release)) }

  @Test("So it is on arm64", arguments: ["1.21", "1.27"])
  func arm64(release: String) throws { try expectAgreement(ReflectProgram(release, "arm64")) }

  @Test("So it is where pointers are only in relocations", arguments: ["1.21", "1.27"])
  func positionIndependent(release: String) throws {
    try expectAgreement(ReflectProgram(release, flags: ["-buildmode=pie"]))
  }

  @Test("So it is in programs that the linker stripped", arguments: releases)
  func strippedByLinker(release: String) throws {
    try expectAgreement(ReflectProgram(release, flags: ["-s", "-w"]))
  }

  @Test("Without section headers a program is read the same", arguments: ["1.21", "1.24", "1.27"])
  func withoutSections(release: String) throws {
    let program = try ReflectProgram(release, flags: ["-buildmode=pie"])
    let whole = try listing(program.bytes(), release)
    let bare = try listing(program.copy("llvm-strip-19", ["--strip-sections"]), release)
    #expect(
      bare.listing.descriptors.map(\.string?.text) == whole.listing.descriptors.map(\.string?.text))
    #expect(bare.listing.faults == [])
  }

  // MARK: Comparison

  private func listing(
    _ bytes: [UInt8], _ release: String
  ) throws -> (tables: TypeTables, listing: TypeListing) {
    let image = try TypeImage(ObjectFile(bytes))
    #expect(image.buildInfo?.release == release)
    let tables = try TypeTables(image, release: GoRelease(named: release))
    return (tables, tables.listing())
  }

  private func expectAgreement(_ program: ReflectProgram) throws {
    let (tables, listing) = try listing(program.bytes(), program.release)
    #expect(listing.faults == [])
    let start = try #require(tables.region?.start)
    let records = try program.records(also: listing.descriptors.map { $0.address - start })
    // Reflection finds none that the reader misses, and is at home wherever the reader was.
    #expect(records.map(\.At) == listing.descriptors.map { $0.address - start })
    let found = TypeReconstruction(listing.descriptors, release: tables.release)
    #expect(found.faults == [])
    var universe = tables.release.universe
    try universe.declare(found.declarations, packages: found.packages)
    var comparison = ReflectComparison(start: start, universe: universe)
    for type in listing.descriptors {
      if case .function(let function) = type.body { comparison.functions[type.address] = function }
    }
    for (index, pair) in zip(records, listing.descriptors).enumerated() {
      comparison.compare(pair.1, found.types[index], with: pair.0)
    }
    #expect(comparison.differences.prefix(3) == [])
    #expect(comparison.count > 1000)
  }
}
