import MachineCode

extension FunctionSectionRecord {
  /// Why an object's records cannot be told.
  struct Fault: Error {
    /// Empty when it is the section as a whole.
    var function: String
    var what: String
  }

  /// An object's records, by the offset of their function in its text; none without the section.
  static func records(
    of object: ObjectFile, in text: CodeText
  ) throws(Fault) -> [Int: FunctionSectionRecord] {
    guard let section = object.section(named: sectionName) else { return [:] }
    guard
      let contents = try? object.contents(of: section),
      let relocations = try? object.relocations(for: section),
      let records = try? decode(Array(contents))
    else { throw Fault(function: "", what: "the section \(sectionName) is damaged") }
    var targets: [UInt64: Int] = [:]
    for relocation in relocations where relocation.symbolIndex < object.symbols.count {
      let symbol = object.symbols[relocation.symbolIndex]
      guard symbol.sectionIndex == .section(text.section.index),
        let offset = Int(exactly: Int64(bitPattern: symbol.value) &+ relocation.addend)
      else { continue }
      targets[relocation.offset] = offset
    }
    var result: [Int: FunctionSectionRecord] = [:]
    for (offset, record) in records {
      guard let target = targets[UInt64(offset)] else {
        throw Fault(function: record.name, what: "its record does not say where its code is")
      }
      result[target] = record
    }
    return result
  }
}
