/// Which things of a file a dump shows.
public struct DumpSelection: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Type descriptors, typelinks and itabs.
  public static let types = DumpSelection(rawValue: 1)
  /// Functions with their tables, and the funcdata and pcdata of objects.
  public static let functions = DumpSelection(rawValue: 2)
  /// What a plugin offers.
  public static let exports = DumpSelection(rawValue: 4)
  /// GC programs and masks.
  public static let gc = DumpSelection(rawValue: 8)
  /// Everything, and the package's declarations before it.
  public static let everything: DumpSelection = [.types, .functions, .exports, .gc]
}
