import GoABI
public import GoRelease
public import LLVM
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

  /// What a caller names, and for what it does not name: the newest release; the module's own
  /// triple, or x86-64 where it has none.
  public init(
    release: String? = nil, triple: String? = nil, for module: borrowing Module
  ) throws(TargetError) {
    let stated = module.targetTriple
    try self.init(
      release: release ?? GoRelease.supported.last?.name ?? "",
      triple: triple ?? (stated.isEmpty ? "x86_64-linux-gnu" : stated))
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
  /// A release of Go that is not known.
  case release(UnsupportedRelease)
  /// A triple of another system or architecture.
  case triple(String)

  public var description: String {
    switch self {
    case .release(let error): "\(error)"
    case .triple(let triple):
      "unknown target \"\(triple)\"; supported: x86_64-linux-gnu, aarch64-linux-gnu"
    }
  }
}
