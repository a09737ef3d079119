/// Where the code of an object stands.
struct CodeLayout {
  /// In order of address, without overlaps.
  var sections: [CodeSection] = []
  /// By section index: the address from which symbols in the section count.
  var bases: [UInt64]
  /// Behind the last section.
  var end: UInt64

  /// Addresses that leave room for all that may follow.
  private static let limit: UInt64 = 1 << 62

  init(_ object: ObjectFile, at base: UInt64) throws(CodeInputError) {
    bases = object.sections.map(\.address)
    end = base
    if object.kind == .relocatable {
      try place(object)
    } else {
      try collect(object)
    }
  }

  /// A section that holds code in the file.
  static func isCode(_ section: ObjectFile.Section) -> Bool {
    section.type == .progbits && section.flags.contains(.execinstr)
      && section.flags.contains(.alloc)
  }

  /// Every section of code behind the one before, aligned.
  private mutating func place(_ object: ObjectFile) throws(CodeInputError) {
    for section in object.sections where Self.isCode(section) {
      let alignment = try Self.alignment(of: section)
      let address = (end &+ (alignment &- 1)) & ~(alignment &- 1)
      guard address >= end, address < Self.limit, section.size < Self.limit else {
        throw .section(section.name, what: "there is no address for it")
      }
      do throws(ObjectFileError) {
        sections.append(
          CodeSection(
            index: section.index, name: section.name, address: address,
            size: section.size, alignment: alignment,
            bytes: try object.contents(of: section),
            relocatedOffsets: try object.relocatedOffsets(of: section)))
      } catch { throw .object(error) }
      bases[section.index] = address
      end = address &+ section.size
    }
  }

  /// The sections of code at the addresses that the linker gave them.
  private mutating func collect(_ object: ObjectFile) throws(CodeInputError) {
    for section in object.sections where Self.isCode(section) && section.size > 0 {
      guard !section.address.addingReportingOverflow(section.size).overflow else {
        throw .section(section.name, what: "it reaches beyond the last address")
      }
      let alignment = try Self.alignment(of: section)
      do throws(ObjectFileError) {
        sections.append(
          CodeSection(
            index: section.index, name: section.name, address: section.address,
            size: section.size, alignment: alignment,
            bytes: try object.contents(of: section), relocatedOffsets: []))
      } catch { throw .object(error) }
    }
    sections.sort { $0.address < $1.address }
    for (previous, next) in zip(sections, sections.dropFirst())
    where next.address < previous.end {
      throw .section(next.name, what: "it shares addresses with section \(previous.name)")
    }
    end = sections.last?.end ?? end
  }

  /// The sections that have functions, which are renumbered accordingly.
  func used(by functions: inout [FunctionIndex.Function]) -> [CodeSection] {
    var used: [CodeSection] = []
    var last: Int32 = -1
    // Both are in order of address.
    for index in functions.indices {
      let place = functions[index].section
      if place != last { used.append(sections[Int(place)]) }
      last = place
      functions[index].section = Int32(truncatingIfNeeded: used.count &- 1)
    }
    return used
  }

  private static func alignment(of section: ObjectFile.Section) throws(CodeInputError) -> UInt64 {
    guard !section.flags.contains(.compressed) else {
      throw .section(section.name, what: "it is compressed, which loaded sections cannot be")
    }
    let alignment = max(1, section.alignment)
    guard alignment & (alignment &- 1) == 0, alignment <= 1 << 32 else {
      throw .section(
        section.name, what: "its alignment, \(alignment), is not a power of two up to 2^32")
    }
    return alignment
  }
}
