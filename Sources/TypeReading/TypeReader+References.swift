import GoRelease

extension TypeReader {
  /// A reference to a type or to a name: an address in 8 bytes, a distance in 4.
  func type<Name>(
    _ view: TypeView, _ layout: RecordLayout<Name>, _ name: Name, of record: Int
  ) throws(TypeReadError) -> TypeReference? where Name: RawRepresentable<String> {
    guard let field = layout[name] else { return nil }
    let offset = record + field.offset
    if field.width == 8 { return try view.pointer(offset, name.rawValue) }
    return try regionReference(view, offset, name.rawValue)
  }

  /// What stands at a distance from the start of the types; nil for 0.
  func regionReference(
    _ view: TypeView, _ offset: Int, _ what: String
  ) throws(TypeReadError) -> TypeReference? {
    switch try view.short(offset, what) {
    case .place(let reference): return reference
    case .distance(0): return nil
    case .distance(let distance):
      guard let region, region.end >= region.start, distance < region.end - region.start else {
        throw .wild(view.site(offset), what: what, value: distance)
      }
      return image.symbols.reference(to: region.start &+ distance)
    }
  }

  /// A reference to code; nil for what stands for methods that nothing reaches, −1 in newer
  /// releases and 0 in older ones.
  func code(
    _ view: TypeView, _ layout: RecordLayout<TypeLayouts.MethodField>,
    _ name: TypeLayouts.MethodField, of record: Int
  ) throws(TypeReadError) -> TypeReference? {
    guard let field = layout[name] else { return nil }
    let offset = record + field.offset
    if field.width == 8 { return try view.pointer(offset, name.rawValue) }
    switch try view.short(offset, name.rawValue) {
    case .place(let reference): return reference
    case .distance(let distance):
      let nothing = UInt64(UInt32(bitPattern: rules.unreachableCode))
      if distance == nothing || distance == 0xffff_ffff { return nil }
      guard let text = region?.text else {
        // In what is not linked yet 0 is a field that nothing fills in.
        if distance == 0 { return nil }
        return TypeReference(symbol: nil, addend: Int64(distance), address: nil)
      }
      return image.symbols.reference(to: text &+ distance)
    }
  }

  /// The header of a slice; its pointer leads to a place near the descriptor.
  func slice(
    _ view: TypeView, _ field: RecordLayout<some Any>.Field, of record: Int, _ what: String
  ) throws(TypeReadError) -> (slice: TypeDescriptor.Slice, elements: TypeView?) {
    let offset = record + field.offset
    let pointer = try view.pointer(offset, what)
    let count = try view.number(offset + 8, 8, "length of " + what)
    let capacity = try view.number(offset + 16, 8, "capacity of " + what)
    guard let pointer else {
      guard count == 0 else { throw .wild(view.site(offset), what: what, value: 0) }
      return (.init(offset: nil, count: count, capacity: capacity), nil)
    }
    guard let address = pointer.address else {
      throw .malformed(
        view.site(offset), what: "\(what) stand behind \(pointer), which the file does not define")
    }
    // Behind the descriptor itself, as compilers write it, or anywhere else.
    let distance = address &- view.start
    if distance <= UInt64(view.limit) {
      let slice = TypeDescriptor.Slice(
        offset: Int(distance), count: count, capacity: capacity)
      return (slice, view)
    }
    let away = Int(truncatingIfNeeded: Int64(bitPattern: distance))
    return (
      .init(offset: away, count: count, capacity: capacity), TypeView(image, at: address)
    )
  }

  /// The places of a slice's elements.
  mutating func elements(
    _ view: TypeView, _ field: RecordLayout<some Any>.Field, of record: Int, stride: Int,
    _ what: String
  ) throws(TypeReadError) -> (slice: TypeDescriptor.Slice, view: TypeView, offsets: [Int]) {
    let (slice, found) = try slice(view, field, of: record, what)
    guard let found, slice.count > 0 else { return (slice, view, []) }
    let start = found.start == view.start ? slice.offset ?? 0 : 0
    guard let count = Int(exactly: slice.count), stride > 0,
      count <= (found.limit - start) / stride
    else {
      throw .truncated(
        view.site(record + field.offset), what: "an array of \(slice.count) \(what)")
    }
    try charge(count * stride, at: view.site(record))
    return (slice, found, (0..<count).map { start + $0 * stride })
  }
}
