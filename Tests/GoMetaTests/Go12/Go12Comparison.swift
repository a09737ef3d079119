import TestSupport

/// Compares types of an object with the vectors, and counts what their README accepts.
struct Go12Comparison {
  /// The texts of strings that the compiler numbered, by symbol.
  let texts: [String: String]
  private(set) var types = 0
  private(set) var differences: [String] = []
  /// Strings of more than 100 bytes, compared by what they hold.
  private(set) var longStrings = 0
  /// Types whose algorithm the compiler chose before it knew their size.
  private(set) var algorithms = 0
  /// Arrays that the compiler made for a map, and left without alignment.
  private(set) var alignments = 0

  init(texts: [String: String]) { self.texts = texts }

  static func texts(of vectors: [TypeVectors.Record]) -> [String: String] {
    var texts: [String: String] = [:]
    for vector in vectors {
      if let symbol = vector["stringSym"] as? String, symbol.contains("..gostring.") {
        texts[symbol] = vector["string"] as? String
      }
    }
    return texts
  }

  mutating func compare(_ vector: TypeVectors.Record, _ name: String, with object: ELFObject) {
    types += 1
    guard let symbol = object.defined[name], let words = vector["words"] as? [Any],
      let program = vector["gc"] as? TypeVectors.Record, let gcName = program["sym"] as? String,
      let gcWords = program["words"] as? [Any], let gcSymbol = object.defined[gcName]
    else { return differ(name, "incomplete") }
    // In sections of their own, hidden, for what several objects may define.
    let isShared = vector["dupok"] as? Int == 1
    if (symbol.visibility == 2) != isShared { differ(name, "shared or not") }

    let (ours, theirs) = (object.words(of: symbol), words.map(Self.text))
    if ours.count != theirs.count { differ(name, "\(ours.count) words") }
    let kind = (vector["desc"] as? TypeVectors.Record)?["kind"] as? String ?? ""
    for (index, pair) in zip(ours, theirs).enumerated() where pair.0 != pair.1 {
      let (our, their) = pair
      if isLongString(our, their, object) {
        longStrings += 1
      } else if index == 2, isEarlyAlgorithm(our, their, kind) {
        algorithms += 1
      } else if index == 1, isUnaligned(our, their, kind) {
        alignments += 1
      } else {
        differ(name, "word \(index) is \(our), not \(their)")
      }
    }
    let (gcOurs, gcTheirs) = (object.words(of: gcSymbol), gcWords.map(Self.text))
    if gcOurs != gcTheirs { differ(name, "program \(gcOurs), not \(gcTheirs)") }
  }

  private mutating func differ(_ name: String, _ what: String) {
    differences.append("\(name.prefix(100)): \(what)")
  }

  private func isLongString(_ our: String, _ their: String, _ object: ELFObject) -> Bool {
    guard their.hasSuffix(" +0"), our.hasSuffix(" +0"),
      let text = texts[String(their.dropLast(3))], text.utf8.count > 100,
      let symbol = object.defined[String(our.dropLast(3))]
    else { return false }
    return object.text(of: symbol) == text
  }

  /// ANOEQ64 for ANOEQ, AMEM64 for AMEM, in a type of one word.
  private func isEarlyAlgorithm(_ our: String, _ their: String, _ kind: String) -> Bool {
    ["func", "chan", "map"].contains(kind)
      && (our == "runtime.algarray +384" && their == "runtime.algarray +224"
        || our == "runtime.algarray +160" && their == "runtime.algarray +0")
  }

  /// The hash in the low half, then unused, align, fieldAlign and kind.
  private func isUnaligned(_ our: String, _ their: String, _ kind: String) -> Bool {
    guard kind == "array", let our = UInt64(our, radix: 16), let their = UInt64(their, radix: 16)
    else { return false }
    return their & 0xffff << 40 == 0 && our & ~(0xffff << 40) == their
  }

  private static func text(_ word: Any) -> String {
    if let text = word as? String {
      return UInt64(text, radix: 16).map { String($0, radix: 16) } ?? text
    }
    if let pair = word as? [Any], let name = pair[0] as? String, let addend = pair[1] as? Int {
      return "\(name) +\(addend)"
    }
    if let record = word as? TypeVectors.Record, let name = record["sym"] as? String {
      return "\(name) +0"
    }
    if let number = word as? Int { return String(UInt64(bitPattern: Int64(number)), radix: 16) }
    return "\(word)"
  }
}
