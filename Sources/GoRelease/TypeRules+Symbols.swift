extension TypeRules {
  /// Whether a symbol is a type's descriptor, not a part of one (whose name has a dot after the
  /// prefix).
  public func isDescriptor(symbol: String) -> Bool {
    symbol.hasPrefix(symbolPrefix) && !symbol.dropFirst(symbolPrefix.count).hasPrefix(".")
  }

  /// How a symbol's name that is too long becomes a short one: by the hash of types, or by one of
  /// our own where the release's linker shortens none.
  public var shortNames: HashRule {
    switch hash {
    case .sha256OfLinkString: hash
    case .md5OfString: .sha256OfLinkString(.firstByteInverted)
    }
  }
}
