/// The records and constants of the pclntab.
public struct FunctionLayouts: Sendable {
  /// `runtime.pcHeader`.
  public enum HeaderField: String, Sendable, CaseIterable {
    case magic, pad1, pad2, minLC, ptrSize, nfunc, nfiles, textStart
    case funcnameOffset, cuOffset, filetabOffset, pctabOffset, pclnOffset
  }

  /// `runtime._func`.
  public enum FunctionField: String, Sendable, CaseIterable {
    case entryOff, nameOff, args, deferreturn, pcsp, pcfile, pcln, npcdata, cuOffset
    case startLine, funcID, flag, nfuncdata
  }

  /// `runtime.findfuncbucket`.
  public enum BucketField: String, Sendable, CaseIterable { case idx, subbuckets }

  public let magic: UInt32
  public let header: RecordLayout<HeaderField>
  public let function: RecordLayout<FunctionField>
  public let bucket: RecordLayout<BucketField>
  /// Bytes of text that one findfunctab bucket covers.
  public let bucketSize: Int
  /// `runtime.initTask` with one function: {state u32, nfns u32, pc}.
  public let pcdata: PCDataIndexes
  public let funcdata: FuncDataIndexes
  /// The funcID of functions that tracebacks leave out.
  public let wrapperID: UInt8

  /// Indexes of the per-function pc-value tables (`internal/abi`, PCDATA_…).
  public struct PCDataIndexes: Sendable {
    public let unsafePoint, stackMapIndex, inlineTreeIndex, argumentLiveIndex: Int
    /// How many tables a function has.
    public let count: Int
    /// The value of `unsafePoint` that forbids asynchronous pre-emption at a PC.
    public let unsafePointUnsafe: Int32
  }

  /// Indexes of the per-function data (`internal/abi`, FUNCDATA_…).
  public struct FuncDataIndexes: Sendable {
    public let argumentPointerMaps, localPointerMaps, inlineTree, argumentInfo: Int
    public let count: Int
  }
}
