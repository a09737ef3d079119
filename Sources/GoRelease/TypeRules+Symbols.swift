extension TypeRules {
  /// Whether a symbol is a type's descriptor, not a part of one (whose name has a dot after the
  /// prefix).
  public func isDescriptor(symbol: String) -> Bool {
    symbol.hasPrefix(symbolPrefix) && !symbol.dropFirst(symbolPrefix.count).hasPrefix(".")
  }
}
