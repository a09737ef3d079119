import Foundation
import TestSupport
import Testing

/// docs/c-api.md and the header that it is made of.
@Suite struct CReferenceTests {
  private static let header = "Sources/GoMetaHeader/gometa.h"

  private func reference() throws -> String {
    try String(
      contentsOf: MarkdownCode.root.appendingPathComponent("docs/c-api.md"), encoding: .utf8)
  }

  @Test("The C reference is what Scripts/c-reference makes of the header")
  func upToDate() throws {
    let outcome = try Tool.outcome(
      MarkdownCode.root.appendingPathComponent("Scripts/c-reference").path, [])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let isUpToDate = try outcome.output == reference()
    #expect(isUpToDate, "run: Scripts/c-reference > docs/c-api.md")
  }

  @Test("The C reference has every name of the header, and every function a place of its own")
  func names() throws {
    let text = try reference()
    // The header without its comments, as the C preprocessor sees it.
    let header = try Tool.run(
      "gcc", ["-fpreprocessed", "-dD", "-E", "-P", Self.header], in: MarkdownCode.root)
    let names = Set(header.matches(of: /\b(gometa|GOMETA)_\w+/).map { String($0.output.0) })
    #expect(names.count > 90)
    let known = Set(text.matches(of: /\b(gometa|GOMETA)_\w+/).map { String($0.output.0) })
    #expect(names.subtracting(known) == ["GOMETA_H"])
    let functions = header.matches(of: /\b(gometa_\w+)\(/).map { String($0.output.1) }
    #expect(functions.count > 40)
    for function in functions { #expect(text.contains("\n### `\(function)`\n"), "\(function)") }
  }
}
