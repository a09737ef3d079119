public import Foundation

/// The blocks of code in a page of documentation, which tests compile and run.
public enum MarkdownCode {
  public struct Missing: Error, CustomStringConvertible {
    public var description: String
  }

  /// The repository's top folder.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The contents of the blocks that begin with "```" and a language's name, in a file of the
  /// repository, each with the newline at its end.
  public static func blocks(of language: String, in file: URL) throws -> [String] {
    var blocks: [String] = []
    var block: String?
    for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
      if let text = block {
        if line == "```" {
          blocks.append(text)
          block = nil
        } else {
          block = text + line + "\n"
        }
      } else if line == "```" + language {
        block = ""
      }
    }
    return blocks
  }

  /// The first of them.
  /// - Throws: when there is none.
  public static func block(of language: String, in path: String) throws -> String {
    let file = root.appendingPathComponent(path)
    guard let block = try blocks(of: language, in: file).first else {
      throw Missing(description: "\(path) has no block of \(language)")
    }
    return block
  }
}
