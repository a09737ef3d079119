import Symbols

/// A GC program as moduledata's gcdata and gcbss are on every release: it unrolls to one bit a
/// word. An instruction byte 1…127 is followed by so many literal bits; 0 ends (runtime.runGCProg).
enum GCProgram {
  /// The program of a region of `wordCount` words with pointers at `pointerWords`, ascending.
  static func encode(pointerWords: [Int], wordCount: Int) -> [UInt8] {
    var program: [UInt8] = []
    // Bits after the last pointer need not be said, and a program may say none at all. What it says
    // beyond the region's words ends the host ("progToPointerMask: overflow").
    let count = min(wordCount, (pointerWords.last ?? -1) + 1)
    var start = 0
    var next = 0
    while start < count {
      let length = min(120, count - start)
      var bits = [UInt8](repeating: 0, count: (length + 7) / 8)
      while next < pointerWords.count, pointerWords[next] < start + length {
        let bit = pointerWords[next] - start
        if bit >= 0 { bits[bit / 8] |= 1 << UInt8(bit % 8) }
        next += 1
      }
      program.append(UInt8(truncatingIfNeeded: length))
      program += bits
      start += length
    }
    return program + [0]
  }
}
