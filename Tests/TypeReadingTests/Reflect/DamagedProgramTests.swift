import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import TypeReading

/// Stripped programs with bytes changed or cut off: read or refused, in time and memory that the
/// file's size bounds.
@Suite struct DamagedProgramTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }
  }

  private static let source = """
    package main
    type T struct{ a int; B []string `x:"y"` }
    func (T) M(...int) (error, map[string]T) { return nil, nil }
    func (*T) p() {}
    type I interface{ M(...int) (error, map[string]T) }
    type H struct{ a [5000][5]*int }
    var sink []any
    func main() {
      var i I = T{}
      sink = append(sink, i, &T{}, H{}, make(chan<- [3]T), map[[2]string]float32{}, (*I)(nil))
    }
    """

  private func program(_ release: String, _ flags: [String]) throws -> [UInt8] {
    let module = try GoModule(files: ["main.go": Self.source])
    try GoToolchain(release: release).run(
      ["build", "-ldflags=-s -w", "-o", "tiny"] + flags + ["."], in: module)
    return try module.bytes("tiny")
  }

  /// Where a change tells most: the headers, moduledata, the types and the tables.
  private func targets(_ bytes: [UInt8], _ release: GoRelease) throws -> [Range<Int>] {
    let object = try ObjectFile(bytes)
    let tables = try TypeTables(TypeImage(object), release: release)
    var ranges = [0..<64, bytes.count - 1024..<bytes.count]
    func add(_ address: UInt64, _ count: UInt64) {
      for section in object.sections where section.contains(address: address) {
        let start = section.fileRange.lowerBound + Int(clamping: address &- section.address)
        ranges.append(start..<min(start + Int(clamping: count), section.fileRange.upperBound))
      }
    }
    add(try #require(tables.module), UInt64(release.modules.moduleData.size))
    let region = try #require(tables.region)
    add(region.start, region.end - region.start)
    for name in [".typelink", ".itablink", ".go.buildinfo", ".rela", ".dynamic"] {
      if let section = object.section(named: name) { add(section.address, section.size) }
    }
    return ranges.filter { !$0.isEmpty }
  }

  @Test(
    "What is damaged is read or refused",
    arguments: [("1.21", []), ("1.23", ["-buildmode=pie"]), ("1.24", []), ("1.27", [])])
  func damage(release: String, flags: [String]) throws {
    let bytes = try program(release, flags)
    let layouts = try GoRelease(named: release)
    let targets = try targets(bytes, layouts)
    var outcomes = (whole: 0, faulty: 0, refused: 0)
    for seed in 0..<UInt64(500) {
      var random = Random(state: seed)
      var copy = bytes
      if seed % 16 == 0 { copy.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let range = targets[Int.random(in: 0..<targets.count, using: &random)]
        let place = Int.random(in: range, using: &random)
        let count = [1, 1, 4, 8][Int.random(in: 0..<4, using: &random)]
        guard place < copy.count else { continue }
        for index in place..<min(place + count, copy.count) {
          copy[index] = UInt8.random(in: 0...255, using: &random)
        }
      }
      do {
        let image = try TypeImage(ObjectFile(copy))
        _ = image.buildInfo
        let tables = try TypeTables(image, release: layouts)
        var reader = tables.reader
        let listing = tables.listing(&reader)
        // Descriptors do not overlap: all that a file has room for.
        #expect(listing.descriptors.count <= copy.count / 24)
        let found = TypeReconstruction(listing.descriptors, release: layouts)
        #expect(found.types.count == listing.descriptors.count)
        for type in listing.descriptors.prefix(50) { _ = try reader.bits(of: type) }
        if listing.faults.isEmpty, found.faults.isEmpty {
          outcomes.whole += 1
        } else {
          outcomes.faulty += 1
        }
      } catch { outcomes.refused += 1 }
    }
    #expect(outcomes.whole > 0 && outcomes.faulty > 30 && outcomes.refused > 30, "\(outcomes)")
  }

  @Test("A broken descriptor is named by its place, and the others are read")
  func broken() throws {
    let release = GoRelease.go1_27
    let bytes = try program("1.27", [])
    let object = try ObjectFile(bytes)
    let whole = try TypeTables(TypeImage(object), release: release).listing()
    let type = try #require(whole.descriptors.first { $0.string?.text == "main.T" })
    let section = try #require(object.sections.first { $0.contains(address: type.address) })
    var copy = bytes
    // The kind: 0 is none.
    copy[section.fileRange.lowerBound + Int(type.address - section.address) + 23] = 0
    let tables = try TypeTables(TypeImage(ObjectFile(copy)), release: release)
    let listing = tables.listing()
    let place = "\(tables.image.site(at: type.address + 23))"
    #expect(listing.faults.map { "\($0)" } == ["\(place): kind 0 is none of Go 1.27's"])
    let strings = Set(listing.descriptors.compactMap(\.string?.text))
    #expect(Set(whole.descriptors.compactMap(\.string?.text)).subtracting(strings) == ["main.T"])
  }
}
