import Foundation

extension Target {
  /// The counts in lines of text, and the first differences of each kind.
  func report(differencesOfAKind limit: Int) -> String {
    let types = max(typeCount, 1)
    let equal = decoded.types.count - mismatches.count
    // Rounded down: 100.00 means all.
    let share = String(format: "%d.%02d", equal * 100 / types, equal * 10000 / types % 100)
    let subject = dump.subject == "std" ? "" : " \(dump.subject)"
    var lines = [
      "\(dump.release) \(dump.architecture)\(subject): \(types) types, \(decoded.types.count) compared, "
        + "\(equal) equal (\(share) %); excluded: \(decoded.failures.count)"
    ]
    if !hasAllTypes, let expected = StandardLibraryCounts.count(of: dump) {
      lines.append("  the standard library has \(expected) types: see StandardLibraryCounts.swift")
    }
    for part in Part.allCases {
      let (equal, all) = (equalParts[part] ?? 0, allParts[part] ?? 0)
      if all > 0 { lines.append("  \(part.rawValue): \(all) compared, \(equal) equal") }
    }
    for exclusion in Exclusion.allCases {
      guard let count = comparison.excluded[exclusion] else { continue }
      lines.append("  not determined: \(count) \(exclusion.rawValue)")
    }
    lines.append(
      "  given by symbols: \(decoded.localTypeCount) numbers of local types, "
        + "\(decoded.madeUpCount) types that the compiler made up for its own ends")
    lines.append(
      "  methods: \(decoded.listedCount) listed, made of \(decoded.declaredCount) declarations")
    lines.append(
      "  copies that differ between packages: \(copyCount), "
        + "\(decoded.variants.count) as they describe other types")
    lines.append("  emitted besides: \(besides.count) \(besides.prefix(limit))")
    lines += list("not decoded", decoded.failures.map { ("", $0.description) }, limit)
    lines += list("refused", refused, limit)
    lines += list("differs", mismatches.map(line), limit)
    lines += list("differs", partMismatches.map(line), limit)
    return lines.joined(separator: "\n")
  }

  private func line(_ mismatch: Mismatch) -> (String, String) {
    let difference = mismatch.difference
    let place = difference.offset.map { " at \($0)" } ?? ""
    return (
      difference.kind,
      "\(mismatch.symbol)\(place): ours \(difference.ours), theirs \(difference.theirs)"
    )
  }

  private func list(_ title: String, _ lines: [(kind: String, text: String)], _ limit: Int)
    -> [String]
  {
    var result: [String] = []
    let groups = Dictionary(grouping: lines) { $0.kind.prefix(60) }
    for (kind, members) in groups.sorted(by: { $0.value.count > $1.value.count }) {
      result.append("  \(title): \(members.count) \(kind)")
      for member in members.prefix(limit) { result.append("    \(member.text.prefix(400))") }
    }
    return result
  }

  /// Both sides of the descriptors whose symbols contain a text.
  func listing(of text: String) -> String {
    var lines: [String] = []
    for symbol in dump.symbols where dump.name(of: symbol).contains(text) {
      lines.append("\(dump.name(of: symbol)) \(symbol.kind) flags \(symbol.flags.rawValue)")
      lines.append("  theirs \(hexadecimal(symbol.bytes))")
      let ours =
        comparison.descriptors[dump.name(of: symbol)]?.symbol
        ?? comparison.parts[dump.name(of: symbol)]
      if let ours { lines.append("  ours   \(hexadecimal(ours.bytes))") }
      for relocation in symbol.relocations {
        lines.append(
          "  theirs \(relocation.offset)+\(relocation.size) \(relocation.kind) "
            + "\(dump.strings[relocation.target])+\(relocation.addend)")
      }
      for relocation in ours?.relocations ?? [] {
        lines.append(
          "  ours   \(relocation.offset)+\(relocation.size) \(relocation.kind) "
            + "\(relocation.target)+\(relocation.addend)")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.prefix(512).map { String(format: "%02x", $0) }.joined()
  }
}
