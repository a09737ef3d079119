import GoRelease
import MachineCode
import ModuleTables
import TestSupport

/// A plugin whose tables can be changed, for one function at a time: what functions share is copied
/// first. It knows the pclntab of Go 1.20 and later by its numbers (docs/formats/pclntab.md).
struct PatchedPlugin {
  struct Function {
    var name: String
    /// The address of its record, and of its code.
    var record: UInt64
    var entry: UInt64
    var end: UInt64
  }

  private(set) var bytes: [UInt8]
  private(set) var functions: [Function] = []
  private let sections: [ObjectFile.Section]
  private let pctab, gofunc: UInt64
  /// Where what is added comes to lie: behind everything.
  private let added: UInt64 = 0x1000_0000
  private let fileSize: Int
  private let isARM: Bool

  init(_ bytes: [UInt8], _ target: CheckedPlugin.Target) throws {
    let object = try ObjectFile(bytes)
    let module = try ModuleImage(MappedImage(object), release: try target.go)
    (self.bytes, sections, fileSize) = (bytes, object.sections, bytes.count)
    isARM = object.architecture == .arm64
    pctab = try module.word(.pctab)
    gofunc = try module.word(.gofunc)
    let (table, names) = (try module.word(.pclntable), try module.word(.funcnametab))
    let (text, count) = (try module.word(.text), try module.word(.ftab, at: 1) - 1)
    for index in 0..<count {
      let record = table + UInt64(word(table + 8 * index + 4))
      functions.append(
        Function(
          name: string(names + UInt64(word(record + 4))), record: record,
          entry: text + UInt64(word(table + 8 * index)),
          end: text + UInt64(word(table + 8 * index + 8))))
    }
    // A section that nothing loads is made one that is: its contents are what is added.
    guard let header = try header(of: ".comment") else { throw missing(".comment") }
    store(0x2, 8, at: header + 8)
    store(added, 8, at: header + 16)
    store(UInt64(fileSize), 8, at: header + 24)
    store(0, 8, at: header + 32)
  }

  private func missing(_ name: String) -> Tool.Failure {
    Tool.Failure(description: "the plugin has no \(name)")
  }

  // MARK: Bytes

  private func header(of section: String) throws -> Int? {
    sections.first { $0.name == section }.map { Int(number(40, 8)) + 64 * $0.index }
  }

  private func number(_ offset: Int, _ width: Int) -> UInt64 {
    (0..<width).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
  }

