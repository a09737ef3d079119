import GoRelease

extension ModuleImage {
  /// A descriptor's own facts.
  public struct Descriptor: Sendable {
    public var address: UInt64
    /// What `reflect.Type.String` prints.
    public var string: String
    public var kind: UInt8
    public var flags: UInt8
    /// Whether a GC program tells its pointers, rather than a mask.
    public var hasProgram: Bool
    public var hash: UInt32
    /// In bytes.
    public var size, pointerBytes: UInt64
    public var methodCount: Int
    /// Of the descriptor itself, in bytes.
    public var descriptorSize: Int
  }

  /// The descriptors in order, found as the runtime finds them: by the module's list of them, or
  /// without one walked one right after the other.
  public func descriptors() throws(ModuleReadError) -> [Descriptor] {
    release.modules.moduleData[.typelinks] == nil
      ? try walkedDescriptors() : try linkedDescriptors()
  }

  private func linkedDescriptors() throws(ModuleReadError) -> [Descriptor] {
    let list = try word(.typelinks)
    let start = try word(.types)
    let end = try word(.etypes)
    guard let count = Int(exactly: try word(.typelinks, at: 1)), count <= image.storedSize / 4
    else {
      throw .malformed(what: "length of typelinks", address: address)
    }
    var descriptors: [Descriptor] = []
    var budget = 4 * image.storedSize
    for index in 0..<count {
      let offset = try image.number(UInt32.self, at: list &+ UInt64(4 * index))
      let place = start &+ UInt64(offset)
      guard place < end else { throw .malformed(what: "typelink", address: list) }
      let descriptor = try descriptor(at: place)
      descriptors.append(descriptor)
      budget -= descriptor.string.utf8.count
      guard budget >= 0 else { throw .malformed(what: "type descriptors", address: start) }
    }
    return descriptors
  }

  private func walkedDescriptors() throws(ModuleReadError) -> [Descriptor] {
    let start = try word(.types)
    let end = start &+ (try word(.typedesclen))
    var descriptors: [Descriptor] = []
    var address = start &+ UInt64(release.modules.typesPrefix)
    var budget = 4 * image.storedSize
    while address < end {
      address = (address &+ 7) & ~7
      let descriptor = try descriptor(at: address)
      descriptors.append(descriptor)
      address &+= UInt64(descriptor.descriptorSize)
      // In a damaged file names may overlap; together they are kept within a multiple of it.
      budget -= descriptor.string.utf8.count
      guard budget >= 0 else { throw .malformed(what: "type descriptors", address: start) }
    }
    guard address == end else { throw .malformed(what: "type descriptor", address: address) }
    return descriptors
  }

  public func descriptor(at address: UInt64) throws(ModuleReadError) -> Descriptor {
    let layouts = release.types
    func number(_ field: TypeLayouts.CommonField) throws(ModuleReadError) -> UInt64 {
      guard let place = layouts.common[field] else { return 0 }
      return switch place.width {
      case 1: UInt64(try image.number(UInt8.self, at: address &+ UInt64(place.offset)))
      case 4: UInt64(try image.number(UInt32.self, at: address &+ UInt64(place.offset)))
      default: try image.number(UInt64.self, at: address &+ UInt64(place.offset))
      }
    }
    let flags = UInt8(try number(.flags))
    let kindByte = UInt8(try number(.kind))
    let kindFlags = release.typeRules.kindFlags
    let kind =
      kindByte & ~(kindFlags.directInterface | kindFlags.gcProgram | kindFlags.noPointers)
    var (fixed, array) = try sizes(kind: kind, at: address)
    var methodCount = 0
    if flags & release.typeRules.flags.uncommon != 0 {
      guard let place = layouts.uncommon[.methodCount] else { throw .noModule }
      methodCount = Int(
        try image.number(UInt16.self, at: address &+ UInt64(fixed + place.offset)))
      fixed += layouts.uncommon.size
    }
    array += methodCount * layouts.method.size
    let stored = try name(atOffset: UInt32(try number(.string)))
    let hasStar = flags & release.typeRules.flags.extraStar != 0
    return Descriptor(
      address: address, string: hasStar ? String(stored.dropFirst()) : stored, kind: kind,
      flags: flags, hasProgram: kindByte & kindFlags.gcProgram != 0,
      hash: UInt32(try number(.hash)), size: try number(.size),
      pointerBytes: try number(.pointerBytes), methodCount: methodCount,
      descriptorSize: fixed + array)
  }

