import GoRelease

extension TypeReader {
  /// The uncommon data, found by its pointer or by the flag that says that it follows.
  ///
  /// - Parameters:
  ///   - fixed: where it follows, in bytes from the descriptor's start.
  ///   - end: grows to the end of its record, if that stands in the descriptor's symbol.
  ///   - methodsEnd: the same of its methods.
  mutating func uncommon(
    _ view: TypeView, _ header: TypeDescriptor.Header, after fixed: Int, end: inout Int,
    methodsEnd: inout Int
  ) throws(TypeReadError) -> TypeDescriptor.Uncommon? {
    var place = view
    var record = fixed
    if let field = layouts.common[.uncommon] {
      guard let pointer = try view.pointer(layouts.common, .uncommon, of: 0) else { return nil }
      guard let address = pointer.address else {
        throw .malformed(
          view.site(field.offset),
          what: "uncommon data stand behind \(pointer), which the file does not define")
      }
      let distance = address &- view.start
      if distance <= UInt64(view.limit) {
        record = Int(distance)
      } else {
        place = TypeView(image, at: address)
        record = 0
      }
    } else {
      guard let flags = header.flags, flags & rules.flags.uncommon != 0 else { return nil }
    }
    var uncommon = TypeDescriptor.Uncommon(
      offset: Int(truncatingIfNeeded: Int64(bitPattern: place.start &- view.start)) &+ record,
      name: try name(place, layouts.uncommon, .name, of: record),
      packagePath: try name(place, layouts.uncommon, .packagePath, of: record),
      exportedCount: try place.number(layouts.uncommon, .exportedCount, of: record),
      methods: [])
    if place.start == view.start { end = max(end, record + layouts.uncommon.size) }
    let (slice, methods, offsets) = try methodPlaces(place, record)
    uncommon.slice = slice
    for offset in offsets { uncommon.methods.append(try method(methods, offset)) }
    if methods.start == view.start, let last = offsets.last {
      methodsEnd = last + layouts.method.size
    }
    return uncommon
  }

  /// Where the methods stand: a slice says it, or a count with a distance.
  private mutating func methodPlaces(
    _ place: TypeView, _ record: Int
  ) throws(TypeReadError) -> (TypeDescriptor.Slice, TypeView, [Int]) {
    if let field = layouts.uncommon[.methods] {
      return try elements(place, field, of: record, stride: layouts.method.size, "methods")
    }
    let count = try place.number(layouts.uncommon, .methodCount, of: record) ?? 0
    let distance = try place.number(layouts.uncommon, .methodsOffset, of: record) ?? 0
    let start = record + Int(distance)
    let slice = TypeDescriptor.Slice(offset: start, count: count, capacity: count)
    guard count > 0 else { return (slice, place, []) }
    guard Int(count) <= (place.limit - start) / layouts.method.size else {
      throw .truncated(place.site(record), what: "an array of \(count) methods")
    }
    try charge(Int(count) * layouts.method.size, at: place.site(record))
    return (slice, place, (0..<Int(count)).map { start + $0 * layouts.method.size })
  }

  private mutating func method(
    _ view: TypeView, _ record: Int
  ) throws(TypeReadError) -> TypeDescriptor.Method {
    let layout = layouts.method
    var method = TypeDescriptor.Method(
      name: try name(view, layout, .name, of: record),
      packagePath: try name(view, layout, .packagePath, of: record),
      type: try methodType(view, layout, of: record),
      receiverType: try type(view, layout, .receiverType, of: record),
      interfaceCode: try code(view, layout, .interfaceCode, of: record),
      directCode: try code(view, layout, .directCode, of: record))
    if let name = method.name, let path = name.packagePath {
      method.packagePath = DescriptorName(text: path, reference: name.reference)
    }
    return method
  }

  /// A method's type; nil also for −1, where a linker found that nothing can call the method and
  /// left its type out.
  private func methodType(
    _ view: TypeView, _ layout: RecordLayout<TypeLayouts.MethodField>, of record: Int
  ) throws(TypeReadError) -> TypeReference? {
    if let field = layout[.type], field.width == 4,
      case .distance(0xffff_ffff) = try view.short(record + field.offset, "Mtyp")
    {
      return nil
    }
    return try type(view, layout, .type, of: record)
  }
}
