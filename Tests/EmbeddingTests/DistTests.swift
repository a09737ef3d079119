import Foundation
import TestSupport
import Testing

/// The archive that `make dist` packs of what is installed.
@Suite struct DistTests {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Packs a prefix and returns the archive.
  static func pack(_ prefix: URL, in folder: TestFolder, _ name: String) throws -> URL {
    let output = try Tool.run(
      repository.appendingPathComponent("Scripts/pack").path,
      [prefix.path, folder.path(name), "0"],
      environment: ["SOURCE_DATE_EPOCH": "1700000000"])
    return URL(fileURLWithPath: try #require(output.lines.last))
  }

  @Test func sameFilesGiveTheSameBytesWhateverTheirTimesAndOrder() throws {
    let folder = try TestFolder()
    let first = try Self.pack(Prefix.url, in: folder, "first")
    // Another order in the folders, other times, another mask.
    let copy = folder.url.appendingPathComponent("copy")
    try Tool.run(
      "bash",
      [
        "-c", "umask 077; tar -C \"$1\" -cf - . | (mkdir \"$2\"; tar -C \"$2\" -xmf -)", "-",
        Prefix.url.path, copy.path,
      ])
    try Tool.run("chmod", ["-R", "g-rx,o-rx", copy.path])
    let second = try Self.pack(copy, in: folder, "second")
    #expect(first.lastPathComponent == second.lastPathComponent)
    #expect(first.lastPathComponent.hasPrefix("gometa-0.1.0-llvm\(try Prefix.llvm)-"))
    try Tool.run("cmp", [first.path, second.path])
  }

  @Test func unpacksToAFolderOfItsName() throws {
    let folder = try TestFolder()
    let archive = try Self.pack(Prefix.url, in: folder, "archives")
    try Tool.run("tar", ["-C", folder.url.path, "-xf", archive.path])
    let name = archive.lastPathComponent.split(separator: ".tar")[0]
    try Tool.run("diff", ["-r", "--no-dereference", Prefix.url.path, folder.path(String(name))])
    let listing = try Tool.run("tar", ["--numeric-owner", "-tvf", archive.path]).lines
    #expect(listing.allSatisfy { $0.words[1] == "0/0" })
  }

  @Test func noFileTellsWhereItWasBuilt() throws {
    // A file with the folder's name in it would differ when it is built elsewhere.
    let outcome = try Tool.outcome(
      "grep", ["-rlaF", Self.repository.path + "/", try Prefix.url.path])
    #expect(outcome.status == 1, "\(outcome.all)")
    let swift = try Tool.path("swift")
    let toolchain = URL(fileURLWithPath: swift).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    // Swift's own runtime does not name where it lies, either.
    let runtime = try Tool.outcome(
      "grep", ["-rlaF", toolchain.path + "/usr/", try Prefix.path("lib")])
    #expect(runtime.status == 1, "\(runtime.all)")
  }
}
