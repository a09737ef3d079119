/// Values by symbol names, which differ as soon as a byte does: Swift's `==` equates canonically
/// equivalent strings, such as the Kelvin sign and the letter K, which are two identifiers in Go.
struct SymbolMap<Value> {
  private struct Key: Hashable {
    var name: String

    static func == (left: Key, right: Key) -> Bool {
      withBytes(left.name, right.name) { $0.count == $1.count && $0.elementsEqual($1) }
    }
  }

  private var storage: [Key: Value] = [:]

  subscript(name: String) -> Value? {
    get { storage[Key(name: name)] }
    set { storage[Key(name: name)] = newValue }
  }

  var values: some Collection<Value> { storage.values }
}

/// Values in Go's order of strings, by bytes, by which the runtime searches descriptors; those of
/// one name in the order that they have.
func inOrder<Value>(
  _ values: some Collection<Value>, by name: (Value) -> String
) -> [Value] {
  let values = Array(values)
  let names = values.map(name)
  // The standard library's sort is stable. Indices are cheaper to move than values.
  return values.indices.sorted { precedes(names[$0], names[$1]) }.map { values[$0] }
}

private func precedes(_ left: String, _ right: String) -> Bool {
  withBytes(left, right) { $0.lexicographicallyPrecedes($1) }
}

/// Two strings' bytes, which are all that counts in Go.
private func withBytes(
  _ left: String, _ right: String,
  _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
) -> Bool {
  var (left, right) = (left, right)
  return left.withUTF8 { left in right.withUTF8 { body(left, $0) } }
}
