import GoRelease
import GoTypes
import Symbols
import TypeDescriptors

/// Compares what the emitter makes of types with what the compiler made.
struct Comparison {
  let dump: TypeDump
  let release: GoRelease
  /// What was emitted, by symbol.
  let descriptors: [String: DescriptorSet.Descriptor]
  /// The same of copies that describe other types, by their places in the dump.
  let variants: [Int: DescriptorSet.Descriptor]
  let parts: [String: Symbols.Symbol]
  private(set) var excluded: [Exclusion: Int] = [:]

  init(
    _ dump: TypeDump, release: GoRelease, _ set: DescriptorSet,
    variants: [Int: DescriptorSet.Descriptor]
  ) {
    self.dump = dump
    self.release = release
    self.variants = variants
    descriptors = Dictionary(
      set.descriptors.map { ($0.symbol.name, $0) }, uniquingKeysWith: { first, _ in first })
    let others = set.names + set.masks + set.maskWords + set.closures + set.itabs
    parts = Dictionary(others.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Why a type's descriptor is not the compiler's, in each of its copies.
  mutating func difference(_ name: Int) -> Difference? {
    for place in dump.places[name] ?? 0..<0 {
      let difference = difference(ofDescriptor: dump.symbols[place], variant: variants[place])
      if let difference { return difference }
    }
    return nil
  }

  /// The same for one copy.
  mutating func difference(
    ofDescriptor theirs: TypeDump.Symbol, variant: DescriptorSet.Descriptor? = nil
  ) -> Difference? {
    guard let ours = variant ?? descriptors[dump.name(of: theirs)] else {
      return Difference("not emitted")
    }
    return difference(ours.symbol, theirs, isDescriptor: true) ?? difference(ours, theirs)
  }

  /// The same for what descriptors refer to; nil also where the emitter makes no such symbol.
  mutating func difference(ofPart name: Int) -> Difference? {
    guard let ours = parts[dump.strings[name]] else { return Difference("not emitted") }
    for theirs in dump.copies(of: name) {
      if let difference = difference(ours, theirs, isDescriptor: false) { return difference }
    }
    return nil
  }

  private mutating func difference(
    _ ours: Symbols.Symbol, _ theirs: TypeDump.Symbol, isDescriptor: Bool
  ) -> Difference? {
    if ours.bytes.count != theirs.bytes.count {
      return Difference("size", "\(ours.bytes.count)", "\(theirs.bytes.count)")
    }
    if ours.bytes != theirs.bytes,
      let offset = ours.bytes.indices.first(where: { ours.bytes[$0] != theirs.bytes[$0] })
    {
      let field = isDescriptor ? fieldName(at: offset) : "byte"
      return Difference(
        "bytes: \(field)", at: offset, "\(ours.bytes[offset])", "\(theirs.bytes[offset])")
    }
    if let difference = differenceOfRelocations(ours, theirs, isDescriptor) { return difference }
    if theirs.alignment != 0, ours.alignment != theirs.alignment {
      return Difference("alignment", "\(ours.alignment)", "\(theirs.alignment)")
    }
    return nil
  }

  /// What a linker is told of a descriptor.
  private mutating func difference(
    _ ours: DescriptorSet.Descriptor, _ theirs: TypeDump.Symbol
  ) -> Difference? {
    let (isDuplicable, isTypelink) = (
      theirs.flags.contains(.dupok), theirs.flags.contains(.typelink)
    )
    if ours.isDuplicable != isDuplicable {
      return Difference("dupok", "\(ours.isDuplicable)", "\(isDuplicable)")
    }
    if ours.isTypelink != isTypelink {
      return Difference("typelink", "\(ours.isTypelink)", "\(isTypelink)")
    }
    if isDuplicable {
      if ours.symbol.binding != .weak {
        return Difference("binding", "\(ours.symbol.binding)", "dupok")
      }
    } else if ours.symbol.binding == .weak {
      excluded[.weakDefinition, default: 0] += 1
    }
    return nil
  }

  private func fieldName(at offset: Int) -> String {
    let common = release.types.common
    guard offset < common.size else { return "beyond the common part" }
    return common.fields.first {
      $0.value.offset <= offset && offset < $0.value.offset + $0.value.width
    }?
    .key.rawValue ?? "padding"
  }

  // MARK: Relocations

  private mutating func differenceOfRelocations(
    _ ours: Symbols.Symbol, _ theirs: TypeDump.Symbol, _ isDescriptor: Bool
  ) -> Difference? {
    var rest = theirs.relocations[...]
    let pointerToThis = release.types.common[.pointerToThis]?.offset
    let isPointer = isDescriptor && kind(theirs) == release.typeRules.kinds.pointer
    for relocation in ours.relocations {
      skipKept(&rest)
      guard let expected = rest.first, expected.offset <= relocation.offset else {
        if isPointer, relocation.offset == pointerToThis {
          excluded[.pointerToPointer, default: 0] += 1
          continue
        }
        return Difference("reference: extra", at: relocation.offset, text(relocation), "none")
      }
      rest = rest.dropFirst()
      if !isSame(relocation, expected, isDescriptor) {
        return Difference(
          "reference: \(isDescriptor ? fieldName(at: expected.offset) : "")", at: expected.offset,
          text(relocation), text(expected))
      }
    }
    skipKept(&rest)
    guard let missing = rest.first else { return nil }
    return Difference("reference: missing", at: missing.offset, "none", text(missing))
  }

  private mutating func skipKept(_ rest: inout ArraySlice<TypeDump.Relocation>) {
    while let first = rest.first, first.kind == .keep, first.size == 0 {
      rest = rest.dropFirst()
      excluded[.keep, default: 0] += 1
    }
  }

  private func kind(_ symbol: TypeDump.Symbol) -> UInt8 {
    guard let field = release.types.common[.kind], field.offset < symbol.bytes.count else {
      return 0
    }
    return symbol.bytes[field.offset] & 31
  }

  private mutating func isSame(
    _ ours: Symbols.Relocation, _ theirs: TypeDump.Relocation, _ isDescriptor: Bool
  ) -> Bool {
    guard ours.offset == theirs.offset, ours.size == theirs.size, ours.addend == theirs.addend
    else { return false }
    switch (ours.kind, theirs.kind, theirs.isWeak) {
    case (.address, .address, let isWeak):
      // An itab does not keep methods in the program that nothing else needs.
      if isWeak, isDescriptor { return false }
    case (.regionOffset, .offset, false), (.weakRegionOffset, .offset, true),
      (.methodOffset, .methodOffset, false):
      break
    default: return false
    }
    let target = dump.strings[theirs.target]
    if target.utf8.elementsEqual(ours.target.utf8) { return true }
    guard let name = dump.symbol(named: theirs.target), isNumbered(name),
      let own = parts[ours.target], own.bytes == name.bytes
    else { return false }
    excluded[.numberedName, default: 0] += 1
    return own.relocations.map(\.target) == name.relocations.map { dump.strings[$0.target] }
  }

  /// What was emitted because something refers to it, though the compiler had no need of it.
  func besides(_ names: [Int]) -> [String] {
    let known = Set(names.map { dump.strings[$0] })
    return descriptors.keys.filter { !known.contains($0) }.sorted()
  }

  /// Whether a symbol is a name that tells its package.
  func isNumbered(_ symbol: TypeDump.Symbol) -> Bool {
    guard dump.name(of: symbol).hasPrefix("type:.namedata."), let flags = symbol.bytes.first else {
      return false
    }
    return flags & release.typeRules.nameHasPackage != 0
  }

  private func text(_ relocation: Symbols.Relocation) -> String {
    "\(relocation.size) \(relocation.kind) \(relocation.target)+\(relocation.addend)"
  }

  private func text(_ relocation: TypeDump.Relocation) -> String {
    "\(relocation.size) \(relocation.kind)\(relocation.isWeak ? " weak" : "") "
      + "\(dump.strings[relocation.target])+\(relocation.addend)"
  }
}

/// Where a symbol is not the compiler's.
struct Difference {
  /// What differs, for counting.
  var kind: String
  var offset: Int?
  var ours, theirs: String

  init(_ kind: String, at offset: Int? = nil, _ ours: String = "", _ theirs: String = "") {
    self.kind = kind
    self.offset = offset
    self.ours = ours
    self.theirs = theirs
  }
}
