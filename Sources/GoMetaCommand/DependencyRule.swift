/// What a file is made of, in the part of make's language that ninja reads, too.
struct DependencyRule {
  let output: String
  let inputs: [String]

  var text: String {
    Self.escaped(output) + ":" + inputs.map { " " + Self.escaped($0) }.joined() + "\n"
  }

  /// Blanks, `#` and `$` mean something to make; backslashes only before those (GNU make,
  /// "Rule Syntax"), where each is written twice.
  static func escaped(_ path: String) -> String {
    var text = ""
    var backslashes = 0
    for character in path.unicodeScalars {
      switch character {
      case " ", "\t":
        text += String(repeating: "\\", count: backslashes + 1)
      case "#": text += "\\"
      case "$": text += "$"
      default: break
      }
      text.unicodeScalars.append(character)
      backslashes = character == "\\" ? backslashes + 1 : 0
    }
    return text
  }
}
