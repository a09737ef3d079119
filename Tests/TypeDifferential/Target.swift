import Foundation
import GoRelease
import GoTypes
import TypeDescriptors

/// One release and architecture: all its types, compared.
struct Target {
  struct Mismatch {
    var symbol: String
    var difference: Difference
  }

  let dump: TypeDump
  let decoded: DecodedTypes
  private(set) var comparison: Comparison
  private(set) var refused: [(kind: String, text: String)] = []
  private(set) var mismatches: [Mismatch] = []
  private(set) var equalParts: [Part: Int] = [:]
  private(set) var allParts: [Part: Int] = [:]
  private(set) var partMismatches: [Mismatch] = []
  private(set) var copyCount = 0

  init(_ dump: TypeDump, times: Bool) throws {
    var clock = Clock(isShown: times)
    self.dump = dump
    let release = try GoRelease(named: dump.release)
    decoded = try DecodedTypes(dump, release: release)
    clock.tell("decoded")
    var builder = DescriptorBuilder(
      universe: decoded.universe, release: release, definedPackages: decoded.packagePaths)
    // Where two types share a symbol, a set has one of them.
    var variants = builder
    for (_, type) in decoded.types { builder.require(type) }
    for (_, type) in decoded.variants { variants.require(type) }
    for (_, type, interface) in decoded.itabs {
      do { try builder.requireItab(of: type, for: interface) } catch {
        refused.append(("itab: " + reason(error), error.description))
      }
    }
    clock.tell("required")
    var refusals: [(String, String)] = []
    let set = try builder.build { _, error in
      refusals.append((reason(error), error.description))
    }
    let others = try variants.build()
    refused += refusals
    clock.tell("emitted")
    comparison = Comparison(
      dump, release: release, set, variants: Self.variants(decoded.variants, in: others))
    compareTypes()
    compareParts()
    compareWrappers(Set(set.wrappers.map(\.symbol)))
    clock.tell("compared")
  }

  private static func variants(
    _ types: [(place: Int, type: DescribedType)], in set: DescriptorSet
  ) -> [Int: DescriptorSet.Descriptor] {
    let descriptors = Dictionary(
      set.descriptors.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
    var variants: [Int: DescriptorSet.Descriptor] = [:]
    for (place, type) in types { variants[place] = descriptors[type] }
    return variants
  }

  /// Descriptors that were emitted though the compiler had no need of them.
  var besides: [String] { comparison.besides(decoded.types.map(\.name)) }

  var typeCount: Int { decoded.types.count + decoded.failures.count }

  /// Whether the dump has as many types as it must.
  var hasAllTypes: Bool {
    typeCount > 0 && typeCount == StandardLibraryCounts.count(of: dump) ?? typeCount
  }

  /// Spoils every so many of the compiler's descriptors.
  func selfCheck(stride: Int) -> SelfCheck {
    SelfCheck(comparison, decoded.types.map(\.name), stride: stride)
  }

  var isEqual: Bool {
    hasAllTypes && besides.isEmpty && mismatches.isEmpty && partMismatches.isEmpty
      && decoded.failures.isEmpty
      && refused.isEmpty
  }

  private mutating func compareTypes() {
    for (name, _) in decoded.types {
      copyCount += dump.copies(of: name).count - 1
      if let difference = comparison.difference(name) {
        mismatches.append(Mismatch(symbol: dump.strings[name], difference: difference))
      }
    }
  }

  private mutating func compareParts() {
    let referenced = referencedSymbols()
    for (name, place) in dump.places.sorted(by: { $0.key < $1.key }) {
      let symbol = dump.symbols[place.lowerBound]
      guard let part = part(dump.strings[name]), part == .itab || referenced.contains(name),
        !comparison.isNumbered(symbol)
      else { continue }
      allParts[part, default: 0] += 1
      if let difference = comparison.difference(ofPart: name) {
        partMismatches.append(Mismatch(symbol: dump.strings[name], difference: difference))
      } else {
        equalParts[part, default: 0] += 1
      }
    }
  }

  /// Which of the functions that descriptors name are declared by no one: several packages may
  /// define those. All functions of an instance may be so defined.
  private mutating func compareWrappers(_ ours: Set<String>) {
    for (name, mayRepeat) in dump.functionsMayRepeat.sorted(by: { $0.key < $1.key }) {
      let text = dump.strings[name]
      if text.hasPrefix("type:.") || text.contains("[") { continue }
      allParts[.wrapper, default: 0] += 1
      if ours.contains(text) == mayRepeat {
        equalParts[.wrapper, default: 0] += 1
      } else {
        let difference = Difference(
          "wrapper", mayRepeat ? "declared" : "made", mayRepeat ? "made" : "declared")
        partMismatches.append(Mismatch(symbol: text, difference: difference))
      }
    }
  }

  /// What descriptors refer to, and what that refers to. Other masks and closures are those of
  /// functions' frames and comparisons.
  private func referencedSymbols() -> Set<Int> {
    var referenced: Set<Int> = []
    var pending = decoded.types.map(\.name)
    while let name = pending.popLast() {
      for copy in dump.copies(of: name) {
        for relocation in copy.relocations where referenced.insert(relocation.target).inserted {
          pending.append(relocation.target)
        }
      }
    }
    return referenced
  }

  private func part(_ name: String) -> Part? {
    if name.hasPrefix("type:.namedata.") { return .name }
    if name.hasPrefix("type:.importpath.") { return .importPath }
    if name.hasPrefix("go:itab.") { return .itab }
    if name.hasPrefix("runtime.gcbits.") || name.hasPrefix("type:.gc") { return .mask }
    if name.hasPrefix("type:.eqfunc") || name.hasPrefix("type:.hashfunc") { return .closure }
    return nil
  }
}

/// An error apart from the type that it names.
private func reason(_ error: DescriptorError) -> String {
  switch error {
  case .unsupported(_, let what): what
  case .layout(_, let error): "\(error)"
  case .missingMethod(_, _, _, let reason): "a method \(reason)"
  default: "other"
  }
}

/// Tells how long the steps take.
private struct Clock {
  let isShown: Bool
  private var last = ContinuousClock.now

  init(isShown: Bool) { self.isShown = isShown }

  mutating func tell(_ step: String) {
    let now = ContinuousClock.now
    if isShown { print("  \(step) in \(now - last)") }
    last = now
  }
}
