import Foundation
import TestSupport
import Testing

/// The catalogue Sources/GoMeta/GoMeta.docc.
@Suite struct DocumentationTests {
  private static let catalogue = MarkdownCode.root.appendingPathComponent(
    "Sources/GoMeta/GoMeta.docc")
  private static let snippets = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snippets")

  private static func files(in folder: URL, _ suffix: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == suffix }
  }

  @Test("Every Swift block of an article is a file that these tests compile and run")
  func blocks() throws {
    let known = Set(
      try Self.files(in: Self.snippets, "swift").map { try String(contentsOf: $0, encoding: .utf8) }
    )
    var used: Set<String> = []
    for article in try Self.files(in: Self.catalogue, "md") {
      for block in try MarkdownCode.blocks(of: "swift", in: article) {
        #expect(known.contains(block), "\(article.lastPathComponent):\n\(block)")
        used.insert(block)
      }
    }
    #expect(used == known, "a file of Snippets is in no article")
  }

  @Test("The pages are made, and no link in them leads nowhere")
  func links() throws {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folder = try TestFolder()
    let outcome = try Tool.outcome(
      MarkdownCode.root.appendingPathComponent("Scripts/documentation").path,
      [program.deletingLastPathComponent().path, folder.url.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let pages = folder.url.appendingPathComponent("data/documentation/gometa")
    for article in try Self.files(in: Self.catalogue, "md")
    where article.lastPathComponent != "GoMeta.md" {
      let name = article.deletingPathExtension().lastPathComponent.lowercased() + ".json"
      #expect(
        FileManager.default.fileExists(atPath: pages.appendingPathComponent(name).path), "\(name)")
    }
  }
}
