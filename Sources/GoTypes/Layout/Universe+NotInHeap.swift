extension Universe {
  /// Whether values of a type never lie in the collector's heap, so that it does not follow
  /// pointers to them: the runtime marks such types by embedding `nih`, and every type that holds
  /// one is one. Source: cmd/compile/internal/types/type.go and size.go, `NotInHeap`, Go 1.21 to
  /// 1.27.
  func isNotInHeap(_ type: GoType) -> Bool {
    if notInHeap.isEmpty { return false }
    switch type {
    case .named(let name): return notInHeap.contains(name)
    case .array(_, let element): return isNotInHeap(element)
    case .structure(let structure): return structure.fields.contains { isNotInHeap($0.type) }
    default: return false
    }
  }

  /// Notes a defined type that is not in the heap; those that it holds have been noted. All types
  /// of a call are noted before the first is laid out, since pointers lead to later ones.
  mutating func noteHeap(of name: TypeName, underlying: GoType) {
    let isMark =
      name.name == "nih"
      && ["internal/runtime/sys", "runtime/internal/sys"].contains(name.packagePath)
    if isMark || isNotInHeap(underlying) { notInHeap.insert(name) }
  }
}
