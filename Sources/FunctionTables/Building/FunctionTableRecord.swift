/// What a function's record says, but for its tables: the fields of `runtime._func`. Those that the
/// release does not have are left out.
public struct FunctionTableRecord: Sendable {
  /// In bytes from the start of the text.
  public var entry: UInt64
  /// In bytes.
  public var size: UInt32
  /// As `FunctionTableBuilder.name` gave it.
  public var name: UInt32
  /// Size of the arguments and results on the caller's stack, in bytes; `Int32.min`: unknown.
  public var argumentSize: Int32 = 0
  /// Where deferred functions are called, in bytes from the entry; 0: nowhere.
  public var deferReturn: UInt32 = 0
  public var startLine: Int32 = 0
  public var functionID: UInt8 = 0
  public var flags: UInt8 = 0
  /// As `FunctionTableBuilder.pcTable` gave them; 0: no table.
  public var pcsp: UInt32 = 0
  public var pcfile: UInt32 = 0
  public var pcln: UInt32 = 0
  /// As `FunctionTableBuilder.fileList` gave it; `UInt32.max`: no files.
  public var fileList: UInt32 = .max

  public init(entry: UInt64, size: UInt32, name: UInt32) {
    self.entry = entry
    self.size = size
    self.name = name
  }
}
