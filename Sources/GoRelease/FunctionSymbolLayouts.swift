/// The records and constants of the pclntab of magic 0xfffffffb: one table with absolute addresses,
/// in which each function's record is followed by all that it refers to.
public struct FunctionSymbolLayouts: Sendable {
  public enum HeaderField: String, Sendable, CaseIterable {
    case magic, pad1, pad2, minLC, ptrSize, nfunc
  }

  /// `Ftab`: one for each function, after the header.
  public enum EntryField: String, Sendable, CaseIterable { case entry, funcoff }

  /// What closes the function entries.
  public enum TrailerField: String, Sendable, CaseIterable { case end, filetabOffset }

  /// `Func`. The offsets of the pcdata tables follow, then the funcdata pointers.
  public enum FunctionField: String, Sendable, CaseIterable {
    case entry, nameoff, args, frame, pcsp, pcfile, pcln, npcdata, nfuncdata
  }

  public let magic: UInt32
  public let header: RecordLayout<HeaderField>
  public let entry: RecordLayout<EntryField>
  public let trailer: RecordLayout<TrailerField>
  public let function: RecordLayout<FunctionField>
  /// Of function records, of the funcdata pointers and of the file table, in bytes.
  public let alignment: Int
  public let pointerSize: Int
  /// `args` of a function whose arguments nobody declared.
  public let unknownArguments: Int32
  public let pcdata: PCDataIndexes
  public let funcdata: FuncDataIndexes

  /// Indexes of the per-function pc-value tables (`runtime/funcdata.h`, PCDATA_…).
  public struct PCDataIndexes: Sendable {
    public let argumentSize: Int
  }

  /// Indexes of the per-function data (`runtime/funcdata.h`, FUNCDATA_…).
  public struct FuncDataIndexes: Sendable {
    public let argumentPointerMap, localPointerMap: Int
  }
}
