import GoRelease
import GoTypes

/// What descriptors call their types.
struct DescriptorNames {
  enum Identity: Sendable {
    case unnamed
    case basic(BasicKind)
    case named(GoTypes.TypeName)
  }

  /// In the order of the descriptors.
  private(set) var identities: [Identity] = []
  /// By import path.
  private(set) var packageNames: [String: String] = [:]

  private let rules: TypeRules
  private let hash: ((String) -> UInt32?)?
  /// What symbols and link strings begin with, by import path.
  private var prefixes: [String: String] = [:]
  /// The descriptor that has a name.
  private var owners: [GoTypes.TypeName: Int] = [:]
  /// How many more link strings may be tried.
  private var trials = 1 << 20

  /// Local types are counted through a package; few have more.
  private static let mostLocals = 4096

  init(_ descriptors: [TypeDescriptor], _ rules: TypeRules, hash: ((String) -> UInt32?)?) {
    self.rules = rules
    self.hash = hash
    identities.reserveCapacity(descriptors.count)
    // Numbers that are known go first: the others take what is left.
    var unsure: [Int] = []
    for (index, descriptor) in descriptors.enumerated() {
      let (identity, source) = identity(descriptor)
      identities.append(identity)
      guard case .named(let name) = identity, name != .error else { continue }
      // Two symbols of one name are one type; two types of one hash only look so.
      if source == .symbol || source == .hash && owners[name] == nil {
        owners[name] = index
      } else {
        unsure.append(index)
      }
    }
    for index in unsure {
      guard case .named(var name) = identities[index] else { continue }
      let plain = name.name
      var number = 0
      while owners[name] != nil {
        number += 1
        name.name = "\(plain)·\(number)"
      }
      owners[name] = index
      identities[index] = .named(name)
    }
  }

  private func isNamed(_ type: TypeDescriptor) -> Bool {
    guard let flags = type.header.flags else { return type.uncommon?.name != nil }
    return flags & rules.flags.named != 0
  }

  /// What tells a local type's number.
  private enum Source { case symbol, hash, nothing }

  private mutating func identity(_ type: TypeDescriptor) -> (Identity, Source) {
    let text = type.string?.text ?? ""
    let path = type.uncommon?.packagePath?.text ?? ""
    if let basic = BasicKind(rawValue: type.header.kind.rawValue), text == basic.rawValue,
      path.isEmpty || basic == .unsafePointer
    {
      return (.basic(basic), .symbol)
    }
    guard isNamed(type) else { return (.unnamed, .symbol) }
    if path.isEmpty, text == GoTypes.TypeName.error.name { return (.named(.error), .symbol) }
    let (package, name) = Self.split(text, path)
    if let package, packageNames[path] == nil { packageNames[path] = package }
    let (full, source) = fullName(type, path, name)
    return (.named(GoTypes.TypeName(packagePath: path, name: full)), source)
  }

  /// The package's name and the type's.
  private static func split(_ text: String, _ path: String) -> (package: String?, name: String) {
    // No package's name has a period but that of the compiler's own shapes, go.shape.
    if !path.isEmpty, text.hasPrefix(path + ".") {
      return (path, String(text.dropFirst(path.count + 1)))
    }
    guard let period = text.firstIndex(of: ".") else { return (nil, text) }
    return (String(text[..<period]), String(text[text.index(after: period)...]))
  }

  /// The name with a local type's number, and what tells it.
  private mutating func fullName(
    _ type: TypeDescriptor, _ path: String, _ name: String
  ) -> (String, Source) {
    let prefix = prefix(path)
    if let symbol = type.symbol {
      // Linkers shorten the names of symbols, which then are not the type's.
      let start = rules.symbolPrefix + prefix
      if symbol.hasPrefix(start) {
        let full = String(symbol.dropFirst(start.count))
        if full == name || full.hasPrefix(name + "·") { return (full, .symbol) }
      }
    }
    guard let hash, let plain = hash(prefix + name) else { return (name, .nothing) }
    let link = prefix + name
    if plain == type.header.hash { return (name, .hash) }
    for number in 1...Self.mostLocals where trials > 0 {
      trials -= 1
      if hash("\(link)·\(number)") == type.header.hash { return ("\(name)·\(number)", .hash) }
    }
    return (name, .nothing)
  }

  private mutating func prefix(_ path: String) -> String {
    if let known = prefixes[path] { return known }
    let prefix = path.isEmpty ? "" : symbolPrefix(ofPackagePath: path) + "."
    prefixes[path] = prefix
    return prefix
  }

  /// The type that a symbol of another file describes, where its name alone tells.
  func external(_ symbol: String) -> GoType? {
    guard symbol.hasPrefix(rules.symbolPrefix) else { return nil }
    let text = symbol.dropFirst(rules.symbolPrefix.count)
    if let basic = BasicKind(rawValue: String(text)) { return .basic(basic) }
    if text == GoTypes.TypeName.error.name { return .named(.error) }
    let head = text.prefix { $0 != "[" }
    guard let first = head.first, first.isLetter || first == "_", !head.contains(" "),
      !head.contains("("), !head.contains("{")
    else { return nil }
    let slash = head.lastIndex(of: "/") ?? head.startIndex
    guard let period = head[slash...].firstIndex(of: ".") else { return nil }
    return .named(
      GoTypes.TypeName(
        packagePath: Self.unescaped(head[..<period]),
        name: String(text[text.index(after: period)...])))
  }

  /// An import path from its form in symbols, where `%xx` stands for a byte.
  private static func unescaped(_ path: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = path.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(Substring(rest.prefix(2)), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
