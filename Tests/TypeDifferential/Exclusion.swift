/// What a comparison leaves out, because a type alone does not determine it, and how often.
enum Exclusion: String, CaseIterable {
  /// A pointer's descriptor refers to that of a pointer to it if the compiler had met one by then.
  /// Where it does, the reference is compared.
  case pointerToPointer = "pointers without ptrToThis (made only where **T was met)"
  /// Names that tell their package are called by a counter of the compile. Their contents are
  /// compared.
  case numberedName = "references to names called by a counter (contents compared)"
  /// Nothing is filled in: the linker is told to keep a map's descriptor with a named map's.
  case keep = "R_KEEP marks of no bytes (named map types)"
  /// Named types have one definition in a Go program; GoMeta's may meet the program's own.
  case weakDefinition = "named types, weak beside the compiler's single definition"
}

/// What there is to compare beside descriptors.
enum Part: String, CaseIterable {
  case name = "names"
  case importPath = "import paths"
  case mask = "pointer masks"
  case closure = "equality and hash closures"
  case itab = "itabs"
  /// Whether a function that a descriptor names is a declared method or has to be made.
  case wrapper = "functions of methods, declared or made"
}