  /// The size of the fixed part and of the kind's array.
  private func sizes(
    kind: UInt8, at address: UInt64
  ) throws(ModuleReadError) -> (fixed: Int, array: Int) {
    let layouts = release.types
    let kinds = release.typeRules.kinds
    let common = layouts.common.size
    func count(_ offset: Int?, slice: Bool) throws(ModuleReadError) -> Int {
      guard let offset else { return 0 }
      let place = address &+ UInt64(common + offset)
      let number =
        slice
        ? try image.number(UInt64.self, at: place &+ 8)
        : UInt64(try image.number(UInt16.self, at: place) & 0x7fff)
      guard number < 1 << 24 else { throw .malformed(what: "descriptor", address: address) }
      return Int(number)
    }
    switch kind {
    case kinds.array: return (common + layouts.array.size, 0)
    case kinds.pointer: return (common + layouts.pointer.size, 0)
    case kinds.slice: return (common + layouts.slice.size, 0)
    case kinds.channel: return (common + layouts.channel.size, 0)
    case kinds.function:
      let count =
        try count(layouts.function[.inCount]?.offset, slice: false)
        + count(layouts.function[.outCount]?.offset, slice: false)
      return (common + layouts.function.size, 8 * count)
    case kinds.interface:
      let count = try count(layouts.interface[.methods]?.offset, slice: true)
      return (common + layouts.interface.size, layouts.interfaceMethod.size * count)
    case kinds.structure:
      let count = try count(layouts.structure[.fields]?.offset, slice: true)
      return (common + layouts.structure.size, layouts.structMember.size * count)
    case kinds.map: return (common + layouts.map.size, 0)
    case kinds.bool...kinds.complex128, kinds.string, kinds.unsafePointer: return (common, 0)
    default: throw .malformed(what: "kind \(kind) of a type descriptor", address: address)
    }
  }

  /// A name by its offset in the types region.
  public func name(atOffset offset: UInt32) throws(ModuleReadError) -> String {
    let start = try word(.types)
    let end = try word(.etypes)
    let address = start &+ UInt64(offset)
    guard offset != 0, address < end else { throw .malformed(what: "name", address: address) }
    var length = 0
    var position = address &+ 1
    if release.typeRules.names == .records(length: .bigEndian16) {
      let bytes = try image.bytes(at: position, count: 2)
      length = Int(bytes[0]) << 8 | Int(bytes[1])
      return String(decoding: try image.bytes(at: position &+ 2, count: length), as: UTF8.self)
    }
    var shift = 0
    while true {
      let byte = try image.number(UInt8.self, at: position)
      position &+= 1
      guard shift < 28 else { throw .malformed(what: "name", address: address) }
      length |= Int(byte & 0x7f) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    return String(decoding: try image.bytes(at: position, count: length), as: UTF8.self)
  }

  /// The exports of a plugin: names and the addresses of their types' descriptors.
  public func exports() throws(ModuleReadError) -> [(name: String, type: UInt64)] {
    let base = try word(.ptab)
    let count = try word(.ptab, at: 1)
    let types = try word(.types)
    guard let count = Int(exactly: count), count <= image.storedSize / 8,
      let name = release.modules.pluginTab[.name], let type = release.modules.pluginTab[.typ]
    else { throw .malformed(what: "plugin table", address: base) }
    var exports: [(String, UInt64)] = []
    var budget = 4 * image.storedSize
    for index in 0..<count {
      let entry = base &+ UInt64(index * release.modules.pluginTab.size)
      let nameOffset = try image.number(UInt32.self, at: entry &+ UInt64(name.offset))
      let typeOffset = try image.number(UInt32.self, at: entry &+ UInt64(type.offset))
      let exported = try self.name(atOffset: nameOffset)
      budget -= exported.utf8.count
      guard budget >= 0 else { throw .malformed(what: "plugin table", address: base) }
      exports.append((exported, types &+ UInt64(typeOffset)))
    }
    return exports
  }
}
