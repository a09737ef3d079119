public import GoRelease

/// Reads type descriptors of any release from an image.
///
/// Reading is total, and one descriptor at a time: types that a descriptor refers to are named, not
/// followed, so cycles cannot matter. All that one reader returns is kept within a multiple of the
/// file's size.
public struct TypeReader {
  public let image: TypeImage
  public let release: GoRelease
  /// Of releases that refer to names and types by distances.
  public let region: TypeRegion?
  /// How many more bytes of names and how many more members may be kept.
  private var allowance: Int

  public init(_ image: TypeImage, release: GoRelease, region: TypeRegion? = nil) {
    self.image = image
    self.release = release
    self.region = region
    allowance = image.storedSize.multipliedReportingOverflow(by: 64).partialValue &+ 4096
  }

  var layouts: TypeLayouts { release.types }
  var rules: TypeRules { release.typeRules }

  mutating func charge(_ count: Int, at site: TypeReadError.Site) throws(TypeReadError) {
    guard count <= allowance else { throw .excess(site) }
    allowance -= count
  }

  /// The descriptor of a symbol.
  public mutating func descriptor(
    of symbol: TypeSymbols.Entry
  ) throws(TypeReadError) -> TypeDescriptor {
    var descriptor = try descriptor(TypeView(image, symbol))
    descriptor.symbol = symbol.name
    return descriptor
  }

  /// The descriptor at an address.
  public mutating func descriptor(at address: UInt64) throws(TypeReadError) -> TypeDescriptor {
    var descriptor = try descriptor(TypeView(image, at: address))
    descriptor.symbol = image.symbols.index(at: address).map { image.symbols.all[$0].name }
    return descriptor
  }

  private mutating func descriptor(_ view: TypeView) throws(TypeReadError) -> TypeDescriptor {
    try charge(layouts.common.size, at: view.site(0))
    let header = try header(view)
    let string = try string(view, header)
    let fixed = layouts.common.size + bodySize(header.kind)
    var end = fixed
    // Uncommon data stand between the fixed part and the arrays, or behind both; where arrays begin
    // that the fixed part only counts depends on it. Methods come last.
    var methodsEnd = 0
    let uncommon = try uncommon(view, header, after: fixed, end: &end, methodsEnd: &methodsEnd)
    let arrays = uncommon != nil && rules.uncommonPrecedesArrays ? end : fixed
    let body = try body(view, header, arrays: arrays, end: &end)
    end = max(end, methodsEnd)
    return TypeDescriptor(
      symbol: nil, address: view.start, length: end, string: string, header: header, body: body,
      uncommon: uncommon)
  }

  func header(_ view: TypeView) throws(TypeReadError) -> TypeDescriptor.Header {
    let common = layouts.common
    let kindByte = UInt8(truncatingIfNeeded: try view.number(common, .kind, of: 0) ?? 0)
    let flags = rules.kindFlags
    let number = kindByte & ~(flags.directInterface | flags.gcProgram | flags.noPointers)
    guard let kind = TypeKind(number, rules.kinds) else {
      throw .malformed(
        view.site(common[.kind]?.offset ?? 0),
        what: "kind \(number) is none of Go \(release.name)'s")
    }
    return TypeDescriptor.Header(
      size: try view.number(common, .size, of: 0) ?? 0,
      pointerBytes: try view.number(common, .pointerBytes, of: 0),
      hash: UInt32(truncatingIfNeeded: try view.number(common, .hash, of: 0) ?? 0),
      flags: try view.number(common, .flags, of: 0).map { UInt8(truncatingIfNeeded: $0) },
      alignment: UInt8(truncatingIfNeeded: try view.number(common, .alignment, of: 0) ?? 0),
      fieldAlignment: UInt8(
        truncatingIfNeeded: try view.number(common, .fieldAlignment, of: 0) ?? 0),
      kindByte: kindByte, kind: kind,
      comparison: common[.algorithm] != nil
        ? try view.pointer(common, .algorithm, of: 0) : try view.pointer(common, .equal, of: 0),
      gcData: try view.pointer(common, .gcData, of: 0),
      pointerToThis: try type(view, common, .pointerToThis, of: 0))
  }

  private mutating func string(
    _ view: TypeView, _ header: TypeDescriptor.Header
  ) throws(TypeReadError) -> DescriptorName? {
    var string = try name(view, layouts.common, .string, of: 0)
    // The name of `*T` serves `T` too.
    if let flags = header.flags, flags & rules.flags.extraStar != 0, let text = string?.text {
      guard text.first == "*" else {
        throw .malformed(
          view.site(layouts.common[.string]?.offset ?? 0),
          what: "its name \(text.debugDescription) lacks the star that its flags promise")
      }
      string?.text = String(text.dropFirst())
    }
    return string
  }

  /// Of what a kind adds to the common part.
  private func bodySize(_ kind: TypeKind) -> Int {
    switch kind {
    case .array: layouts.array.size
    case .chan: layouts.channel.size
    case .function: layouts.function.size
    case .interface: layouts.interface.size
    case .map: layouts.map.size
    case .pointer: layouts.pointer.size
    case .slice: layouts.slice.size
    case .structure: layouts.structure.size
    default: 0
    }
  }
}
