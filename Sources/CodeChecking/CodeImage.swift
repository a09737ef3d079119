import MachineCode
import Symbols

/// A linked file as it lies in memory: bytes at addresses, and what the dynamic linker makes of its
/// words. Every read is checked; what is not there is nil.
struct CodeImage {
  /// What the dynamic linker writes to a word.
  enum Word: Equatable {
    case address(UInt64)
    /// The address of a symbol of another image, or of one that another image may replace.
    case symbol(String)
    /// Where a variable of another image lies among the thread's.
    case threadOffset(String)
  }

  private struct Part {
    let range: Range<UInt64>
    let bytes: [UInt8]
    let isWritable: Bool
  }

  let architecture: Architecture
  private let parts: [Part]
  let words: [UInt64: Word]

  init(_ object: ObjectFile) throws(CodeCheckError) {
    architecture = object.architecture
    do throws(ObjectFileError) {
      var parts: [Part] = []
      for section in object.sections where section.flags.contains(.alloc) && section.size > 0 {
        let (end, overflow) = section.address.addingReportingOverflow(section.size)
        guard !overflow, !section.flags.contains(.tls) else { continue }
        parts.append(
          Part(
            range: section.address..<end, bytes: [UInt8](try object.contents(of: section)),
            isWritable: section.flags.contains(.write)))
      }
      self.parts = parts.sorted { $0.range.lowerBound < $1.range.lowerBound }
      words = try Self.relocations(object)
    } catch { throw .file("\(error)") }
  }

  /// Relocations of whole words, by their numbers (psABI of x86-64, table 4.9; ELF for AArch64,
  /// 5.7.16): RELATIVE; 64-bit addresses, GLOB_DAT and JUMP_SLOT; TPOFF64.
  private static func relocations(_ object: ObjectFile) throws(ObjectFileError) -> [UInt64: Word] {
    let (relative, symbolic, thread): (UInt64, Set<UInt64>, UInt64) =
      switch object.architecture {
      case .x86_64: (8, [1, 6, 7], 18)
      case .arm64: (1027, [257, 1025, 1026], 1030)
      }
    var words: [UInt64: Word] = [:]
    for section in object.sections where section.type == .rela && section.flags.contains(.alloc) {
      let bytes = [UInt8](try object.contents(of: section))
      for start in stride(from: 0, through: bytes.count - 24, by: 24) {
        guard let place = bytes.number(UInt64.self, at: start),
          let info = bytes.number(UInt64.self, at: start + 8),
          let addend = bytes.number(UInt64.self, at: start + 16)
        else { continue }
        let kind = info & 0xffff_ffff
        if kind == relative {
          words[place] = .address(addend)
          continue
        }
        guard let index = Int(exactly: info >> 32), index < object.dynamicSymbols.count else {
          continue
        }
        let symbol = object.dynamicSymbols[index]
        if kind == thread {
          words[place] = .threadOffset(symbol.name)
        } else if symbolic.contains(kind) {
          // What the file defines itself another image may define, too, and is then taken.
          words[place] =
            symbol.name.isEmpty ? .address(symbol.value &+ addend) : .symbol(symbol.name)
        }
      }
    }
    return words
  }

  /// The bytes from an address to the end of their section; empty where none are stored.
  func bytes(from address: UInt64) -> ArraySlice<UInt8> {
    guard let part = part(at: address), let start = Int(exactly: address - part.range.lowerBound),
      start < part.bytes.count
    else { return [] }
    return part.bytes[start...]
  }

  func bytes(at address: UInt64, count: Int) -> [UInt8]? {
    let found = bytes(from: address).prefix(max(count, 0))
    return found.count == count ? Array(found) : nil
  }

  func number<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type, at address: UInt64
  ) -> T? {
    bytes(from: address).number(type, at: 0)
  }

  /// The word at an address, as an address in this image; nil for one of another image.
  func pointer(at address: UInt64) -> UInt64? {
    switch words[address] {
    case .address(let value): value
    case .symbol, .threadOffset: nil
    case nil: number(UInt64.self, at: address)
    }
  }

  /// Whether the program may change what is there.
  func isWritable(_ address: UInt64) -> Bool { part(at: address)?.isWritable ?? true }

  /// The NUL-terminated string at an address.
  func string(at address: UInt64) -> String? {
    let bytes = bytes(from: address)
    guard let end = bytes.firstIndex(of: 0) else { return nil }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  private func part(at address: UInt64) -> Part? {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].range.lowerBound <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0, parts[low - 1].range.contains(address) else { return nil }
    return parts[low - 1]
  }
}

extension RandomAccessCollection<UInt8> {
  /// The little-endian number that many bytes from the start; nil where the bytes end before.
  func number<T: FixedWidthInteger & UnsignedInteger>(_ type: T.Type, at offset: Int) -> T? {
    let size = T.bitWidth / 8
    guard offset >= 0, count >= size, offset <= count - size else { return nil }
    var value: T = 0
    for index in (0..<size).reversed() {
      value = value << 8 | T(self[self.index(startIndex, offsetBy: offset + index)])
    }
    return value
  }
}
