internal import CLLVM

/// A fact about a whole module, and what linking makes of two (LangRef, "Module Flags Metadata").
public struct ModuleFlag: Hashable {
  /// What happens when two modules that have the flag are linked. The raw values are the IR's.
  public enum Behavior: UInt32, Hashable, Sendable, CaseIterable {
    case error = 1
    case warning = 2
    case require = 3
    case override = 4
    case append = 5
    case appendUnique = 6
    case max = 7
    case min = 8
  }

  public var behavior: Behavior
  public var key: String
  public var value: Metadata

  public init(_ behavior: Behavior, _ key: String, _ value: Metadata) {
    self.behavior = behavior
    self.key = key
    self.value = value
  }
}

// The C API's own flag functions do not know the behaviors `max` and `min`, and misbehave when a
// module has them; so the flags are read and written as the named metadata that they are.
private let flagsName = "llvm.module.flags"

extension Module {
  /// The flags in order; entries that are none are left out, and `verify()` reports them.
  public var flags: [ModuleFlag] {
    (namedMetadata(flagsName) ?? []).compactMap { node in
      guard let operands = node.operands, operands.count == 3,
        let number = operands[0]?.value?.unsignedInteger, let raw = UInt32(exactly: number),
        let behavior = ModuleFlag.Behavior(rawValue: raw),
        let key = operands[1]?.string, let value = operands[2]
      else { return nil }
      return ModuleFlag(behavior, key, value)
    }
  }

  /// The value of a flag, or nil if the module has none of this key.
  public func flag(_ key: String) -> Metadata? { flags.first { $0.key == key }?.value }

  /// - Throws: `nameTaken` if the module has a flag of this key.
  public func addFlag(_ flag: ModuleFlag) throws(LLVMError) {
    guard self.flag(flag.key) == nil else { throw .nameTaken(symbol: flag.key) }
    try appendNamedMetadata(
      flagsName,
      context.metadata([
        context.metadata(context.i32.constant(flag.behavior.rawValue)),
        context.metadata(flag.key), flag.value,
      ]))
  }

  /// Adds a flag whose value is an `i32`.
  /// - Throws: `nameTaken` if the module has a flag of this key.
  public func addFlag(
    _ behavior: ModuleFlag.Behavior, _ key: String, _ number: UInt32
  ) throws(LLVMError) {
    try addFlag(
      ModuleFlag(behavior, key, context.metadata(context.i32.constant(number))))
  }
}
