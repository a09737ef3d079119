import Foundation
import TestSupport
import Testing

/// README.md, the pages in docs, and those of the examples.
@Suite struct PageLinkTests {
  private static func pages() throws -> [URL] {
    let root = MarkdownCode.root
    var pages = [root.appendingPathComponent("README.md")]
    for folder in ["docs", "examples"] {
      let files = FileManager.default.enumerator(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
      for case let file as URL in try #require(files) where file.pathExtension == "md" {
        pages.append(file)
      }
    }
    // Pages are made of templates.
    return pages.filter { !$0.lastPathComponent.hasSuffix(".template.md") }
  }

  /// A page without its blocks of code.
  private static func text(of page: URL) throws -> [String] {
    var isCode = false
    return try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n").filter {
      if $0.hasPrefix("```") { isCode.toggle() }
      return !isCode
    }
  }

  /// The names by which links reach a page's headings, as GitHub makes them.
  private static func anchors(of page: URL) throws -> Set<String> {
    Set(
      try text(of: page).filter { $0.hasPrefix("#") }.map { heading in
        heading.drop { $0 == "#" }.dropFirst().lowercased().replacing(" ", with: "-")
          .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      })
  }

  @Test("No link between the pages leads nowhere")
  func links() throws {
    var count = 0
    for page in try Self.pages() {
      let text = try Self.text(of: page).joined(separator: "\n")
      for match in text.matches(of: /\]\(([^)\s#]*)#?([^)\s]*)\)/) {
        let (path, anchor) = (String(match.output.1), String(match.output.2))
        guard !path.contains("://") else { continue }
        count += 1
        let target =
          path.isEmpty ? page : page.deletingLastPathComponent().appendingPathComponent(path)
        let place = "\(page.lastPathComponent): \(path)#\(anchor)"
        guard FileManager.default.fileExists(atPath: target.path) else {
          Issue.record("\(place): no such file")
          continue
        }
        if !anchor.isEmpty { #expect(try Self.anchors(of: target).contains(anchor), "\(place)") }
      }
    }
    #expect(count > 100)
  }
}
