extension Universe {
  /// The layout of a type, whose names must be declared.
  public func layout(of type: GoType) throws(LayoutError) -> TypeLayout {
    switch type {
    case .basic(.complex64):
      return .scalar(8, alignment: layoutRules.complex64Alignment, .complex64)
    case .basic(let kind): return kind.layout
    case .named(let name):
      guard let defined = definedType(name) else { throw .undeclaredType(name) }
      return defined.layout
    case .pointer(let element) where isNotInHeap(element): return .untraced(words: 1, .memory)
    case .slice(let element) where isNotInHeap(element): return .untraced(words: 3, .none)
    case .pointer, .channel: return .pointer()
    case .map, .function: return .pointer(.none)
    case .slice: return .header(words: 3, .none)
    case .interface(let interface): return .interface(isEmpty: interface.methods.isEmpty)
    case .array(let length, let element):
      return try arrayLayout(length: length, element: element, of: type)
    case .structure(let structure): return try structLayout(of: structure).layout
    }
  }

  /// The offsets of a struct's fields, in bytes.
  public func fieldOffsets(of structure: StructType) throws(LayoutError) -> [Int64] {
    try structLayout(of: structure).offsets
  }

  private func arrayLayout(
    length: Int64, element: GoType, of type: GoType
  ) throws(LayoutError) -> TypeLayout {
    guard length >= 0 else { throw .negativeArrayLength(length) }
    let element = try layout(of: element)
    let (size, overflow) = element.size.multipliedReportingOverflow(by: length)
    guard !overflow, size < TypeLayout.sizeLimit else { throw .tooLarge(type) }
    var pointerBytes: Int64 = 0
    if length > 0, element.pointerBytes > 0 {
      pointerBytes = size - element.size + element.pointerBytes
    }
    let equality: TypeLayout.Equality =
      switch element.equality {
      case _ where length == 0 && !layoutRules.comparesOneAsElement: .memory
      case .memory, .none: element.equality
      default:
        length == 0
          ? .memory
          : length == 1 && layoutRules.comparesOneAsElement ? element.equality : .special
      }
    return TypeLayout(
      size: size, alignment: element.alignment, pointerBytes: pointerBytes, equality: equality,
      isDirectInterface: length == 1 && element.isDirectInterface)
  }

  struct StructLayout {
    var layout: TypeLayout
    var offsets: [Int64]
  }

  func structLayout(of structure: StructType) throws(LayoutError) -> StructLayout {
    var fields: [TypeLayout] = []
    for field in structure.fields { fields.append(try layout(of: field.type)) }
    var offsets: [Int64] = []
    var (size, alignment, pointerBytes): (Int64, Int64, Int64) = (0, 1, 0)
    for field in fields {
      // Below the limit each, so sums cannot overflow.
      let offset = roundUp(size, to: field.alignment)
      offsets.append(offset)
      size = offset + field.size
      guard size < TypeLayout.sizeLimit else { throw .tooLarge(.structure(structure)) }
      alignment = max(alignment, field.alignment)
      if field.pointerBytes > 0 { pointerBytes = offset + field.pointerBytes }
    }
    // The address of a zero-sized last field must not be that of the next object.
    if layoutRules.padsZeroSizedEnd, size > 0, fields.last?.size == 0 { size += 1 }
    size = roundUp(size, to: alignment)
    let only = fields.count == 1 ? fields.first : nil
    let layout = TypeLayout(
      size: size, alignment: alignment, pointerBytes: pointerBytes,
      equality: structEquality(
        structure, fields: fields, ends: offsets.dropFirst() + [size], offsets),
      isDirectInterface: only?.isDirectInterface ?? false)
    return StructLayout(layout: layout, offsets: offsets)
  }

  /// - Parameter ends: where each field's room ends, padding included.
  private func structEquality(
    _ structure: StructType, fields: [TypeLayout], ends: [Int64], _ offsets: [Int64]
  ) -> TypeLayout.Equality {
    if fields.contains(where: { $0.equality == .none }) { return .none }
    if fields.count == 1, structure.fields[0].name != "_" { return fields[0].equality }
    for index in fields.indices {
      let isPadded = offsets[index] + fields[index].size != ends[index]
      if fields[index].equality != .memory || isPadded || structure.fields[index].name == "_" {
        return .special
      }
    }
    return .memory
  }
}

/// Rounds up to a power of two.
private func roundUp(_ value: Int64, to alignment: Int64) -> Int64 {
  (value &+ alignment &- 1) & ~(alignment &- 1)
}

extension BasicKind {
  fileprivate var layout: TypeLayout {
    switch self {
    case .bool, .int8, .uint8: .scalar(1)
    case .int16, .uint16: .scalar(2)
    case .int32, .uint32: .scalar(4)
    case .int, .int64, .uint, .uint64, .uintptr: .scalar(8)
    case .float32: .scalar(4, .float32)
    case .float64: .scalar(8, .float64)
    case .complex64: .scalar(8, alignment: 4, .complex64)
    case .complex128: .scalar(16, alignment: 8, .complex128)
    case .string: .header(words: 2, .string)
    case .unsafePointer: .pointer()
    }
  }
}
