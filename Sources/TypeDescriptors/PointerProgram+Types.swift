import GoRelease
import GoTypes

extension DescriptorBuilder {
  /// The program that finds the pointers of a type's values (cmd/gc/reflect.c, `dgcsym`).
  mutating func pointerProgram(
    of type: DescribedType, _ codes: TypeRules.PointerPrograms
  ) throws(DescriptorError) -> PointerProgram {
    var program = PointerProgram(size: try layout(of: type).size)
    try append(type, at: 0, openArrays: 0, to: &program, codes)
    return program
  }

  private mutating func append(
    _ type: DescribedType, at offset: Int64, openArrays: Int, to program: inout PointerProgram,
    _ codes: TypeRules.PointerPrograms
  ) throws(DescriptorError) {
    guard program.instructions.count <= PointerProgram.instructionLimit else {
      throw .unsupported(
        type: text(of: type, .packageName),
        what: "its GC program would have more than \(PointerProgram.instructionLimit) "
          + "instructions; put the values behind a pointer or slice")
    }
    switch type {
    case .type(let type):
      try append(type, at: offset, openArrays: openArrays, to: &program, codes)
    case .mapArray(let element):
      try append(
        .array(length: 8, element: element), at: offset, openArrays: openArrays, to: &program,
        codes)
    case .pointer(let element):
      try appendPointer(to: element, at: offset, &program)
    case .overflowPointer(let key, let value):
      try appendPointer(to: .mapBucket(key: key, value: value), at: offset, &program)
    case .withoutAlgorithms, .slice, .array: throw unknownType(type)
    case .mapBucket, .mapHeader, .mapIterator:
      guard let structure = try madeUpStruct(type) else { throw unknownType(type) }
      for field in structure.fields {
        try append(
          field.type, at: offset + field.offset, openArrays: openArrays, to: &program, codes)
      }
    }
  }

  private mutating func append(
    _ type: GoType, at offset: Int64, openArrays: Int, to program: inout PointerProgram,
    _ codes: TypeRules.PointerPrograms
  ) throws(DescriptorError) {
    let layout = try layout(of: .type(type))
    try checkAlignment(of: .type(type), layout, at: offset)
    switch universe.underlying(type) ?? type {
    case .basic(.string): program.instructions.append(.string(offset: offset))
    case .basic(.unsafePointer), .function:
      program.instructions.append(.plainPointer(offset: offset))
    case .basic, .named: break
    case .pointer(let element): try appendPointer(to: .type(element), at: offset, &program)
    case .channel:
      program.instructions.append(.channel(offset: offset, type: symbol(of: type)))
    case .map(let key, let value):
      let header = symbol(ofProgramOf: .mapHeader(key: key, value: value))
      program.instructions.append(.pointer(offset: offset, program: header))
    case .interface(let interface):
      program.instructions.append(
        interface.methods.isEmpty ? .emptyInterface(offset: offset) : .interface(offset: offset))
    case .slice(let element):
      if try self.layout(of: .type(element)).size > 0 {
        let elements = symbol(ofProgramOf: .type(element))
        program.instructions.append(.slice(offset: offset, program: elements))
      } else {
        program.instructions.append(.plainPointer(offset: offset))
      }
    case .array(let count, let element):
      guard layout.size > 0, try hasPointers(.type(element)) else { return }
      let size = try self.layout(of: .type(element)).size
      if count == 1 || layout.size <= codes.longestInline {
        for index in 0..<count {
          try append(
            .type(element), at: offset + index * size, openArrays: openArrays, to: &program, codes)
        }
      } else if openArrays < codes.stackCapacity {
        program.instructions.append(
          .arrayStart(offset: offset, count: count, elementSize: size))
        try append(.type(element), at: 0, openArrays: openArrays + 1, to: &program, codes)
        program.instructions.append(.arrayNext)
      } else {
        program.instructions.append(
          .region(offset: offset, size: layout.size, program: symbol(ofProgramOf: .type(type))))
      }
    case .structure(let structure):
      let offsets = try laidOut(.type(type)) { () throws(LayoutError) in
        try universe.fieldOffsets(of: structure)
      }
      for (field, fieldOffset) in zip(structure.fields, offsets) {
        try append(
          .type(field.type), at: offset + fieldOffset, openArrays: openArrays, to: &program, codes)
      }
    }
  }

  /// The collector need not know the type of what has no pointers; it knows that of bytes itself.
  private mutating func appendPointer(
    to element: DescribedType, at offset: Int64, _ program: inout PointerProgram
  ) throws(DescriptorError) {
    try checkAlignment(of: element.pointer, try layout(of: element.pointer), at: offset)
    if try !hasPointers(element) || isByte(element) {
      program.instructions.append(.plainPointer(offset: offset))
    } else {
      let pointee = symbol(ofProgramOf: element)
      program.instructions.append(.pointer(offset: offset, program: pointee))
    }
  }

  private func isByte(_ type: DescribedType) -> Bool {
    guard let type = type.goType else { return false }
    return universe.underlying(type) == .basic(.uint8)
  }

  private func checkAlignment(
    of type: DescribedType, _ layout: TypeLayout, at offset: Int64
  ) throws(DescriptorError) {
    guard layout.alignment <= 0 || offset % layout.alignment == 0 else {
      throw .misaligned(
        what: "type \(text(of: type, .packageName))", offset: offset,
        alignment: layout.alignment)
    }
  }
}
