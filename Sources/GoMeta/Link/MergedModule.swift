import MachineCode

/// The objects of a plugin joined into one: where its text, data and symbols have come to lie.
struct MergedModule {
  let path: String
  let object: ObjectFile
  let lines: LineTable
  /// Offsets of defined symbols in `.text` and `.go.data`.
  let textOffsets: [String: Int]
  let dataOffsets: [String: Int]
  /// In bytes; 0 without a section of Go's variables.
  let dataSize: Int

  init(path: String) throws(LinkError) {
    self.path = path
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch { throw .file(error) }
    do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
      throw .object(path: path, what: "\(error)")
    }
    do throws(LineProgramError) { lines = try LineTable(object: object) } catch {
      throw .object(path: path, what: "\(error)")
    }
    textOffsets = Self.offsets(in: ".text", of: object)
    dataOffsets = Self.offsets(in: Naming.dataSection, of: object)
    dataSize = Int(clamping: object.section(named: Naming.dataSection)?.size ?? 0)
  }

  /// The file as it is to be linked, where that is not as it is.
  func unloadingStackMaps(isKept: Bool) throws(LinkError) -> [UInt8]? {
    do throws(ObjectFileError) { return try object.unloadingStackMaps(isKept: isKept) } catch {
      throw .object(path: path, what: "\(error)")
    }
  }

  private static func offsets(in name: String, of object: ObjectFile) -> [String: Int] {
    guard let section = object.section(named: name) else { return [:] }
    var offsets: [String: Int] = [:]
    for symbol in object.symbols
    where symbol.sectionIndex == .section(section.index) && !symbol.name.isEmpty
      && symbol.binding != .local
    {
      offsets[symbol.name] = Int(exactly: symbol.value)
    }
    return offsets
  }
}
