import GoRelease

extension ModuleCheck {
  /// The runtime walks the descriptors from one to the next; then the plugin table must name some.
  mutating func checkTypes() throws(ModuleReadError) {
    let rules = module.release.typeRules
    var known: Set<UInt64> = []
    var previous = ""
    let isSorted = module.release.modules.moduleData[.typelinks] != nil
    for descriptor in try module.descriptors() {
      // reflect searches them by halves.
      if isSorted, descriptor.string.utf8.lexicographicallyPrecedes(previous.utf8) {
        report("type \(descriptor.string): typelinks are not in order")
      }
      previous = descriptor.string
      known.insert(descriptor.address)
      if descriptor.string.isEmpty { report("a type at \(hex(descriptor.address)) has no string") }
      if descriptor.pointerBytes > descriptor.size {
        report("type \(descriptor.string): more pointer bytes than bytes")
      }
      try checkMask(of: descriptor, onDemand: rules.flags.gcMaskOnDemand)
    }
    for export in try module.exports() where !known.contains(export.type) {
      report("export \(export.name): its type is not one of the module's descriptors")
    }
  }

  private mutating func checkMask(
    of descriptor: ModuleImage.Descriptor, onDemand: UInt8
  ) throws(ModuleReadError) {
    guard descriptor.pointerBytes > 0, let place = module.release.types.common[.gcData] else {
      return
    }
    let mask = try module.image.pointer(at: descriptor.address &+ UInt64(place.offset))
    guard mask != 0 else { return report("type \(descriptor.string): no pointer mask") }
    guard descriptor.flags & onDemand == 0 else { return }
    guard descriptor.pointerBytes % 8 == 0 else {
      return report("type \(descriptor.string): its pointer bytes are no whole words")
    }
    if descriptor.hasProgram { return try checkProgram(of: descriptor, at: mask) }
    guard case .masks(let padding, _) = module.release.typeRules.gcData, padding > 0 else { return }
    // Masks are read in whole words, in newer releases.
    let bits = UInt64(padding * 8)
    let size = Int((descriptor.pointerBytes / 8 + bits - 1) / bits * UInt64(padding))
    let bytes = try module.image.bytes(at: mask, count: size)
    let last = descriptor.pointerBytes / 8 - 1
    if bytes[Int(last / 8)] >> UInt8(last % 8) & 1 == 0 {
      report("type \(descriptor.string): the last pointer word is not in the mask")
    }
  }

  /// A type's program has its length before it, and tells one element's words and how they repeat.
  private mutating func checkProgram(
    of descriptor: ModuleImage.Descriptor, at address: UInt64
  ) throws(ModuleReadError) {
    let words = descriptor.pointerBytes / 8
    let bits = try programLength(at: address &+ 4, limit: descriptor.size / 8)
    if bits < words || bits > descriptor.size / 8 {
      report("type \(descriptor.string): its GC program says \(bits) bits for \(words) words")
    }
  }

  /// What `plugin.Lookup` will ask the dynamic linker for.
  mutating func checkExports() throws(ModuleReadError) {
    let path = try module.path
    // Without a path nothing is looked up, and that is reported by itself.
    if path.isEmpty { return }
    var names: Set<String> = []
    for symbol in module.image.object.dynamicSymbols where symbol.sectionIndex != .undefined {
      names.insert(symbol.name)
    }
    if module.release.code.initIsFunction, !names.contains("\(path).init") {
      report("the image has no dynamic symbol \(path).init, which initialises it")
    }
    for export in try module.exports() where !names.contains("\(path).\(export.name)") {
      report("export \(export.name): the image has no dynamic symbol \(path).\(export.name)")
    }
  }

  /// gcdata and gcbss must say no more bits than their ranges have words.
  mutating func checkPrograms() throws(ModuleReadError) {
    let programs: [(ModuleImage.Field, ModuleImage.Field, ModuleImage.Field)] = [
      (.gcdata, .data, .edata), (.gcbss, .bss, .ebss),
    ]
    for (program, start, end) in programs {
      let address = try module.word(program)
      guard address != 0 else {
        report("\(program.rawValue) is null")
        continue
      }
      // A range that ends before it starts is reported with the ranges.
      let from = try module.word(start)
      let words = (max(from, try module.word(end)) - from) / 8
      let bits = try programLength(at: address, limit: words)
      if bits > words {
        report("\(program.rawValue) says more bits than \(start.rawValue) has words (\(words))")
      }
    }
  }

  /// The bits that a program unrolls to (runtime.runGCProg): literals, and repetitions whose count,
  /// and also whose length when the byte has none, follow as varints.
  private func programLength(
    at address: UInt64, limit: UInt64
  ) throws(ModuleReadError) -> UInt64 {
    var position = address
    func byte() throws(ModuleReadError) -> UInt64 {
      let byte = try module.image.number(UInt8.self, at: position)
      position &+= 1
      return UInt64(byte)
    }
    func varint() throws(ModuleReadError) -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let next = try byte()
        guard shift < 56 else { throw .malformed(what: "GC program", address: address) }
        value |= (next & 0x7f) << shift
        shift += 7
        if next < 0x80 { return value }
      }
    }
    var bits: UInt64 = 0
    while bits <= limit {
      let instruction = try byte()
      if instruction == 0 { return bits }
      if instruction & 0x80 == 0 {
        bits += instruction
        position &+= (instruction + 7) / 8
        continue
      }
      var length = instruction & 0x7f
      if length == 0 { length = try varint() }
      guard length <= bits else { throw .malformed(what: "GC program", address: address) }
      let (more, overflow) = length.multipliedReportingOverflow(by: try varint())
      guard !overflow, more < 1 << 48 else { return .max }
      bits += more
    }
    return bits
  }
}
