import GoABI
public import GoRelease
public import Symbols

/// What is compiled for: a release of Go and an architecture.
public struct Target: Sendable {
  public let release: GoRelease
  public let architecture: Architecture

  public init(release: GoRelease, architecture: Architecture) {
    self.release = release
    self.architecture = architecture
  }

  /// Both by name: a release such as `1.27` and a triple such as `aarch64-linux-gnu`.
  public init(release: String, triple: String) throws(TargetError) {
    do { self.release = try GoRelease(named: release) } catch { throw .release(error) }
    guard let architecture = Architecture(triple: triple) else { throw .triple(triple) }
    self.architecture = architecture
  }

  /// The triple that LLVM is given.
  var triple: String {
    switch architecture {
    case .x86_64: "x86_64-unknown-linux-gnu"
    case .arm64: "aarch64-unknown-linux-gnu"
    }
  }

  /// Registers that Go's runtime owns and code must leave alone: R28 is the goroutine; R18 and R27
  /// are not saved when a goroutine is pre-empted.
  var cpuFeatures: String {
    switch architecture {
    case .x86_64: ""
    case .arm64: "+reserve-x18,+reserve-x27,+reserve-x28"
    }
  }
}

/// A target that GoMeta does not have.
public enum TargetError: Error, Equatable, CustomStringConvertible {
  case release(UnsupportedRelease)
  case triple(String)

  public var description: String {
    switch self {
    case .release(let error): "\(error)"
    case .triple(let triple):
      "unknown target \"\(triple)\"; supported: x86_64-linux-gnu, aarch64-linux-gnu"
    }
  }
}
