import GoTypes
import Symbols
import TypeDescriptors

/// A relocation in the terms that both sides share.
struct ComparableRelocation: Hashable, CustomStringConvertible {
  enum Target: Hashable {
    case symbol(String)
    /// A name by its contents: the compiler numbers those with a package path.
    case name(bytes: [UInt8], path: String?)
  }

  var offset, width: Int
  var isWeak: Bool
  var target: Target
  var addend: Int

  var description: String { "\(offset)+\(width)\(isWeak ? " weak" : "") \(target)+\(addend)" }
}

extension CompilerListing {
  func comparable(_ relocations: [Relocation]) -> [ComparableRelocation] {
    relocations.filter { $0.width > 0 }.map { relocation in
      var target = ComparableRelocation.Target.symbol(relocation.target)
      if relocation.target.hasPrefix("type:.namedata."), let name = symbols[relocation.target] {
        target = .name(bytes: name.bytes, path: name.relocations.first?.target)
      }
      return ComparableRelocation(
        offset: relocation.offset, width: relocation.width, isWeak: relocation.isWeak,
        target: target, addend: relocation.addend)
    }
  }
}

/// A descriptor's relocations, with names looked up among the library's own.
///
/// The compiler writes a pointer's `PtrToThis` only where it has met a pointer to the pointer by
/// then; the library always does, weakly, so that it is 0 where there is none. In a pointer's
/// descriptor a weak reference counts only where the compiler has one too.
///
/// Up to Go 1.21 the compiler's pointer to an array may be to one that it made up, whose pointers
/// have no symbol of their own.
func comparable(
  _ relocations: [Relocation], of type: DescribedType, names: [String: Symbol],
  like expected: [ComparableRelocation]
) -> [ComparableRelocation] {
  relocations.compactMap { relocation in
    let isWeak = relocation.kind == .weakRegionOffset
    if case .type(.pointer) = type, isWeak, !expected.contains(where: \.isWeak) { return nil }
    var target = ComparableRelocation.Target.symbol(relocation.target)
    if case .type(.pointer) = type, relocation.target.hasPrefix("type:[") {
      let madeUp = ComparableRelocation.Target.symbol(
        "type:noalg." + relocation.target.dropFirst(5))
      if expected.contains(where: { $0.target == madeUp }) { target = madeUp }
    }
    if relocation.target.hasPrefix("type:.namedata."), let name = names[relocation.target] {
      target = .name(bytes: name.bytes, path: name.relocations.first?.target)
    }
    return ComparableRelocation(
      offset: relocation.offset, width: relocation.kind == .address ? 8 : 4, isWeak: isWeak,
      target: target, addend: Int(relocation.addend))
  }
}