  mutating func store(_ value: UInt64, _ width: Int, at offset: Int) {
    for index in 0..<width {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
  }

  /// The place in the file of an address.
  func place(_ address: UInt64) -> Int {
    if address >= added { return fileSize + Int(address - added) }
    let section = sections.first {
      $0.flags.contains(.alloc) && !$0.fileRange.isEmpty && $0.contains(address: address)
    }
    return section.map { $0.fileRange.lowerBound + Int(address - $0.address) } ?? 0
  }

  func word(_ address: UInt64) -> UInt32 { UInt32(number(place(address), 4)) }

  mutating func setWord(_ address: UInt64, _ value: UInt32) {
    store(UInt64(value), 4, at: place(address))
  }

  private func string(_ address: UInt64) -> String {
    String(decoding: bytes[place(address)...].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Adds bytes to what is loaded, and returns their address.
  mutating func add(_ content: [UInt8]) throws -> UInt64 {
    let address = added + UInt64(bytes.count - fileSize)
    bytes += content + [UInt8](repeating: 0, count: (8 - content.count % 8) % 8)
    guard let header = try header(of: ".comment") else { throw missing(".comment") }
    store(UInt64(bytes.count - fileSize), 8, at: header + 32)
    return address
  }

  /// Gives a section another name, so that nobody finds it.
  mutating func hide(section: String) throws {
    guard let header = try header(of: section) else { throw missing(section) }
    store(0, 4, at: header)
  }

  func section(_ name: String) throws -> ObjectFile.Section {
    guard let section = sections.first(where: { $0.name == name }) else { throw missing(name) }
    return section
  }

  // MARK: pc-value tables

  /// Where a function's reference to a table is: pcsp, or one of PCDATA.
  enum Table {
    case depth
    case pcdata(UInt64)
  }

  private func reference(_ table: Table, _ function: Function) -> UInt64? {
    switch table {
    case .depth: return function.record + 16
    case .pcdata(let index):
      return index < word(function.record + 28) ? function.record + 44 + 4 * index : nil
    }
  }

  /// Each row's value, and where it ends.
  func rows(_ table: Table, _ function: Function) -> [(value: Int, end: Int)] {
    guard let place = reference(table, function), word(place) != 0 else { return [] }
    var position = self.place(pctab + UInt64(word(place)))
    func varint() -> Int {
      var (result, shift) = (0, 0)
      while true {
        let byte = Int(bytes[position])
        position += 1
        result |= (byte & 127) << shift
        shift += 7
        if byte < 128 { return result }
      }
    }
    var rows: [(value: Int, end: Int)] = []
    while true {
      let change = varint()
      if change == 0 && !rows.isEmpty { return rows }
      let last = rows.last ?? (-1, 0)
      rows.append(
        (
          last.value + (change & 1 == 0 ? change >> 1 : ~(change >> 1)),
          last.end + varint() * (isARM ? 4 : 1)
        ))
    }
  }

  /// Gives the function a table of its own.
  mutating func set(
    _ table: Table, of function: Function, to rows: [(value: Int, end: Int)]
  ) throws {
    var content: [UInt8] = []
    func varint(_ number: Int) {
      var rest = number
      while rest >= 128 {
        content.append(UInt8(rest & 127 | 128))
        rest >>= 7
      }
      content.append(UInt8(rest))
    }
    // Equal neighbours would end the table.
    var runs: [(value: Int, end: Int)] = []
    for row in rows {
      if runs.last?.value == row.value {
        runs[runs.count - 1].end = row.end
      } else {
        runs.append(row)
      }
    }
    var (value, end) = (-1, 0)
    for run in runs {
      let change = run.value - value
      varint(change << 1 ^ change >> 63)
      varint((run.end - end) / (isARM ? 4 : 1))
      (value, end) = run
    }
    content.append(0)
    let address = try add(content)
    guard let place = reference(table, function) else { throw missing("table of \(function.name)") }
    setWord(place, UInt32(address - pctab))
  }

  // MARK: Pointer maps

  /// FUNCDATA 0 and 1.
  enum Maps: UInt64 { case arguments, locals }

  func reference(_ maps: Maps, _ function: Function) -> UInt64? {
    let tables = UInt64(word(function.record + 28))
    let count = UInt64(bytes[place(function.record + 43)])
    return maps.rawValue < count ? function.record + 44 + 4 * (tables + maps.rawValue) : nil
  }

  func maps(_ maps: Maps, _ function: Function) -> (bitCount: Int, maps: [Set<Int>])? {
    guard let place = reference(maps, function), word(place) != .max else { return nil }
    let address = gofunc + UInt64(word(place))
    let (count, bits) = (Int(word(address)), Int(word(address + 4)))
    let size = (bits + 7) / 8
    return (
      bits,
      (0..<count).map { map in
        Set(
          (0..<bits).filter {
            bytes[self.place(address) + 8 + map * size + $0 / 8] >> ($0 % 8) & 1 == 1
          })
      }
    )
  }

  mutating func set(
    _ maps: Maps, of function: Function, to content: (bitCount: Int, maps: [Set<Int>])
  )
    throws
  {
    let size = (content.bitCount + 7) / 8
    var encoded: [UInt8] = []
    for number in [content.maps.count, content.bitCount] {
      encoded += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    for map in content.maps {
      var bytes = [UInt8](repeating: 0, count: size)
      for bit in map { bytes[bit / 8] |= 1 << UInt8(bit % 8) }
      encoded += bytes
    }
    let address = try add(encoded)
    guard let place = reference(maps, function) else { throw missing("maps of \(function.name)") }
    setWord(place, UInt32(address - gofunc))
  }

  /// Changes the map in force at one return address, and at no other.
  mutating func changeMap(
    _ which: Maps, of function: Function, at returnOffset: Int, _ change: (inout Set<Int>) -> Void
  ) throws {
    guard var content = maps(which, function) else { throw missing("maps of \(function.name)") }
    let rows = rows(.pcdata(1), function)
    let end = rows.last?.end ?? 0
    var values = (0..<max(end, returnOffset)).map { offset in
      rows.first { offset < $0.end }?.value ?? -1
    }
    let old = max(values[returnOffset - 1], 0)
    var map = content.maps[old]
    change(&map)
    content.maps.append(map)
    // The other kind of map has the same index.
    let other: Maps = which == .locals ? .arguments : .locals
    if var rest = maps(other, function), old < rest.maps.count {
      while rest.maps.count < content.maps.count - 1 { rest.maps.append([]) }
      rest.maps.append(rest.maps[old])
      try set(other, of: function, to: rest)
    }
    let unit = isARM ? 4 : 1
    for offset in (returnOffset - unit)..<returnOffset { values[offset] = content.maps.count - 1 }
    try set(which, of: function, to: content)
    try set(.pcdata(1), of: function, to: values.enumerated().map { ($1, $0 + 1) })
  }
}
