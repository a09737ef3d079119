import GoRelease
import GoTypes
import Symbols

/// A variable in a program's data, as the collector's root programs tell of it.
public struct RootVariable: Sendable {
  public var name: String
  /// In bytes from the start of its section.
  public var offset: Int64
  /// In bytes.
  public var size: Int64
  /// Nil where no one knows: then every word of it may be a pointer.
  public var type: GoType?

  public init(name: String, offset: Int64, size: Int64, type: GoType?) {
    self.name = name
    self.offset = offset
    self.size = size
    self.type = type
  }
}

extension DescriptorBuilder {
  /// The program of a section of variables, `gcdata` or `gcbss` (cmd/ld/data.c, `gcaddsym`): it
  /// calls the program of each variable's type, which `build` then writes.
  ///
  /// - Parameters:
  ///   - name: the symbol's name.
  ///   - size: the section's, in bytes.
  ///   - variables: those of the section, whatever the order. Variables without pointers belong to
  ///     sections that have no program.
  /// - Throws: `DescriptorError` where the release has no such programs, or a variable lies outside
  ///   the section, over another, or at an offset that its type's alignment does not allow.
  public mutating func rootProgram(
    named name: String, size: Int64, variables: [RootVariable]
  ) throws(DescriptorError) -> Symbol {
    guard case .pointerPrograms(let codes) = release.typeRules.gcData else {
      throw .unsupported(
        type: name, what: "Go \(release.name) has masks of roots in place of root programs")
    }
    // Relocations of that linker have 32-bit offsets, so all data has to fit (`dodata`).
    guard UInt32(exactly: size) != nil else { throw .sectionTooLarge(section: name, size: size) }
    var program = PointerProgram(size: size)
    var end: Int64 = 0
    for variable in variables.sorted(by: { $0.offset < $1.offset }) {
      let (next, overflow) = variable.offset.addingReportingOverflow(variable.size)
      guard variable.offset >= end, variable.size >= 0, !overflow, next <= size else {
        throw .misplaced(variable: variable.name, offset: variable.offset, section: name)
      }
      end = next
      try append(variable, to: &program)
    }
    return program.symbol(named: name, binding: .global, codes)
  }

  private mutating func append(
    _ variable: RootVariable, to program: inout PointerProgram
  ) throws(DescriptorError) {
    let word: Int64 = 8
    if let type = variable.type {
      let layout = try layout(of: .type(type))
      guard layout.size == variable.size else {
        throw .sizeMismatch(
          variable: variable.name, size: variable.size, type: text(of: type, .packageName),
          typeSize: layout.size)
      }
      let step = max(layout.alignment, 1)
      guard variable.offset % step == 0 else {
        throw .misaligned(
          what: "variable \(variable.name) of type \(text(of: type, .packageName))",
          offset: variable.offset, alignment: step)
      }
      if variable.size < word { return }
      let target = symbol(ofProgramOf: .type(type))
      program.instructions.append(.call(offset: variable.offset, program: target))
      return
    }
    guard variable.size >= word else { return }
    var offset = (variable.offset + word - 1) / word * word
    guard (variable.offset + variable.size - offset) / word <= PointerProgram.instructionLimit
    else {
      throw .unsupported(
        type: variable.name,
        what: "a variable without a type and of \(variable.size) bytes needs more than "
          + "\(PointerProgram.instructionLimit) instructions; give its type")
    }
    while offset + word <= variable.offset + variable.size {
      program.instructions.append(.plainPointer(offset: offset))
      offset += word
    }
  }
}
