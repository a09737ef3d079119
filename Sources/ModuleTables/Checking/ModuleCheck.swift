import GoRelease
import Symbols

/// The runtime's own verification rules, run on a file. Most of what they find would end the host
/// program at load (`throw`); here each becomes a line of text.
///
/// Sources of the rules: runtime/plugin.go (plugin_lastmoduleinit, pluginftabverify),
/// runtime/symtab.go (moduledataverify1, pcvalue, funcdata), runtime/type.go (moduleTypelinks),
/// runtime/mbitmap.go (progToPointerMask), runtime/stkframe.go (getStackMap).
public struct ModuleCheck: Sendable {
  /// What is wrong, one line each; empty when the runtime will accept the module.
  public private(set) var problems: [String] = []

  let module: ModuleImage

  public init(_ module: ModuleImage) throws(ModuleReadError) {
    self.module = module
    try checkIdentity()
    try checkRuntimeFields()
    try checkRanges()
    let count = problems.count
    try checkHeader()
    // What is no table of absolute addresses cannot be read as one.
    if problems.count == count || module.release.functions != nil { try checkFunctions() }
    try checkTypes()
    try checkItabs()
    try checkExports()
    try checkPrograms()
    checkLoading()
  }

  mutating func report(_ problem: String) { problems.append(problem) }

  private mutating func checkIdentity() throws(ModuleReadError) {
    if try module.path.isEmpty { report("pluginpath is empty") }
  }

  /// What the runtime itself writes must be zero: a module that looks loaded is refused, one marked
  /// bad is passed over, and the list of modules goes on where `next` points.
  private mutating func checkRuntimeFields() throws(ModuleReadError) {
    let fields: [ModuleImage.Field] = [.bad, .gcdatamask, .gcbssmask, .typemap, .next]
    for field in fields {
      guard let place = module.release.modules.moduleData[field] else { continue }
      let address = module.address &+ UInt64(place.offset)
      let isZero =
        if place.width < 8 {
          try module.image.bytes(at: address, count: place.width).allSatisfy { $0 == 0 }
        } else {
          try module.image.word(at: address) == .value(0)
        }
      if !isZero { report("moduledata.\(field.rawValue) is not zero") }
    }
  }

  /// Ranges overlap no other module's, ends included: so every one needs an address of its own.
  private mutating func checkRanges() throws(ModuleReadError) {
    let ranges: [(ModuleImage.Field, ModuleImage.Field)] = [
      (.text, .etext), (.noptrdata, .enoptrdata), (.data, .edata), (.bss, .ebss),
      (.noptrbss, .enoptrbss), (.types, .etypes),
    ]
    var seen: [(ModuleImage.Field, UInt64, UInt64)] = []
    for (first, last) in ranges {
      let start = try module.word(first)
      let end = try module.word(last)
      guard start != 0, start <= end, module.image.contains(start) else {
        let range = "\(first.rawValue)…\(last.rawValue)"
        report("range \(range) is not in the image: \(hex(start))…\(hex(end))")
        continue
      }
      for (other, from, to) in seen where from <= end && start <= to {
        report("ranges \(first.rawValue) and \(other.rawValue) touch at \(hex(max(start, from)))")
      }
      seen.append((first, start, end))
    }
  }

  private mutating func checkHeader() throws(ModuleReadError) {
    let quantum = UInt64(module.image.object.architecture.pcQuantum)
    switch module.release.functionTable {
    case .lineTable(let layouts):
      try check(
        layouts.header, at: module.word(.pcHeader), named: "pcHeader",
        [(.magic, UInt64(layouts.magic)), (.pad1, 0), (.pad2, 0), (.minLC, quantum), (.ptrSize, 8)])
      // An address that the dynamic linker fills in (up to Go 1.25).
      if let place = layouts.header[.textStart],
        try module.image.pointer(at: module.word(.pcHeader) &+ UInt64(place.offset))
          != module.word(.text)
      {
        report("pcHeader.textStart is not the start of the text")
      }
    case .symbols(let layouts):
      try check(
        layouts.header, at: module.word(.pclntable), named: "pclntab",
        [(.magic, UInt64(layouts.magic)), (.pad1, 0), (.pad2, 0), (.minLC, quantum), (.ptrSize, 8)])
    }
  }

  private mutating func check<Name: RawRepresentable<String>>(
    _ layout: RecordLayout<Name>, at address: UInt64, named record: String,
    _ expected: [(Name, UInt64)]
  ) throws(ModuleReadError) {
    for (name, value) in expected {
      guard let place = layout[name] else { continue }
      let bytes = try module.image.bytes(at: address &+ UInt64(place.offset), count: place.width)
      let found = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if found != value {
        report("\(record).\(name.rawValue) is \(found), the runtime wants \(value)")
      }
    }
  }

  /// What the dynamic linker must find and do.
  private mutating func checkLoading() {
    let object = module.image.object
    if object.section(named: ".init_array") == nil {
      report("no .init_array: nothing adds the module to the runtime's list")
    }
    if let text = object.section(named: ".text"), text.flags.contains(.write) {
      report(".text is writable")
    }
    if !module.hasDynamicFlag(tag: 24) && !module.hasDynamicFlag(tag: 30, bit: 8)
      && !module.hasDynamicFlag(tag: 0x6fff_fffb, bit: 1)
    {
      report("lazy binding: link with -z now, the resolver would run on a goroutine's stack")
    }
    if module.hasDynamicFlag(tag: 22) || module.hasDynamicFlag(tag: 30, bit: 4) {
      report("relocations in read-only sections (DT_TEXTREL)")
    }
  }

  func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}

extension ModuleImage {
  /// Whether `.dynamic` has a tag, with a bit of its value set if one is asked for (System V ABI,
  /// "Dynamic section": 22 DT_TEXTREL, 24 DT_BIND_NOW, 30 DT_FLAGS, 0x6ffffffb DT_FLAGS_1).
  func hasDynamicFlag(tag: UInt64, bit: UInt64? = nil) -> Bool {
    guard let section = image.object.section(named: ".dynamic") else { return false }
    var position: UInt64 = 0
    while section.size - position >= 16 {
      guard let key = try? image.number(UInt64.self, at: section.address &+ position),
        let value = try? image.number(UInt64.self, at: section.address &+ position &+ 8), key != 0
      else { return false }
      if key == tag { return bit.map { value & $0 != 0 } ?? true }
      position += 16
    }
    return false
  }
}
