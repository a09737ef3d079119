import GoRelease

extension ModuleCheck {
  /// The runtime puts a module's itabs into its table when it loads it, and calls what they list
  /// (runtime/iface.go, `addModuleItabs`; up to Go 1.9 `additab`).
  mutating func checkItabs() throws(ModuleReadError) {
    if module.release.modules.moduleData[.itaboffset] != nil {
      try checkAdjacentItabs()
    } else if module.release.modules.moduleData[.itablinks] != nil {
      try checkLinkedItabs()
    }
  }

  /// Itabs of which each begins where the one before it ends: its size is that of its interface.
  private mutating func checkAdjacentItabs() throws(ModuleReadError) {
    let layout = module.release.types.itab
    var address = try module.word(.types) &+ (try module.word(.itaboffset))
    let end = address &+ (try module.word(.itabsize))
    while address < end {
      guard try hasTypes(itabAt: address), let count = try checkItab(at: address) else { return }
      address &+= UInt64(layout.size + 8 * (count - 1))
    }
    if address != end { report("the itabs end at \(hex(address)), not at \(hex(end))") }
  }

  /// A complete itab: it has the hash of its type, and the code of its methods. Returns how many
  /// they are; nil where that cannot be known.
  private mutating func checkItab(at address: UInt64) throws(ModuleReadError) -> Int? {
    let layout = module.release.types.itab
    guard let functions = layout[.functions], let hash = layout[.hash],
      let typeHash = module.release.types.common[.hash],
      let count = try methodCount(ofItabAt: address)
    else { return nil }
    let (text, etext) = (try module.word(.text), try module.word(.etext))
    if let type = try typeAddress(ofItabAt: address),
      try module.image.number(UInt32.self, at: type &+ UInt64(typeHash.offset))
        != module.image.number(UInt32.self, at: address &+ UInt64(hash.offset))
    {
      report("itab at \(hex(address)): its hash is not its type's")
    }
    for index in 0..<count {
      let place = address &+ UInt64(functions.offset + 8 * index)
      guard case .value(let code) = try module.image.word(at: place) else { continue }
      if !(text..<max(text, etext)).contains(code) {
        report("itab at \(hex(address)): method \(index) is not in the module's text")
      }
    }
    return count
  }

  /// Itabs that a list leads to; up to Go 1.9 the runtime finds their methods.
  private mutating func checkLinkedItabs() throws(ModuleReadError) {
    let list = try module.word(.itablinks)
    guard let count = Int(exactly: try module.word(.itablinks, at: 1)),
      count <= module.image.storedSize / 8
    else { throw .malformed(what: "length of itablinks", address: module.address) }
    for index in 0..<count {
      let itab = try module.image.pointer(at: list &+ UInt64(8 * index))
      if itab == 0 {
        report("itablinks, entry \(index): null")
      } else if try hasTypes(itabAt: itab), !module.release.itabsAreFilledAtRunTime {
        _ = try checkItab(at: itab)
      }
    }
  }

  private mutating func hasTypes(itabAt address: UInt64) throws(ModuleReadError) -> Bool {
    let layout = module.release.types.itab
    for field in [layout[.interface], layout[.type]] {
      guard let field else { continue }
      if try module.image.word(at: address &+ UInt64(field.offset)) == .value(0) {
        report("itab at \(hex(address)): no type at +\(field.offset)")
        return false
      }
    }
    return true
  }

  /// Nil for a type of another image.
  private func typeAddress(ofItabAt address: UInt64) throws(ModuleReadError) -> UInt64? {
    guard let field = module.release.types.itab[.type],
      case .value(let type) = try module.image.word(at: address &+ UInt64(field.offset))
    else { return nil }
    return type
  }

  /// Where another image has the interface, the itab's own symbol tells; nil without one.
  private func methodCount(ofItabAt address: UInt64) throws(ModuleReadError) -> Int? {
    let types = module.release.types
    guard let field = types.itab[.interface], let methods = types.interface[.methods] else {
      return nil
    }
    guard case .value(let interface) = try module.image.word(at: address &+ UInt64(field.offset))
    else {
      let symbol = module.image.object.dynamicSymbols.first {
        $0.value == address && $0.sectionIndex != .undefined && $0.size > 0
      }
      let count = Int(clamping: symbol?.size ?? 0) / 8 - types.itab.size / 8 + 1
      return count > 0 && count < 1 << 24 ? count : nil
    }
    let place = interface &+ UInt64(types.common.size + methods.offset + 8)
    guard let count = Int(exactly: try module.image.number(UInt64.self, at: place)),
      count > 0, count < 1 << 24
    else { throw .malformed(what: "interface of an itab", address: address) }
    return count
  }
}
