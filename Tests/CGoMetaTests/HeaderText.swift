import Foundation

/// The header as its readers see it: the functions that it declares, with their parameters.
struct HeaderText {
  struct Function {
    var result: String
    var name: String
    var parameters: [Parameter]
  }

  struct Parameter {
    /// Such as `const char *`.
    var type: String
    var name: String
  }

  let functions: [Function]

  init() throws {
    var text = try Repository.text("Sources/GoMetaHeader/gometa.h")
    text.replace(#/\/\*(?s:.*?)\*\//#, with: "")
    text.replace(#/(?m)^#.*(\\\n.*)*$/#, with: "")
    functions = text.matches(of: #/(?m)^([a-z_0-9 ]+[ *]+)(gometa_\w+)\(([^;]*?)\);/#).map {
      match in
      let parameters = match.3.split(separator: ",").compactMap { text -> Parameter? in
        let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard words != "void", let name = words.firstMatch(of: #/\w+$/#) else { return nil }
        return Parameter(
          type: words[..<name.range.lowerBound].trimmingCharacters(in: .whitespaces),
          name: String(name.0))
      }
      return Function(
        result: match.1.trimmingCharacters(in: .whitespaces), name: String(match.2),
        parameters: parameters)
    }
  }
}
