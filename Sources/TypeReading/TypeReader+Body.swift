import GoRelease

extension TypeReader {
  /// What the kind adds.
  ///
  /// - Parameters:
  ///   - arrays: where arrays that the fixed part counts begin.
  ///   - end: grows to the end of the last array.
  mutating func body(
    _ view: TypeView, _ header: TypeDescriptor.Header, arrays: Int, end: inout Int
  ) throws(TypeReadError) -> TypeDescriptor.Body {
    let record = layouts.common.size
    end = max(end, arrays)
    switch header.kind {
    case .array:
      return .array(
        element: try type(view, layouts.array, .element, of: record),
        slice: try type(view, layouts.array, .slice, of: record),
        length: try view.number(layouts.array, .length, of: record) ?? 0)
    case .chan:
      return .channel(
        element: try type(view, layouts.channel, .element, of: record),
        direction: try view.number(layouts.channel, .direction, of: record) ?? 0)
    case .function: return .function(try function(view, arrays: arrays, end: &end))
    case .interface: return try interface(view, end: &end)
    case .map: return .map(try map(view))
    case .pointer:
      return .pointer(element: try type(view, layouts.pointer, .element, of: record))
    case .slice: return .slice(element: try type(view, layouts.slice, .element, of: record))
    case .structure: return try structure(view, end: &end)
    default: return .plain
    }
  }

  private mutating func function(
    _ view: TypeView, arrays: Int, end: inout Int
  ) throws(TypeReadError) -> TypeDescriptor.Function {
    let record = layouts.common.size
    let layout = layouts.function
    var function = TypeDescriptor.Function(isVariadic: false, parameters: [], results: [])
    if let parameters = layout[.parameters], let results = layout[.results] {
      let flag = try view.number(layout, .isVariadic, of: record) ?? 0
      guard flag <= 1 else {
        throw .malformed(
          view.site(record + (layout[.isVariadic]?.offset ?? 0)), what: "dotdotdot is \(flag)")
      }
      function.isVariadic = flag == 1
      (function.parameterSlice, function.parameters) = try types(
        view, parameters, of: record, "parameters", end: &end)
      (function.resultSlice, function.results) = try types(
        view, results, of: record, "results", end: &end)
      return function
    }
    let parameterCount = Int(try view.number(layout, .inCount, of: record) ?? 0)
    let outCount = Int(try view.number(layout, .outCount, of: record) ?? 0)
    function.isVariadic = outCount & Int(rules.variadicBit) != 0
    let resultCount = outCount & ~Int(rules.variadicBit)
    try charge(8 * (parameterCount + resultCount), at: view.site(record))
    for index in 0..<parameterCount + resultCount {
      let isResult = index >= parameterCount
      let type = try view.pointer(arrays + 8 * index, isResult ? "a result" : "a parameter")
      if isResult { function.results.append(type) } else { function.parameters.append(type) }
    }
    end = max(end, arrays + 8 * (parameterCount + resultCount))
    return function
  }

  /// A slice of pointers to types.
  private mutating func types(
    _ view: TypeView, _ field: RecordLayout<TypeLayouts.FunctionField>.Field, of record: Int,
    _ what: String, end: inout Int
  ) throws(TypeReadError) -> (TypeDescriptor.Slice, [TypeReference?]) {
    let (slice, place, offsets) = try elements(view, field, of: record, stride: 8, what)
    var types: [TypeReference?] = []
    for offset in offsets { types.append(try place.pointer(offset, what)) }
    extend(&end, view, place, offsets, 8)
    return (slice, types)
  }

  private mutating func interface(
    _ view: TypeView, end: inout Int
  ) throws(TypeReadError) -> TypeDescriptor.Body {
    let record = layouts.common.size
    let path = try name(view, layouts.interface, .packagePath, of: record)
    guard let field = layouts.interface[.methods] else {
      return .interface(packagePath: path, slice: nil, methods: [])
    }
    let layout = layouts.interfaceMethod
    let (slice, place, offsets) = try elements(
      view, field, of: record, stride: layout.size, "methods")
    var methods: [TypeDescriptor.InterfaceMethod] = []
    for offset in offsets {
      methods.append(
        .init(
          name: try name(place, layout, .name, of: offset),
          packagePath: try name(place, layout, .packagePath, of: offset),
          type: try type(place, layout, .type, of: offset)))
    }
    extend(&end, view, place, offsets, layout.size)
    return .interface(packagePath: path, slice: slice, methods: methods)
  }

