import TestSupport
import Testing

/// How the command says that its input is at fault.
enum Refusal {
  /// Runs a command that must end with code 1 and one line, and leave its folder as it was.
  static func expect(
    _ arguments: [String], in folder: TestFolder, mentions: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.names
    let outcome = try Command.run(arguments, in: folder.url)
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    let errors = outcome.errors
    #expect(errors.hasPrefix("gometa: "), "\(errors)", sourceLocation: sourceLocation)
    #expect(
      errors.hasSuffix("\n") && errors.split(separator: "\n").count == 1, "\(errors)",
      sourceLocation: sourceLocation)
    for part in mentions {
      #expect(errors.contains(part), "\(errors)", sourceLocation: sourceLocation)
    }
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try folder.names == before, sourceLocation: sourceLocation)
  }
}
