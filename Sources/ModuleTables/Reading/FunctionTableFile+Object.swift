import FunctionTables
import MachineCode

/// The table of a relocatable object, in which symbols stand for addresses.
extension FunctionTableFile {
  init(relocatable object: ObjectFile) throws(FunctionTableFileError) {
    guard let (section, offset) = Self.find(object) else { throw .noTable }
    let contents: InputBytes
    var references: [Int: Reference] = [:]
    do throws(ObjectFileError) {
      contents = try object.contents(of: section)
    } catch { throw .object(error) }
    let table = contents.part(min(offset, contents.count)..<contents.count)
    guard FunctionTableView.Format(table) != nil else {
      do throws(FunctionTableViewError) {
        _ = try FunctionTableView(table.bytes)
        throw FunctionTableViewError.truncated(.header, offset: 0)
      } catch { throw .table(error, name: section.name) }
    }
    for relocation in try Self.relocations(object, section) where relocation.type != 0 {
      guard let place = Int(exactly: relocation.offset), place >= offset else { continue }
      // Addresses of 64 bits, and of 32 for entries of 32.
      let types: [UInt32] = object.architecture == .x86_64 ? [1, 10] : [257, 258]
      guard types.contains(relocation.type) else {
        throw .relocation(offset: place - offset, type: relocation.type)
      }
      references[place - offset] = Self.reference(relocation, object)
    }
    self.init(
      object: object, table: table, address: nil, section: section, offset: offset,
      references: references)
    do throws(FunctionTableViewError) { _ = try FunctionTableView(table.bytes) } catch {
      throw .table(error, name: section.name)
    }
    if !references.isEmpty { textStart = 0 }
    for symbol in object.symbols where ["go:func.*", "go.func.*"].contains(symbol.name) {
      guard case .section(let index) = symbol.sectionIndex, index < object.sections.count,
        let start = Int(exactly: symbol.value),
        let bytes = try? object.contents(of: object.sections[index]), start <= bytes.count
      else { continue }
      funcData = bytes.part(start..<bytes.count)
    }
  }

  /// By its symbols, else by its section.
  private static func find(_ object: ObjectFile) -> (ObjectFile.Section, Int)? {
    for symbol in object.symbols where tableNames.contains(symbol.name) {
      guard case .section(let index) = symbol.sectionIndex, index < object.sections.count,
        let offset = Int(exactly: symbol.value),
        offset <= object.sections[index].fileRange.count
      else { continue }
      return (object.sections[index], offset)
    }
    return sectionNames.lazy.compactMap { object.section(named: $0) }.first.map { ($0, 0) }
  }

  private static func relocations(
    _ object: ObjectFile, _ section: ObjectFile.Section
  ) throws(FunctionTableFileError) -> [ObjectFile.Relocation] {
    do throws(ObjectFileError) { return try object.relocations(for: section) } catch {
      throw .object(error)
    }
  }

  /// A relocation's symbol: its name, or that of the section that it stands for.
  private static func reference(
    _ relocation: ObjectFile.Relocation, _ object: ObjectFile
  ) -> Reference {
    guard relocation.symbolIndex < object.symbols.count else {
      return Reference(symbol: "", addend: relocation.addend, section: nil, offset: 0)
    }
    let symbol = object.symbols[relocation.symbolIndex]
    guard case .section(let index) = symbol.sectionIndex, index < object.sections.count else {
      return Reference(symbol: symbol.name, addend: relocation.addend, section: nil, offset: 0)
    }
    return Reference(
      symbol: symbol.name.isEmpty ? object.sections[index].name : symbol.name,
      addend: relocation.addend, section: index,
      offset: symbol.value &+ UInt64(bitPattern: relocation.addend))
  }

  /// The bytes from where a reference leads, up to the end of the section; empty for what the
  /// object does not define.
  public func bytes(at reference: Reference) -> InputBytes {
    guard let object, let section = reference.section, section < object.sections.count,
      let start = Int(exactly: reference.offset),
      let contents = try? object.contents(of: object.sections[section]), start <= contents.count
    else { return InputBytes() }
    return contents.part(start..<contents.count)
  }
}
