import Foundation
import MachineCode
import Testing

/// `.eh_frame` of relocatable files tells of the functions that it tells of in an image.
@Suite struct InputFrameTests {
  @Test(arguments: InputSample.all) func framesAreTheLinkers(_ sample: InputSample) throws {
    let linker = try InputLinker(sample.make())
    let expected = try ObjectFileTool.readelf.run(
      ["-wNf", "image"], in: linker.folder.url
    ).split(separator: "\n").drop { !$0.contains(".eh_frame section:") }
      .prefix { !$0.contains(".debug_frame section:") }
      .compactMap { $0.components(separatedBy: " pc=").dropFirst().first }
    let own = Self.frames(linker.input.debug).map {
      Readelf.digits($0.lowerBound, 16) + ".." + Readelf.digits($0.upperBound, 16)
    }
    #expect(own.sorted() == expected.sorted())
    // All but one of the samples have asynchronous unwind tables, or are assembly without.
    #expect(!own.isEmpty || linker.input.debug.ehFrame.isEmpty)
    for frame in Self.frames(linker.input.debug) {
      let function = linker.input.functions.index(startingAt: frame.lowerBound)
      #expect(function != nil)
    }
  }

  /// The code of each entry: addresses that count from their own place, of the width that the
  /// entry's common part states (DW_EH_PE_pcrel with sdata4 or sdata8).
  static func frames(_ debug: DebugSections) -> [Range<UInt64>] {
    let bytes = debug.ehFrame
    func number(_ offset: Int, _ size: Int) -> Int64 {
      let value = (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << (8 * $1) }
      return Int64(bitPattern: value << (64 - 8 * size)) >> (64 - 8 * Int64(size))
    }
    var frames: [Range<UInt64>] = []
    var offset = 0
    while offset < bytes.count {
      let length = Int(number(offset, 4))
      let distance = Int(number(offset + 4, 4))
      if length > 0, distance != 0 {
        let common = offset + 4 - distance
        // The letters of the augmentation; the values of P, L and R follow the return register.
        let letters = bytes[(common + 9)...].prefix { $0 != 0 }.map { Character(UnicodeScalar($0)) }
        var place = common + 9 + letters.count + 1
        for _ in 0..<4 {  // code and data factors, return register, length of the values
          while bytes[place] & 0x80 != 0 { place += 1 }
          place += 1
        }
        var encoding: UInt8 = 0
        for letter in letters.dropFirst() {
          if letter == "R" { encoding = bytes[place] }
          if letter == "P" { place += bytes[place] & 0xf == 0xc ? 8 : 4 }
          place += 1
        }
        let size = encoding & 0xf == 0xc ? 8 : 4
        let field = offset + 8
        let start =
          UInt64(bitPattern: number(field, size)) &+ debug.ehFrameAddress + UInt64(field)
        frames.append(start..<start + UInt64(number(field + size, size)))
      }
      offset += 4 + length
    }
    return frames
  }
}
