import FunctionTables
import GoRelease
import MachineCode

extension LinkedFunctions {
  /// Adds what `go.pcdata` and `go.funcdata` said of a function to its record.
  func addMarkers(
    of function: Function, to record: inout FunctionRecord, from symbols: inout SymbolContents
  ) throws(LinkError) {
    guard let said = markers.functions[function.range.lowerBound] else { return }
    for index in said.pcdata.keys {
      record.pcdata[index] = said.pcValues(index, size: function.range.count)
    }
    for (index, symbol) in said.funcdata.sorted(by: { $0.key < $1.key }) {
      do throws(SymbolContents.Obstacle) {
        record.funcdata[index] = FuncData(
          bytes: try symbols.bytes(of: symbol), alignment: symbol.alignment)
      } catch {
        throw .code(
          function: function.record.name,
          what: "FUNCDATA \(index), \(symbol.address.name), \(error.rawValue)")
      }
    }
  }
}

/// The bytes of symbols of an object, to be copied: into a region of the whole module's, which
/// functions refer to by offsets.
struct SymbolContents {
  /// Why a symbol's bytes cannot be copied.
  enum Obstacle: String, Error {
    case undefined = "is not defined in the plugin"
    case relocated = "holds addresses, but a plugin's funcdata is plain bytes"
    case writable = "can be written to, but a plugin's funcdata is a copy; make it constant"
    case alignment = "is aligned to more than 8 bytes, as a plugin's funcdata cannot be"
    case damaged = "does not lie in its section"
  }

  private let object: ObjectFile
  private var sections: [Int: Contents] = [:]

  private struct Contents {
    var bytes: ArraySlice<UInt8>
    /// The offsets of relocations, ascending.
    var relocated: [UInt64]

    func hasRelocation(in range: Range<UInt64>) -> Bool {
      var low = 0
      var high = relocated.count
      while low < high {
        let middle = (low + high) / 2
        if relocated[middle] >= range.lowerBound { high = middle } else { low = middle + 1 }
      }
      return low < relocated.count && relocated[low] < range.upperBound
    }
  }

  init(_ object: ObjectFile) { self.object = object }

  mutating func bytes(of symbol: FunctionMarkers.FuncDataSymbol) throws(Obstacle) -> [UInt8] {
    guard let index = symbol.address.section, index < object.sections.count else {
      throw .undefined
    }
    let section = object.sections[index]
    let contents = try contents(of: section)
    let start = symbol.address.offset
    guard start >= 0, symbol.size >= 0, start <= contents.bytes.count,
      symbol.size <= contents.bytes.count - start
    else { throw .damaged }
    // Constants with addresses stand in a section that the dynamic linker writes to.
    let range = UInt64(start)..<UInt64(start + symbol.size)
    guard !contents.hasRelocation(in: range) else { throw .relocated }
    guard !section.flags.contains(.write) else { throw .writable }
    guard symbol.alignment <= 8 else { throw .alignment }
    return Array(contents.bytes.dropFirst(start).prefix(symbol.size))
  }

  private mutating func contents(of section: ObjectFile.Section) throws(Obstacle) -> Contents {
    if let known = sections[section.index] { return known }
    // Sections of zeros alone, which have no bytes in the file, are writable.
    if section.type == .nobits { throw .writable }
    guard let bytes = try? object.contents(of: section),
      let relocations = try? object.relocations(for: section)
    else { throw .damaged }
    let contents = Contents(bytes: ArraySlice(bytes), relocated: relocations.map(\.offset))
    sections[section.index] = contents
    return contents
  }
}
