/// A machine architecture that object files are made for and read from.
public enum Architecture: String, Sendable, CaseIterable {
  case x86_64
  case arm64

  /// The name Go uses for it (`GOARCH`).
  public var goName: String {
    switch self {
    case .x86_64: "amd64"
    case .arm64: "arm64"
    }
  }

  /// The unit in which program counters advance, in bytes: Go's `minLC`, "PC quantum".
  public var pcQuantum: Int {
    switch self {
    case .x86_64: 1
    case .arm64: 4
    }
  }

  /// The architecture of a target triple such as `x86_64-linux-gnu` or `aarch64-unknown-linux-gnu`;
  /// nil when GoMeta has no such target.
  public init?(triple: String) {
    let parts = triple.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.contains("linux"), let first = parts.first else { return nil }
    switch first {
    case "x86_64", "amd64": self = .x86_64
    case "aarch64", "arm64": self = .arm64
    default: return nil
    }
  }
}
