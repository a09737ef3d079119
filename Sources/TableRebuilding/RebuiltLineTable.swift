public import FunctionTables
public import GoRelease
import MachineCode
public import Symbols

/// A rebuilt pclntab of Go 1.16 and later.
public struct RebuiltLineTable: Sendable {
  public let table: PCLineTable
  public let layouts: FunctionLayouts
  public let architecture: Architecture
  let layout: TextLayout
  /// Whether the distances between functions are final: in an image, and in one section of objects.
  public var isFinal: Bool { layout.isFinal }
  private let isRelocatable: Bool
  /// What is missing from the table, or odd about its inputs, one line each.
  public let notes: [String]

  /// Where the text starts: of an image the address of its `.text`, or 0 where the table has
  /// addresses; 0 for objects.
  public var textStart: UInt64 { layout.start }

  init(
    table: PCLineTable, layouts: FunctionLayouts, architecture: Architecture, layout: TextLayout,
    isRelocatable: Bool, notes: [String]
  ) {
    self.table = table
    self.layouts = layouts
    self.architecture = architecture
    self.layout = layout
    self.isRelocatable = isRelocatable
    self.notes = notes
  }

  /// Whether an object of the table has relocations against the code.
  private var needsAnchors: Bool {
    isRelocatable && (layouts.hasAddresses || !layout.isFinal || table.textStart != nil)
  }

  static let tableName = "runtime.pclntab"
  static let tableEndName = "runtime.epclntab"
  static let funcDataName = "go:func.*"
  static let findFuncTableName = "runtime.findfunctab"

  /// The table's bytes, then, at the next multiple of 8, the functions' data that its offsets are
  /// relative to. Of an image as they would stand in its memory; of objects with addresses from 0
  /// on, as if their sections of code lay one behind another there.
  public func raw() -> [UInt8] {
    var table = table
    // Where the data comes to lie nobody knows: a table with addresses of it counts them from its
    // start.
    table.setAddresses(text: textStart, funcData: 0)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(table.bytes.count + 8 + table.funcData.count)
    bytes += table.bytes
    bytes.pad(to: 8)
    bytes += table.funcData
    return bytes
  }

  /// An ELF object with the table, the functions' data and the findfunctab.
  ///
  /// The table of an image has no relocations. That of objects is to be linked with them, in the
  /// order in which they were given. Where they have one section of code, entries count from its
  /// start; where they have several, entries are 32-bit addresses and the text starts at 0: the
  /// image must lie below 4 GiB, at an address known when it is linked, and there is no findfunctab.
  /// - Throws: where relocations are needed and all symbols of the objects' code are local.
  public func object() throws(TableRebuildError) -> [UInt8] {
    guard !needsAnchors || !layout.anchors.isEmpty else { throw .local }
    var bytes = table.bytes
    if !isRelocatable {
      var resolved = table
      resolved.setAddresses(text: textStart, funcData: 0)
      bytes = resolved.bytes
    }
    let relocations = relocations
    var section = Section(
      kind: SectionKind(
        name: ".gopclntab",
        access: relocations.isEmpty ? .readOnly : .readOnlyAfterRelocation), alignment: 32)
    section.append(
      Symbol(
        name: Self.tableName, bytes: bytes, relocations: relocations, alignment: 32,
        binding: .global))
    section.append(
      Symbol(name: Self.funcDataName, bytes: table.funcData, alignment: 8, binding: .global))
    section.append(Symbol(name: Self.tableEndName, binding: .global))
    var writer = ObjectFileWriter(architecture: architecture)
    writer.append(section)
    if layout.isFinal {
      var rest = Section(kind: SectionKind(name: ".rodata", access: .readOnly), alignment: 4)
      rest.append(
        Symbol(
          name: Self.findFuncTableName, bytes: table.findFuncTable, alignment: 4, binding: .global))
      writer.append(rest)
    }
    return writer.finish()
  }
}

extension RebuiltLineTable {
  /// Addresses of an image's text are final. Distances are where all code is one section; then the
  /// header has where that starts, up to Go 1.25.
  private var relocations: [Relocation] {
    var relocations: [Relocation] = []
    if isRelocatable, layout.isFinal, let offset = table.textStart {
      relocations.append(textRelocation(at: offset, 0, .address))
    }
    let isNeeded = layouts.hasAddresses || !layout.isFinal
    for place in isNeeded ? table.addressPlaces : [] {
      switch place.base {
      case .funcData:
        relocations.append(
          Relocation(
            offset: place.offset, kind: .address, target: Self.funcDataName,
            addend: Int64(truncatingIfNeeded: place.addend)))
      case .text where isRelocatable:
        relocations.append(
          textRelocation(
            at: place.offset, place.addend, place.width == 8 ? .address : .address32))
      case .text: break
      }
    }
    return relocations
  }

  /// By the last function at or before the place, else by the first one.
  private func textRelocation(
    at offset: Int, _ target: UInt64, _ kind: Relocation.Kind
  ) -> Relocation {
    let functions = layout.functions
    var (low, high) = (0, functions.count)
    while low < high {
      let middle = (low + high) / 2
      if functions[middle].entry <= target { low = middle + 1 } else { high = middle }
    }
    let nearest = max(low - 1, 0)
    let anchor = layout.anchors[nearest]
    return Relocation(
      offset: offset, kind: kind, target: anchor.name,
      addend: anchor.distance &+ Int64(bitPattern: target &- functions[nearest].entry))
  }
}
