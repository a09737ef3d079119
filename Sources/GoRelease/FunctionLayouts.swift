/// The records and constants of a pclntab whose parts lie side by side: magics 0xfffffffa, 0xfffffff0
/// and 0xfffffff1, since Go 1.16.
public struct FunctionLayouts: Sendable {
  /// `runtime.pcHeader`.
  public enum HeaderField: String, Sendable, CaseIterable {
    case magic, pad1, pad2, minLC, ptrSize, nfunc, nfiles, textStart
    case funcnameOffset, cuOffset, filetabOffset, pctabOffset, pclnOffset
  }

  /// `runtime.functab`: one for each function, then the end of the text.
  public enum EntryField: String, Sendable, CaseIterable { case entryoff, funcoff }

  /// `runtime._func`.
  public enum FunctionField: String, Sendable, CaseIterable {
    case entryOff, nameOff, args, deferreturn, pcsp, pcfile, pcln, npcdata, cuOffset
    case startLine, funcID, flag, nfuncdata
  }

  /// `runtime.inlinedCall`: an element of the inline tree.
  public enum InlinedCallField: String, Sendable, CaseIterable {
    case parent, funcID, file, line, nameOff, parentPc, startLine
  }

  /// `runtime.findfuncbucket`.
  public enum BucketField: String, Sendable, CaseIterable { case idx, subbuckets }

  public let magic: UInt32
  public let header: RecordLayout<HeaderField>
  /// An entry of 8 bytes holds an address, one of 4 the distance from the start of the text; so it
  /// is in `function`.
  public let entry: RecordLayout<EntryField>
  public let function: RecordLayout<FunctionField>
  public let inlinedCall: RecordLayout<InlinedCallField>
  public let bucket: RecordLayout<BucketField>
  /// Bytes of text that one findfunctab bucket covers.
  public let bucketSize: Int
  public let pcdata: PCDataIndexes
  public let funcdata: FuncDataIndexes
  /// The funcID of functions that tracebacks leave out.
  public let wrapperID: UInt8
  /// Whether the linker writes `[...]` for what stands between the first `[` of a name and the last
  /// `]`.
  public let shortensTypeArguments: Bool

  /// Indexes of the per-function pc-value tables (`internal/abi`, PCDATA_…); nil for what the
  /// release does not have.
  public struct PCDataIndexes: Sendable {
    public let unsafePoint, stackMapIndex, inlineTreeIndex: Int
    public let argumentLiveIndex: Int?
    /// How many tables a function has.
    public let count: Int
    /// The value of `unsafePoint` that forbids asynchronous pre-emption at a PC.
    public let unsafePointUnsafe: Int32
  }

  /// Indexes of the per-function data (`internal/abi`, FUNCDATA_…); nil for what the release does
  /// not have.
  public struct FuncDataIndexes: Sendable {
    public let argumentPointerMaps, localPointerMaps, inlineTree: Int
    public let argumentInfo: Int?
    /// Since Go 1.14 what defers a frame has that the runtime runs when it unwinds.
    public let openCodedDefers = 4
    public let count: Int
    /// Of a reference, in bytes: 8 hold an address, 0 for none, and stand at a multiple of 8; 4 hold
    /// the distance from `go:func.*`, 0xffffffff for none.
    public let width: Int
  }
}

extension FunctionLayouts {
  /// Whether functions and their data are referred to by address.
  public var hasAddresses: Bool { entry[.entryoff]?.width == 8 }
}

/// What has not changed since Go 1.16.
extension RecordLayout<FunctionLayouts.BucketField> {
  static let subbuckets = RecordLayout(
    "runtime.findfuncbucket", [.field(.idx, 4), .bytes(.subbuckets, 16)], alignment: 4)
}

extension RecordLayout<FunctionLayouts.HeaderField> {
  /// The header with what stands between `nfiles` and the offsets of the parts.
  static func pcHeader(
    _ textStart: RecordLayout<FunctionLayouts.HeaderField>.Member?
  ) -> RecordLayout {
    let parts: [Member] = [
      .field(.funcnameOffset, 8), .field(.cuOffset, 8), .field(.filetabOffset, 8),
      .field(.pctabOffset, 8), .field(.pclnOffset, 8),
    ]
    return RecordLayout(
      "runtime.pcHeader",
      [
        .field(.magic, 4), .field(.pad1, 1), .field(.pad2, 1), .field(.minLC, 1),
        .field(.ptrSize, 1), .field(.nfunc, 8), .field(.nfiles, 8),
      ] + (textStart.map { [$0] } ?? []) + parts)
  }
}

extension RecordLayout<FunctionLayouts.EntryField> {
  /// Since Go 1.18.
  static let distances = RecordLayout(
    "runtime.functab", [.field(.entryoff, 4), .field(.funcoff, 4)], alignment: 4)
}

extension RecordLayout<FunctionLayouts.InlinedCallField> {
  /// From Go 1.12 to 1.19: a call knows its parent, and its own file and line.
  static let withCallSite = RecordLayout(
    "runtime.inlinedCall",
    [
      .field(.parent, 2), .field(.funcID, 1), .padding(1), .field(.file, 4), .field(.line, 4),
      .field(.nameOff, 4), .field(.parentPc, 4),
    ], alignment: 4, spelled: [.nameOff: "func_"])

  /// Since Go 1.20: parent, file and line are those at `parentPc`.
  static let withStartLine = RecordLayout(
    "runtime.inlinedCall",
    [
      .field(.funcID, 1), .padding(3), .field(.nameOff, 4), .field(.parentPc, 4),
      .field(.startLine, 4),
    ], alignment: 4)
}
