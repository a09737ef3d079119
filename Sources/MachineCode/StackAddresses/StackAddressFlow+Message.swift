extension StackAddressFlow.Violation: CustomStringConvertible {
  /// What is wrong and how to mend it, for an error that names the function, and the source line of
  /// `origin` or `use`.
  public var description: String {
    "keeps the address of a local (made at +0x\(Self.hex(origin))) in \(holder) across the call at "
      + "+0x\(Self.hex(call)), and uses it at +0x\(Self.hex(use)): Go may move the stack in the call,"
      + " and the address stays behind; addrspacecast the local's address to ptr addrspace(1), which"
      + " the runtime adjusts, or move the local to the heap, or call nothing but leaf functions"
      + " between its uses"
  }

  private static func hex(_ offset: Int) -> String {
    String(offset, radix: 16)
  }
}
