import Testing

/// A module at fault, and what the command's line about it must mention.
struct RefusedModule: CustomTestStringConvertible {
  var testDescription: String
  var text: String
  var mentions: [String]
  /// Of the command that refuses it.
  var arguments: [String] = []

  init(
    _ name: String, declarations: [String] = ["func F(n int) int"],
    code: String = RefusedModule.function, mentions: [String]
  ) {
    testDescription = name
    text = IRModule(declarations: declarations, code: code).text
    self.mentions = mentions
  }

  init(_ name: String, text: String, mentions: [String], arguments: [String] = []) {
    testDescription = name
    self.text = text
    self.mentions = mentions
    self.arguments = arguments
  }

  /// A function that is all right.
  static let function = """
    define i64 @{F}(i64 %n) FN(1) {
      ret i64 %n, LN(2)
    }

    """

  /// A module that is all right.
  static let fine = IRModule(declarations: ["func F(n int) int"], code: function)
}
