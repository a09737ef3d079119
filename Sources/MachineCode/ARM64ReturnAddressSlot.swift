/// Go's unwinder reads the return address of an arm64 frame at [SP] (runtime/traceback.go, usesLR).
/// Code that keeps it there stores it at entry and writes nothing else to the word.
public enum ARM64ReturnAddressSlot {
  public enum Violation: Error, Equatable, CustomStringConvertible {
    /// The function has a frame and no store to the word.
    case missing
    /// Another store reaches the word, at this offset in the function.
    case overwritten(offset: Int)

    public var description: String {
      switch self {
      case .missing: "has a frame, but does not keep its return address at [sp]"
      case .overwritten(let offset):
        "overwrites its return address at [sp], at +\(offset); too many or too large arguments are "
          + "passed on the stack there"
      }
    }
  }

  /// Looks at every store that is relative to SP, and every copy of SP, once the frame is complete.
  ///
  /// `code` is the section, `function` the range of the function.
  ///
  /// - Returns: where the store of the return address ends, in bytes from the function's start; nil
  ///   for a function without a frame.
  @discardableResult
  public static func check(
    _ code: [UInt8], function: Range<Int>, track: StackPointerTrack
  ) throws(Violation) -> Int? {
    let frameSize = track.frameSize
    guard frameSize > 0 else { return nil }
    var storeEnd: Int?
    var next = 0
    var delta = 0
    for offset in stride(from: 0, to: function.count - 3, by: 4) {
      while next < track.deltas.count, track.deltas[next].offset <= offset {
        delta = track.deltas[next].delta
        next += 1
      }
      let position = function.lowerBound + offset
      guard position + 4 <= code.count else { break }
      let word = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(code[position + $1]) }
      if isPushOfReturnAddress(word) {
        // The frame's lowest word is the register itself, if nothing is put below it.
        let delta = next < track.deltas.count ? track.deltas[next].delta : 0
        if delta == frameSize { storeEnd = storeEnd ?? offset + 4 }
        continue
      }
      // Whoever wants the word's address writes to it: nothing else lies there.
      if delta == frameSize && isCopyOfStackPointer(word) { throw .overwritten(offset: offset) }
      guard delta == frameSize, let store = Store(word), store.range.contains(0) else { continue }
      if store.isWholeWord && storeEnd == nil {
        storeEnd = offset + 4
      } else {
        throw .overwritten(offset: offset)
      }
    }
    guard let storeEnd else { throw .missing }
    return storeEnd
  }

  /// `str x30, [sp, #-n]!`
  private static func isPushOfReturnAddress(_ word: UInt32) -> Bool {
    word & 0xffe0_0fff == 0xf800_0ffe
  }

  /// `mov xN, sp`
  private static func isCopyOfStackPointer(_ word: UInt32) -> Bool {
    word & 0xffff_ffe0 == 0x9100_03e0
  }

  /// A store relative to SP without writeback (Arm ARM, C4.1: loads and stores).
  private struct Store {
    /// The bytes it writes, from SP.
    let range: Range<Int>
    /// One general register of 8 bytes.
    let isWholeWord: Bool

    init?(_ word: UInt32) {
      guard word >> 5 & 31 == 31 else { return nil }
      let isVector = word >> 26 & 1 == 1
      if word & 0x3b00_0000 == 0x3900_0000 {
        // Unsigned scaled offset. opc 00 stores; for vectors opc 10 stores 16 bytes.
        let opc = word >> 22 & 3
        guard opc == 0 || (isVector && opc == 2) else { return nil }
        let size = isVector && opc == 2 ? 16 : 1 << Int(word >> 30)
        let start = Int(word >> 10 & 0xfff) * size
        range = start..<start + size
        isWholeWord = !isVector && size == 8
      } else if word & 0x3b20_0c00 == 0x3800_0000 {
        // Unscaled signed offset.
        let opc = word >> 22 & 3
        guard opc == 0 || (isVector && opc == 2) else { return nil }
        let size = isVector && opc == 2 ? 16 : 1 << Int(word >> 30)
        let start = Int(Int32(bitPattern: word << 11) >> 23)
        range = start..<start + size
        isWholeWord = !isVector && size == 8
      } else if word & 0x3bc0_0000 == 0x2900_0000 {
        // Pair, signed offset, store.
        let opc = Int(word >> 30)
        let size = isVector ? 4 << opc : opc == 2 ? 8 : 4
        let start = Int(Int32(bitPattern: word << 10) >> 25) * size
        range = start..<start + 2 * size
        isWholeWord = false
      } else {
        return nil
      }
    }
  }
}
