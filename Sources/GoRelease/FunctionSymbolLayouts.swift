/// The records and constants of the pclntab of magic 0xfffffffb: one table with absolute addresses,
/// in which each function's record is followed by all that it refers to. Go 1.2 brought it, and it
/// kept its form up to Go 1.15.
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
    /// In place of `frame` once nobody read it any more.
    case unused
    /// Since Go 1.10 and 1.12.
    case funcID, deferreturn
  }

  /// The release.
  public let name: String
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
  /// What the linker leaves in `unused`.
  public let unusedWord: Int32
  /// How often the linker reserves a name's bytes, its NUL and one byte more.
  public let nameReservations: Int
  /// What the file table's count says beyond how many files there are. The runtime takes no number
  /// that is not less than the count: with 0 it never reaches the last file.
  public let extraFileCount: Int
  /// How a function's arguments and locals are described.
  public let frameMaps: FrameMapForm
  /// Bytes of text that one findfunctab bucket covers; nil for releases without that table.
  public let bucketSize: Int?
  public let pcdata: PCDataIndexes
  public let funcdata: FuncDataIndexes

  /// What the argument and local pointer maps are.
  public enum FrameMapForm: Sendable {
    /// One map a function, two bits a word (`BitVector` in runtime/runtime.h).
    case wordKinds
    /// Bitmaps by stack map index, one bit a word (`runtime.stackmap`).
    case bitmaps
  }

  /// Indexes of the per-function pc-value tables (`runtime/funcdata.h`, PCDATA_…); nil for what the
  /// release does not have.
  public struct PCDataIndexes: Sendable {
    public let argumentSize, stackMapIndex: Int?
  }

  /// Indexes of the per-function data (`runtime/funcdata.h`, FUNCDATA_…).
  public struct FuncDataIndexes: Sendable {
    public let argumentPointerMap, localPointerMap: Int
  }
}

extension FunctionSymbolLayouts: Equatable {
  public static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}

/// What has not changed between the releases.
extension RecordLayout<FunctionSymbolLayouts.HeaderField> {
  static let functionSymbols = RecordLayout(
    "pclntab",
    [
      .field(.magic, 4), .field(.pad1, 1), .field(.pad2, 1), .field(.minLC, 1),
      .field(.ptrSize, 1), .field(.nfunc, 8),
    ])
}

extension RecordLayout<FunctionSymbolLayouts.TrailerField> {
  static let functionSymbols = RecordLayout(
    "pclntab", [.field(.end, 8), .field(.filetabOffset, 4)], alignment: 4)
}
