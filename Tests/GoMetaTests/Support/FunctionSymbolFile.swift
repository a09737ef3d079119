import FunctionTables
import GoRelease
import MachineCode
import ModuleTables
import Symbols

/// A pclntab of magic 0xfffffffb in an ELF file, as a whole: found, and read with the addresses or
/// relocations that the file has for it.
struct FunctionSymbolFile {
  let table: FunctionSymbolTable
  /// Whether functions have addresses; else they have symbols, and the table relocations.
  let hasAddresses: Bool
  private let object: ObjectFile
  /// Where the symbols are defined that relocations of the table refer to.
  private var places: [String: (section: Int, offset: UInt64)] = [:]

  /// Names under which linkers knew the table.
  private static let startNames: Set<String> = [
    "pclntab", "go.pclntab", "go:pclntab", "runtime.pclntab",
  ]
  private static let endNames: Set<String> = [
    "epclntab", "go.epclntab", "go:epclntab", "runtime.epclntab",
  ]
  private static let sectionNames = [".gopclntab", ".data.rel.ro.gopclntab"]
  private static let magic: [UInt8] = [0xfb, 0xff, 0xff, 0xff]

  /// Nil when the file has no such table.
  ///
  /// - Parameter layouts: the release; nil to tell it from the table.
  init?(_ object: ObjectFile, layouts: FunctionSymbolLayouts?) throws(FunctionSymbolFileError) {
    self.object = object
    guard let (section, range) = Self.find(object) else { return nil }
    let contents: [UInt8]
    do throws(ObjectFileError) { contents = Array(try object.contents(of: section)) } catch {
      throw .file("\(error)")
    }
    guard range.upperBound <= contents.count else {
      throw .file("pclntab in section \(section.name) leads out of the section")
    }
    var bytes = Array(contents[range])
    guard bytes.starts(with: Self.magic) else { return nil }
    var relocations: [Relocation] = []
    if object.kind != .relocatable {
      do throws(ModuleReadError) {
        let image = try MappedImage(object)
        // What the dynamic linker stores: addresses, each in an aligned word.
        let start = section.address &+ UInt64(clamping: range.lowerBound)
        if object.kind == .shared {
          for offset in stride(from: 0, to: bytes.count &- 7, by: 8) {
            if case .value(let word) = try image.word(at: start &+ UInt64(clamping: offset)) {
              bytes.store(word, at: offset)
            }
          }
        }
      } catch { throw .file("\(error)") }
    } else {
      for relocation in try Self.relocations(object, section) where relocation.type != 0 {
        guard let offset = Int(exactly: relocation.offset), range.contains(offset) else { continue }
        let isAddress = relocation.type == (object.architecture == .x86_64 ? 1 : 257)
        guard isAddress else {
          throw .relocation(offset: offset &- range.lowerBound, type: relocation.type)
        }
        let (name, place) = Self.target(relocation, object)
        if let place { places[name] = place }
        relocations.append(
          Relocation(
            offset: offset &- range.lowerBound, kind: .address, target: name,
            addend: relocation.addend))
      }
    }
    hasAddresses = relocations.isEmpty
    do throws(FunctionSymbolTableError) {
      table = try FunctionSymbolTable(
        reading: bytes, layouts: layouts, relocations: relocations)
    } catch { throw .table(error) }
  }

  /// By its symbols, else by its section.
  private static func find(_ object: ObjectFile) -> (ObjectFile.Section, Range<Int>)? {
    func position(_ symbol: ObjectFile.Symbol) -> (section: ObjectFile.Section, offset: Int)? {
      guard case .section(let index) = symbol.sectionIndex, index < object.sections.count else {
        return nil
      }
      let section = object.sections[index]
      guard let offset = Int(exactly: symbol.value &- section.address),
        offset <= section.fileRange.count
      else { return nil }
      return (section, offset)
    }
    for table in [object.symbols, object.dynamicSymbols] {
      guard let symbol = table.first(where: { startNames.contains($0.name) }),
        let start = position(symbol)
      else { continue }
      let end = table.lazy.filter { endNames.contains($0.name) }.compactMap(position)
        .first { $0.section.index == start.section.index && $0.offset >= start.offset }
      return (start.section, start.offset..<(end?.offset ?? start.section.fileRange.count))
    }
    for name in sectionNames {
      if let section = object.section(named: name) { return (section, 0..<section.fileRange.count) }
    }
    return nil
  }

  private static func relocations(
    _ object: ObjectFile, _ section: ObjectFile.Section
  ) throws(FunctionSymbolFileError) -> [ObjectFile.Relocation] {
    do throws(ObjectFileError) { return try object.relocations(for: section) } catch {
      throw .file("\(error)")
    }
  }

  /// A relocation's symbol: its name, or that of the section that it stands for.
  private static func target(
    _ relocation: ObjectFile.Relocation, _ object: ObjectFile
  ) -> (name: String, place: (section: Int, offset: UInt64)?) {
    guard relocation.symbolIndex < object.symbols.count else { return ("", nil) }
    let symbol = object.symbols[relocation.symbolIndex]
    guard case .section(let index) = symbol.sectionIndex, index < object.sections.count else {
      return (symbol.name, nil)
    }
    let name = symbol.name.isEmpty ? object.sections[index].name : symbol.name
    return (name, (index, symbol.value))
  }

  /// The bytes from where FUNCDATA is up to the end of its section, at most `limit`; nil when they
  /// are not in the file.
  func bytes(at data: FuncDataAddress, limit: Int) -> [UInt8]? {
    switch data {
    case .symbol(let name, let addend):
      guard let place = places[name],
        let offset = Int(exactly: place.offset &+ UInt64(bitPattern: addend)), offset >= 0,
        let contents = try? object.contents(of: object.sections[place.section]),
        offset < contents.count
      else { return nil }
      return Array(contents.dropFirst(offset).prefix(limit))
    case .address(let address):
      guard
        let section = object.sections.first(where: {
          $0.flags.contains(.alloc) && !$0.flags.contains(.tls) && $0.contains(address: address)
        }), let contents = try? object.contents(of: section),
        let offset = Int(exactly: address &- section.address), offset < contents.count
      else { return nil }
      return Array(contents.dropFirst(offset).prefix(limit))
    }
  }
}

/// Why a file's pclntab cannot be read.
enum FunctionSymbolFileError: Error, CustomStringConvertible {
  case file(String)
  /// A relocation in the table that stores no address. The offset is from the table's start.
  case relocation(offset: Int, type: UInt32)
  case table(FunctionSymbolTableError)

  var description: String {
    switch self {
    case .file(let what): what
    case .relocation(let offset, let type):
      "pclntab+\(offset): relocation of type \(type), which stores no 64-bit address"
    case .table(let error): "\(error)"
    }
  }
}