  private mutating func structure(
    _ view: TypeView, end: inout Int
  ) throws(TypeReadError) -> TypeDescriptor.Body {
    let record = layouts.common.size
    let path = try name(view, layouts.structure, .packagePath, of: record)
    guard let field = layouts.structure[.fields] else {
      return .structure(packagePath: path, slice: nil, fields: [])
    }
    let layout = layouts.structMember
    let (slice, place, offsets) = try elements(
      view, field, of: record, stride: layout.size, "fields")
    var fields: [TypeDescriptor.Field] = []
    for offset in offsets {
      var field = TypeDescriptor.Field(
        name: try name(place, layout, .name, of: offset), isEmbedded: false,
        packagePath: try name(place, layout, .packagePath, of: offset),
        type: try type(place, layout, .type, of: offset),
        tag: try name(place, layout, .tag, of: offset),
        offset: try place.number(layout, .offset, of: offset) ?? 0)
      field.isEmbedded =
        rules.nameIsEmbedded != 0
        ? (field.name?.flags ?? 0) & rules.nameIsEmbedded != 0
        : field.name?.text?.isEmpty ?? true
      // Records of names carry the tag and the package path.
      if let name = field.name {
        if let tag = name.tag { field.tag = DescriptorName(text: tag, reference: name.reference) }
        if let path = name.packagePath {
          field.packagePath = DescriptorName(text: path, reference: name.reference)
        }
      }
      fields.append(field)
    }
    extend(&end, view, place, offsets, layout.size)
    return .structure(packagePath: path, slice: slice, fields: fields)
  }

  private func map(_ view: TypeView) throws(TypeReadError) -> TypeDescriptor.Map {
    let record = layouts.common.size
    let layout = layouts.map
    func flag(_ name: TypeLayouts.MapField) throws(TypeReadError) -> Bool? {
      guard let field = layout[name], let value = try view.number(layout, name, of: record) else {
        return nil
      }
      guard value <= 1 else {
        throw .malformed(
          view.site(record + field.offset), what: "\(name.rawValue) is \(value), neither 0 nor 1")
      }
      return value == 1
    }
    return TypeDescriptor.Map(
      key: try type(view, layout, .key, of: record),
      element: try type(view, layout, .element, of: record),
      bucket: try type(view, layout, .bucket, of: record),
      header: try type(view, layout, .header, of: record),
      keySize: try view.number(layout, .keySize, of: record),
      valueSize: try view.number(layout, .valueSize, of: record),
      bucketSize: try view.number(layout, .bucketSize, of: record),
      hasIndirectKey: try flag(.hasIndirectKey), hasIndirectValue: try flag(.hasIndirectValue),
      hasReflexiveKey: try flag(.hasReflexiveKey), needsKeyUpdate: try flag(.needsKeyUpdate),
      group: try type(view, layout, .group, of: record),
      hasher: try view.pointer(layout, .hasher, of: record),
      groupSize: try view.number(layout, .groupSize, of: record),
      slotSize: try view.number(layout, .slotSize, of: record),
      elementOffset: try view.number(layout, .elementOffset, of: record),
      keysOffset: try view.number(layout, .keysOffset, of: record),
      keyStride: try view.number(layout, .keyStride, of: record),
      elementsOffset: try view.number(layout, .elementsOffset, of: record),
      elementStride: try view.number(layout, .elementStride, of: record),
      flags: try view.number(layout, .flags, of: record).map { UInt32(truncatingIfNeeded: $0) })
  }

  /// Elements that stand in the descriptor's own symbol belong to it.
  func extend(
    _ end: inout Int, _ view: TypeView, _ place: TypeView, _ offsets: [Int], _ stride: Int
  ) {
    guard place.start == view.start, let last = offsets.last else { return }
    end = max(end, last + stride)
  }
}
