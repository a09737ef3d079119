/// The version of GoMeta, as `gometa --version`, the C header and the CMake package state it too.
public enum Version {
  public static let major: UInt32 = 0
  public static let minor: UInt32 = 1
  public static let patch: UInt32 = 0
  /// Such as "0.1.0".
  public static let text = "\(major).\(minor).\(patch)"
}
