public import GoRelease

/// Where data hold a number.
extension TypeImage {
  /// The aligned words of data, code left aside, that hold an address once relocations are applied;
  /// those that relocations fill in come first.
  public func words(holding address: UInt64) -> [UInt64] {
    var found = fixups.places(of: address, in: self)
    for segment in segments where !segment.isCode {
      segment.forEachWord { place, word in
        if word == address, found.count < Self.enough { found.append(place) }
      }
    }
    return found
  }

  /// The aligned words that, as they stand in the file, are `word` in the bits of `mask`; those in
  /// segments with code come last.
  public func words(equalTo word: UInt64, mask: UInt64) -> [UInt64] {
    var found: [UInt64] = []
    for inCode in [false, true] {
      for segment in segments where segment.isCode == inCode {
        segment.forEachWord { place, value in
          if value & mask == word, found.count < Self.enough { found.append(place) }
        }
      }
    }
    return found
  }

  /// A file of zeros has many words of one value.
  private static var enough: Int { 256 }
}

extension TypeImage {
  /// Whether the moduledata of a release can be at an address: every field has a value that the
  /// release's linker could have written.
  public func hasModuleData(of release: GoRelease, at address: UInt64) -> Bool {
    release.hasModules && ModuleDataSearch(self, release).fits(address)
  }
}
