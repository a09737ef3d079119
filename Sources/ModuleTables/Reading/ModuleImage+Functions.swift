public import FunctionTables
import GoRelease
import Symbols

extension ModuleImage {
  /// A function as the pclntab has it, with its tables decoded.
  public struct Function: Sendable {
    public var name: String
    /// Its address, and its distance from the start of the text.
    public var entry: UInt64
    public var entryOffset: UInt32
    public var end: UInt32
    public var argumentSize: Int32
    public var startLine: Int32
    public var functionID: UInt8
    public var stackDeltas, files, lines: [PCValue]
    /// By PCDATA index; nil where there is no table.
    public var pcdata: [[PCValue]?]
    /// By FUNCDATA index: offsets from the funcdata region; nil where there is none.
    public var funcdata: [UInt32?]
  }

  /// All functions in order of address.
  public func functions() throws(ModuleReadError) -> [Function] {
    let names = try slice(.funcnametab)
    let table = try slice(.pclntable)
    let pcTable = try slice(.pctab)
    let text = try word(.text)
    let count = Int(truncatingIfNeeded: try word(.ftab, at: 1)) - 1
    let reader = TableReader(bytes: table, layouts: release.functions)
    let quantum = image.object.architecture.pcQuantum
    func decode(_ offset: UInt32) throws(ModuleReadError) -> [PCValue] {
      if offset == 0 { return [] }
      do {
        return try PCValueTable.decode(
          pcTable, at: Int(truncatingIfNeeded: offset), quantum: quantum
        ).entries
      } catch { throw .malformed(what: "\(error)", address: address) }
    }
    guard count >= 0, count < table.count else {
      throw .malformed(what: "functab length", address: address)
    }
    var functions: [Function] = []
    for index in 0..<count {
      let entry = try reader.number(at: 8 * index)
      let record = Int(try reader.number(at: 8 * index + 4))
      let end = try reader.number(at: 8 * index + 8)
      func field(_ field: FunctionLayouts.FunctionField) throws(ModuleReadError) -> UInt32 {
        try reader.field(field, of: record)
      }
      guard let name = Self.string(names, at: try field(.nameOff)) else {
        throw .malformed(what: "name of function \(index)", address: text + UInt64(entry))
      }
      let tables = record + release.functions.function.size
      let pcdataCount = Int(try field(.npcdata))
      let funcdataCount = Int(try field(.nfuncdata))
      guard pcdataCount < 64 else {
        throw .malformed(what: "npcdata of function \(name)", address: text + UInt64(entry))
      }
      var pcdata: [[PCValue]?] = []
      for table in 0..<pcdataCount {
        let offset = try reader.number(at: tables + 4 * table)
        pcdata.append(offset == 0 ? nil : try decode(offset))
      }
      var funcdata: [UInt32?] = []
      for data in 0..<funcdataCount {
        let offset = try reader.number(at: tables + 4 * (pcdataCount + data))
        funcdata.append(offset == .max ? nil : offset)
      }
      functions.append(
        Function(
          name: name, entry: text &+ UInt64(entry), entryOffset: entry, end: end,
          argumentSize: Int32(bitPattern: try field(.args)),
          startLine: Int32(bitPattern: try field(.startLine)),
          functionID: UInt8(truncatingIfNeeded: try field(.funcID)),
          stackDeltas: try decode(field(.pcsp)), files: try decode(field(.pcfile)),
          lines: try decode(field(.pcln)), pcdata: pcdata, funcdata: funcdata))
    }
    return functions
  }

  /// The path of a file by its index in the file tables.
  public func file(_ index: Int32) throws(ModuleReadError) -> String? {
    let units = try slice(.cutab, unit: 4)
    guard index >= 0, Int(index) * 4 + 4 <= units.count else { return nil }
    let reader = TableReader(bytes: units, layouts: release.functions)
    return Self.string(try slice(.filetab), at: try reader.number(at: Int(index) * 4))
  }
}

/// Numbers at checked offsets of a table.
private struct TableReader {
  let bytes: [UInt8]
  let layouts: FunctionLayouts

  func number(at offset: Int, width: Int = 4) throws(ModuleReadError) -> UInt32 {
    guard offset >= 0, offset <= bytes.count - width else {
      throw .malformed(what: "function table", address: UInt64(truncatingIfNeeded: offset))
    }
    return (0..<width).reversed().reduce(0) { $0 << 8 | UInt32(bytes[offset + $1]) }
  }

  func field(
    _ field: FunctionLayouts.FunctionField, of record: Int
  ) throws(ModuleReadError) -> UInt32 {
    guard let place = layouts.function[field] else { return 0 }
    return try number(at: record + place.offset, width: place.width)
  }
}
