import Symbols
import Testing

@Suite struct ArchitectureTests {
  @Test(arguments: [
    ("x86_64-linux-gnu", Architecture.x86_64), ("x86_64-unknown-linux-gnu", .x86_64),
    ("x86_64-pc-linux-musl", .x86_64), ("amd64-unknown-linux", .x86_64),
    ("aarch64-linux-gnu", .arm64), ("aarch64-unknown-linux-android21", .arm64),
    ("arm64-unknown-linux-gnu", .arm64),
  ])
  func linuxTriplesHaveAnArchitecture(triple: String, architecture: Architecture) {
    #expect(Architecture(triple: triple) == architecture)
  }

  @Test(arguments: [
    "", "-", "linux", "x86_64", "x86_64-apple-macosx14", "aarch64-pc-windows-msvc",
    "aarch64_be-unknown-linux-gnu", "i686-unknown-linux-gnu", "riscv64-unknown-linux-gnu",
    "unknown-linux-x86_64",
  ])
  func otherTriplesHaveNone(triple: String) {
    #expect(Architecture(triple: triple) == nil)
  }
}

@Suite struct LittleEndianTests {
  @Test func integersAreStoredLowByteFirst() {
    var bytes: [UInt8] = [0xAA]
    bytes.append(littleEndian: UInt32(0x0102_0304))
    bytes.append(littleEndian: Int16(-2))
    #expect(bytes == [0xAA, 4, 3, 2, 1, 0xFE, 0xFF])
    bytes.store(UInt16(0xBEEF), at: 2)
    #expect(bytes == [0xAA, 4, 0xEF, 0xBE, 1, 0xFE, 0xFF])
  }

  /// DWARF 5, figure 8 and its text: examples of unsigned LEB128 numbers.
  @Test(
    arguments: [
      (2, [2]), (127, [127]), (128, [0x80, 1]), (129, [0x81, 1]), (12857, [0xB9, 0x64]), (0, [0]),
    ] as [(UInt64, [UInt8])])
  func lebNumbersAreThoseOfTheStandard(number: UInt64, encoded: [UInt8]) {
    var bytes: [UInt8] = []
    bytes.append(uleb128: number)
    #expect(bytes == encoded)
  }

  @Test func paddingReachesTheNextMultiple() {
    var bytes: [UInt8] = [1]
    bytes.pad(to: 4)
    #expect(bytes == [1, 0, 0, 0])
    bytes.pad(to: 4)
    #expect(bytes.count == 4)
  }
}
