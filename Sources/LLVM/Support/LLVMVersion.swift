internal import CLLVM

/// A release of LLVM.
public struct LLVMVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var major: UInt32
  public var minor: UInt32
  public var patch: UInt32

  public init(major: UInt32, minor: UInt32, patch: UInt32) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// The release of the library this process runs with (`LLVMGetVersion`).
  public static var linked: LLVMVersion {
    var version = LLVMVersion(major: 0, minor: 0, patch: 0)
    LLVMGetVersion(&version.major, &version.minor, &version.patch)
    return version
  }

  /// The release of the headers this module was compiled with.
  public static var headers: LLVMVersion {
    LLVMVersion(
      major: UInt32(LLVM_VERSION_MAJOR), minor: UInt32(LLVM_VERSION_MINOR),
      patch: UInt32(LLVM_VERSION_PATCH))
  }

  /// Throws unless library and headers are of one major release.
  ///
  /// The C API's enumerations and functions change between major releases, so that a mixture would
  /// misread values silently. `Context.init()` calls this.
  public static func check() throws(LLVMError) {
    guard linked.major == headers.major else {
      throw .versionMismatch(headers: headers, linked: linked)
    }
  }

  public static func < (left: LLVMVersion, right: LLVMVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  public var description: String { "\(major).\(minor).\(patch)" }
}
