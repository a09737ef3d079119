public import FunctionTables
public import MachineCode

/// A file's pclntab, found and with everything that lookups need: of Go programs and plugins,
/// stripped, position-independent or without section headers; of objects and images with a table
/// that GoMeta made; or the bytes of a table alone.
///
///     let file = try FunctionTableFile(InputBytes(mapping: path))
///     try file.withView { view in
///       if let place = try view.location(of: pc) { print(place.line) }
///     }
public struct FunctionTableFile: Sendable {
  /// Nil for the bytes of a table alone.
  public let object: ObjectFile?
  /// From the header on, up to the end of the section at most. Where a loader stores addresses,
  /// they are stored.
  public let table: InputBytes
  /// Where the table is loaded; nil for bytes alone, and in relocatable objects.
  public let address: UInt64?
  /// The section that holds the table; nil in files without section headers.
  public let section: ObjectFile.Section?
  /// Where the table is in its section, or in the file, in bytes.
  public let offset: Int
  /// Nil where the table's header says it, or entries are addresses.
  public internal(set) var textStart: UInt64?
  public internal(set) var funcData = InputBytes()
  public internal(set) var funcDataAddress: UInt64 = 0
  public internal(set) var findFuncTable = InputBytes()
  /// The release that a linked file says it was built with, such as `1.27`.
  public internal(set) var release: String?
  /// Of a relocatable object: what will be stored where in the table, by the offset in it.
  let references: [Int: Reference]

  /// A place that a linker has still to tell.
  public struct Reference: Sendable, Equatable {
    /// The symbol's name, or the section's that it stands for.
    public var symbol: String
    public var addend: Int64
    /// Where it is, if the same object defines it: a place in its sections, and the offset there,
    /// addend included.
    public var section: Int?
    public var offset: UInt64
  }

  /// Finds the table.
  public init(_ bytes: InputBytes) throws(FunctionTableFileError) {
    if bytes.count >= 4, bytes[0] != 0x7f, FunctionTableView.Format(bytes) != nil {
      try self.init(raw: bytes)
      return
    }
    let object: ObjectFile
    do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch { throw .object(error) }
    try self.init(object)
  }

  /// Finds the table of an object or a linked file.
  public init(_ object: ObjectFile) throws(FunctionTableFileError) {
    if object.kind == .relocatable {
      try self.init(relocatable: object)
    } else {
      try self.init(image: object)
    }
  }

  init(
    object: ObjectFile?, table: InputBytes, address: UInt64?, section: ObjectFile.Section?,
    offset: Int, references: [Int: Reference] = [:]
  ) {
    self.object = object
    self.table = table
    self.address = address
    self.section = section
    self.offset = offset
    self.references = references
  }

  /// A table alone, perhaps with its `go:func.*` behind it, at the next multiple of 8: so Go lays
  /// it out since 1.26, and `gometa pclntab` in all forms; addresses in it count from its start.
  private init(raw bytes: InputBytes) throws(FunctionTableFileError) {
    self.init(object: nil, table: bytes, address: nil, section: nil, offset: 0)
    do throws(FunctionTableViewError) {
      let view = try FunctionTableView(bytes.bytes)
      guard view.format != .go1_2, view.functionCount > 0 else { return }
      guard let last = try? view.function(at: view.functionCount - 1),
        let end = try? view.endOfRecord(of: last), end < bytes.count
      else { return }
      funcData = bytes.part(min((end + 7) / 8 * 8, bytes.count)..<bytes.count)
    } catch { throw .table(error, name: "") }
  }

  /// Whether functions have addresses; else they have symbols, and the table relocations.
  public var hasAddresses: Bool { references.isEmpty }

  /// Reads the table.
  public func withView<Result>(
    _ body: (borrowing FunctionTableView) throws -> Result
  ) throws -> Result {
    let view = try FunctionTableView(
      table.bytes, textStart: textStart, funcData: funcData.bytes,
      funcDataAddress: funcDataAddress, findFuncTable: findFuncTable.bytes)
    return try body(view)
  }

  /// What a linker will store at an offset of the table; nil where the bytes are final.
  public func reference(at offset: Int) -> Reference? { references[offset] }
}

extension FunctionTableView.Format {
  /// What the first bytes tell, in either order of bytes; nil for other files.
  init?(_ bytes: InputBytes) {
    guard bytes.count >= 4 else { return nil }
    let word = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard let format = Self(rawValue: word) ?? Self(rawValue: word.byteSwapped) else { return nil }
    self = format
  }
}

/// Why a file's pclntab cannot be read.
public enum FunctionTableFileError: Error, CustomStringConvertible {
  case object(ObjectFileError)
  case image(String)
  case noTable
  case table(FunctionTableViewError, name: String)
  /// A relocation in the table that stores no address. The offset is from the table's start.
  case relocation(offset: Int, type: UInt32)

  public var description: String {
    switch self {
    case .object(let error): "\(error)"
    case .image(let what): what
    case .noTable: "it has no pclntab"
    case .table(let error, let name): name.isEmpty ? "\(error)" : "in \(name): \(error)"
    case .relocation(let offset, let type):
      "pclntab+\(offset): relocation of type \(type), which stores no address"
    }
  }
}
