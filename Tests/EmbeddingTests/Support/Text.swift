extension String {
  var lines: [String] { split(separator: "\n").map(String.init) }

  /// What white space separates.
  var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}
