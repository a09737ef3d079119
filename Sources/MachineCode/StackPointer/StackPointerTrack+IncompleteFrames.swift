extension StackPointerTrack {
  /// Where an arm64 function has a frame whose return address is not at [SP]: its prologue up to
  /// and with the store of it, and what the epilogue takes down in parts. Ranges of offsets,
  /// ascending, apart from one another.
  ///
  /// Go's unwinder takes the return address from [SP] where the delta is not 0, and from x30 where
  /// it is (runtime/traceback.go, usesLR): a goroutine may be stopped anywhere else. On x86-64 it
  /// lies at SP + delta at every instruction, so that no range is needed there.
  ///
  /// - Parameters:
  ///   - storeEnd: where the store of the return address ends, as `ARM64ReturnAddressSlot.check`
  ///     returns it.
  ///   - size: the function's, in bytes.
  public func incompleteFrames(storeEnd: Int?, size: Int) -> [Range<Int>] {
    let full = frameSize
    var ranges: [Range<Int>] = []
    for (index, change) in deltas.enumerated() where change.delta != 0 {
      let end = index + 1 < deltas.count ? deltas[index + 1].offset : size
      let first = change.offset
      let last = change.delta == full ? min(max(storeEnd ?? end, first), end) : end
      guard first < last else { continue }
      if let previous = ranges.last, previous.upperBound == first {
        ranges[ranges.count - 1] = previous.lowerBound..<last
      } else {
        ranges.append(first..<last)
      }
    }
    return ranges
  }
}
