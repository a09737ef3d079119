public import GoRelease
import MachineCode
import ModuleTables

/// The functions of a file, from its pclntab: a Go program or plugin of any age, an object or image
/// with a table that GoMeta made, or the bytes of a table. Which release it is for need not be
/// known.
public struct FunctionDump: Sendable {
  public let path: String
  /// Nil for an object without a table, of which functions are known all the same.
  private let table: FunctionTableFile?
  private let object: ObjectFile?
  private let release: String?

  /// Opens a file.
  ///
  /// - Parameter release: what it is for, where it does not say so; it tells apart what tables of
  ///   the same magic number do not. A file that states another is refused.
  public init(_ path: String, release: GoRelease? = nil) throws(FileError) {
    let bytes: InputBytes
    do { bytes = try InputBytes(mapping: path) } catch {
      // What is no plain file, such as a pipe, is read to its end.
      bytes = InputBytes(try Files.read(path))
    }
    do {
      try self.init(path, bytes, release)
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  private init(_ path: String, _ bytes: InputBytes, _ release: GoRelease?) throws {
    let table: FunctionTableFile
    do { table = try FunctionTableFile(bytes) } catch FunctionTableFileError.noTable {
      try self.init(path, try ObjectFile(bytes), release)
      return
    }
    try self.init(path, table, table.object, release)
  }

  /// - Throws: `FunctionTableFileError.noTable` for a linked file without a table.
  init(_ path: String, _ object: ObjectFile, _ release: GoRelease?) throws {
    do {
      try self.init(path, try FunctionTableFile(object), object, release)
    } catch FunctionTableFileError.noTable where object.kind == .relocatable {
      try self.init(path, nil, object, release)
    }
  }

  private init(
    _ path: String, _ table: FunctionTableFile?, _ object: ObjectFile?, _ release: GoRelease?
  ) throws {
    (self.path, self.table, self.object) = (path, table, object)
    var stated = table?.release
    if stated == nil, let object, object.kind == .relocatable {
      stated = try ObjectDump.packageRecords(of: object).first?.release
    }
    if let release, let stated, release.name != stated {
      throw DumpError.otherRelease(named: release.name, stated: stated)
    }
    self.release = release?.name ?? stated
  }

  /// Whether a file is the bytes of a table alone.
  public var isTableAlone: Bool { object == nil }

  /// Writes every function: those of an object of `gometa compile`, those of the table, then an
  /// object's FUNCDATA and PCDATA.
  ///
  /// - Parameter sink: takes whole lines.
  /// - Returns: what cannot be read, each with its place.
  public func write(
    _ style: DumpStyle, to sink: ([UInt8]) throws -> Void
  ) throws(FileError) -> [String] {
    do {
      var faults: [String] = []
      if let object, object.kind == .relocatable {
        try Self.write(try ObjectDump.functions(of: object), style, to: sink)
      }
      if let table {
        faults = try FunctionTableDump(table, style, release: release).functions(to: sink)
      }
      if let object, object.kind == .relocatable {
        try Self.write(try ObjectDump.markers(of: object), style, to: sink)
      }
      return faults
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  static func write(
    _ records: [DumpRecord], _ style: DumpStyle, to sink: ([UInt8]) throws -> Void
  ) throws {
    for record in records {
      switch style {
      case .json: try sink(Array((record.json + "\n").utf8))
      case .text: try sink(Array(record.text.map { $0 + "\n" }.joined().utf8))
      }
    }
  }

  /// Writes what the table says of PCs, each on a line of JSON or some of text.
  public func write(
    pcs: [UInt64], _ style: DumpStyle, to sink: ([UInt8]) throws -> Void
  ) throws(FileError) -> [String] {
    do {
      guard let table, table.hasAddresses else { throw DumpError.noAddresses }
      let dump = FunctionTableDump(table, style, release: release)
      var faults: [String] = []
      for pc in pcs {
        if let text = try dump.place(of: pc) {
          try sink(text)
        } else {
          faults.append("\(hexadecimal(pc)) is in no function")
        }
      }
      return faults
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }
}
