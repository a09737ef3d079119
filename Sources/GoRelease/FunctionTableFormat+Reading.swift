/// Layouts for who reads a pclntab and knows nothing but its magic number: each has all fields that
/// any release with that number has. Where a release lacks one, its linker leaves zeros.
extension FunctionLayouts {
  /// Magic 0xfffffffa.
  public static let reading1_16 = magic1_17
  /// Magic 0xfffffff0.
  public static let reading1_18 = magic1_18
  /// Magic 0xfffffff1.
  public static let reading1_20 = magic1_20(hasTextStart: true, wrapperID: 21)
}

/// Of magic 0xfffffffb there are two forms of the function record that a reader must tell apart.
extension FunctionSymbolLayouts {
  /// Go 1.2 to 1.11: how many FUNCDATA there are is a number of four bytes.
  public static let reading1_2 = go1_8
  /// Go 1.12 to 1.15: it is the last of these bytes, and the function's ID the first.
  public static let reading1_12 = go1_12
}
