import MachineCode

/// A linked file whose fields can be changed where they are: in the bytes, or in the relocation
/// that writes them when the file is loaded.
struct PatchedImage {
  var bytes: [UInt8]
  private let sections: [ObjectFile.Section]

  init(_ image: SampleImage) throws {
    bytes = image.bytes
    sections = try ObjectFile(image.bytes).sections
  }

  func section(_ name: String) throws -> ObjectFile.Section {
    guard let section = sections.first(where: { $0.name == name }) else {
      throw ToolFailure(description: "the image has no section \(name)")
    }
    return section
  }

  private func place(of address: UInt64) throws -> Int {
    let found = sections.first {
      $0.flags.contains(.alloc) && !$0.fileRange.isEmpty && $0.contains(address: address)
    }
    guard let found else { throw ToolFailure(description: "no bytes at \(address)") }
    return found.fileRange.lowerBound + Int(address - found.address)
  }

  /// The file offset of the relocation that writes a word.
  private func relocation(of address: UInt64) throws -> Int? {
    let range = try section(".rela.dyn").fileRange
    return stride(from: range.lowerBound, to: range.upperBound, by: 24).first {
      number($0, 8) == address
    }
  }

  private func number(_ offset: Int, _ width: Int) -> UInt64 {
    (0..<width).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
  }

  private mutating func store(_ value: UInt64, _ width: Int, at offset: Int) {
    for index in 0..<width {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
  }

  func word(at address: UInt64) throws -> UInt64 {
    if let entry = try relocation(of: address), bytes[entry + 8] == 8 {
      return number(entry + 16, 8)
    }
    return number(try place(of: address), 8)
  }

  func half(at address: UInt64) throws -> UInt64 { number(try place(of: address), 4) }

  /// Makes a word what it shall be once loaded; a relocation by a symbol becomes one by the base.
  mutating func setWord(at address: UInt64, _ value: UInt64) throws {
    guard let entry = try relocation(of: address) else {
      return store(value, 8, at: try place(of: address))
    }
    if value == 0 {
      // R_X86_64_NONE writes nothing.
      store(0, 8, at: entry + 8)
      return store(0, 8, at: try place(of: address))
    }
    store(8, 8, at: entry + 8)
    store(value, 8, at: entry + 16)
  }

  mutating func setNumber(at address: UInt64, _ value: UInt64, width: Int) throws {
    store(value, width, at: try place(of: address))
  }

  /// Stores the flags in a section's header (ELF64: headers of 64 bytes from e_shoff, at 40 in the
  /// file; sh_flags is at 8).
  mutating func setFlags(ofSection name: String, _ flags: UInt64) throws {
    store(flags, 8, at: Int(number(40, 8)) + 64 * (try section(name).index) + 8)
  }

  // MARK: The tables

  /// Offsets in runtime.moduledata of Go 1.27 (runtime/symtab.go), in bytes.
  enum Field: UInt64 {
    case pcHeader = 0
    case pctab = 80
    case pclntable = 104
    case ftab = 128
    case findfunctab = 152
    case minpc = 160
    case maxpc = 168
    case text = 176
    case etext = 184
    case noptrdata = 192
    case data = 208
    case edata = 216
    case bss = 224
    case ebss = 232
    case noptrbss = 240
    case enoptrbss = 248
    case end = 272
    case gcdata = 280
    case gcbss = 288
    case types = 296
    case typedesclen = 304
    case etypes = 312
    case itaboffset = 320
    case itabsize = 328
    case rodata = 336
    case gofunc = 344
    case epclntab = 352
    case ptab = 384
    case pluginpath = 408
    case bad = 513
    case typemap = 552
    case next = 560
    case funcnametab = 8
    case cutab = 32
    case filetab = 56
    case enoptrdata = 200
    case textsectmap = 360
    case inittasks = 448
    case hasmain = 512
  }

  func address(_ field: Field, _ index: UInt64 = 0) throws -> UInt64 {
    try section(".go.module").address + field.rawValue + 8 * index
  }

  func value(_ field: Field, _ index: UInt64 = 0) throws -> UInt64 {
    try word(at: try address(field, index))
  }

  mutating func set(_ field: Field, _ index: UInt64 = 0, _ value: UInt64) throws {
    try setWord(at: try address(field, index), value)
  }

  /// The address of a function's record.
  func function(_ index: UInt64) throws -> UInt64 {
    let table = try value(.pclntable)
    return table + (try half(at: table + 8 * index + 4))
  }

  /// The address of the n-th funcdata offset of a function; records are 44 bytes, and pcdata
  /// precede.
  func funcdata(_ index: UInt64, of function: UInt64) throws -> UInt64 {
    let record = try self.function(function)
    return record + 44 + 4 * (try half(at: record + 28)) + 4 * index
  }

  /// The address of a type's descriptor.
  func descriptor(_ link: String, _ image: SampleImage) throws -> UInt64 {
    guard let address = image.symbols["type:" + link] else {
      throw ToolFailure(description: "the image has no type \(link)")
    }
    return address
  }
}
