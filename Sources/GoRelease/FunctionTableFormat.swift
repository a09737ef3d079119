/// What a release's pclntab is made of.
public enum FunctionTableFormat: Sendable {
  /// One table with absolute addresses (magic 0xfffffffb, up to Go 1.15).
  case symbols(FunctionSymbolLayouts)
  /// Tables side by side (since Go 1.16), with addresses relative to the text (since 1.18).
  case lineTable(FunctionLayouts)

  public var magic: UInt32 {
    switch self {
    case .symbols(let layouts): layouts.magic
    case .lineTable(let layouts): layouts.magic
    }
  }

  /// The format of a release such as `1.16`: of each since Go 1.2, of many of which GoMeta knows
  /// nothing else.
  public init(named release: String) throws(UnsupportedRelease) {
    let parts = release.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "1", let minor = UInt32(parts[1]), parts[1] == "\(minor)",
      let format = Self.format(ofMinor: minor)
    else { throw UnsupportedRelease(name: release, supported: "1.2 to 1.27") }
    self = format
  }

  private static func format(ofMinor minor: UInt32) -> FunctionTableFormat? {
    switch minor {
    case 2...4: .symbols(.go1_2)
    case 5...9: .symbols(.go1_8)
    case 10...11: .symbols(.go1_10)
    case 12...15: .symbols(.go1_12)
    case 16: .lineTable(.magic1_16)
    case 17: .lineTable(.magic1_17)
    case 18...19: .lineTable(.magic1_18)
    case 20:
      .lineTable(.magic1_20(hasTextStart: true, wrapperID: 21, shortensTypeArguments: true))
    default: GoRelease.supported.first { $0.name == "1.\(minor)" }?.functionTable
    }
  }
}
