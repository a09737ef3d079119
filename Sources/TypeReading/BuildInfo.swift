/// What a file built by the go command says of itself (`debug/buildinfo`): since Go 1.13.
public struct BuildInfo: Sendable, Equatable {
  /// As the toolchain calls itself, such as `go1.27.3`.
  public var version: String
  /// Modules and settings, one a line; empty where there are none.
  public var modules: String

  /// The release, such as `1.27`; nil for a version that names none.
  public var release: String? {
    for word in version.split(separator: " ") {
      for part in word.split(separator: "-") where part.hasPrefix("go1.") {
        let minor = part.dropFirst(4).prefix { $0.isASCII && $0.isNumber }
        if !minor.isEmpty { return "1." + minor }
      }
    }
    return nil
  }
}

extension TypeImage {
  private static let buildInfoMagic = Array("\u{FF} Go buildinf:".unicodeScalars).map {
    UInt8(truncatingIfNeeded: $0.value)
  }

  /// The build info; nil where there is none, or one that cannot be read.
  public var buildInfo: BuildInfo? {
    if let place = buildInfoPlace, let info = buildInfo(at: place) { return info }
    // A variable of the runtime has the version too.
    if let symbol = symbols["runtime.buildVersion"], let text = goString(at: symbol.address) {
      return BuildInfo(version: text, modules: "")
    }
    return nil
  }

  private var buildInfoPlace: UInt64? {
    if let start = start(ofSection: ".go.buildinfo") { return start }
    let magic = Self.buildInfoMagic
    var word: UInt64 = 0
    for byte in magic.prefix(8).reversed() { word = word << 8 | UInt64(byte) }
    for segment in segments where !segment.isCode {
      var found: UInt64?
      segment.forEachWord { address, value in
        if found == nil, value == word, address % 16 == 0,
          bytes(at: address, count: magic.count)?.elementsEqual(magic) == true
        {
          found = address
        }
      }
      if let found { return found }
    }
    return nil
  }

  /// The magic, the size of a pointer, flags; then, since Go 1.18, at 32 two strings with their
  /// lengths before them, else at 16 the addresses of two strings.
  private func buildInfo(at place: UInt64) -> BuildInfo? {
    guard let header = bytes(at: place, count: 32),
      header.starts(with: Self.buildInfoMagic)
    else { return nil }
    let flags = header[header.startIndex + 15]
    if flags & 2 != 0 {
      guard let version = inlineString(at: place &+ 32),
        let modules = inlineString(at: version.end)
      else { return nil }
      return BuildInfo(version: version.text, modules: Self.unwrapped(modules.bytes))
    }
    guard flags & 1 == 0, header[header.startIndex + 14] == 8,
      let versionPlace = address(storedAt: place &+ 16), let version = goString(at: versionPlace)
    else { return nil }
    let modules = address(storedAt: place &+ 24).flatMap { goString(at: $0) } ?? ""
    return BuildInfo(version: version, modules: Self.unwrapped(Array(modules.utf8)))
  }

  /// The modules' text stands between two marks of 16 bytes.
  private static func unwrapped(_ bytes: [UInt8]) -> String {
    guard bytes.count >= 33, bytes[bytes.count - 17] == UInt8(ascii: "\n") else { return "" }
    return String(decoding: bytes.dropFirst(16).dropLast(16), as: UTF8.self)
  }

  private func inlineString(at place: UInt64) -> (text: String, bytes: [UInt8], end: UInt64)? {
    var count = 0
    var address = place
    for shift in stride(from: 0, through: 28, by: 7) {
      guard let byte = number(at: address, width: 1) else { return nil }
      address &+= 1
      count |= Int(byte & 0x7f) << shift
      if byte < 0x80 {
        guard let text = bytes(at: address, count: count) else { return nil }
        return (
          String(decoding: text, as: UTF8.self), Array(text), address &+ UInt64(count)
        )
      }
    }
    return nil
  }

  /// A Go string by the address of its header {data, length}.
  private func goString(at place: UInt64) -> String? {
    guard let data = address(storedAt: place), let length = number(at: place &+ 8, width: 8),
      let count = Int(exactly: length), let text = bytes(at: data, count: count)
    else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}
