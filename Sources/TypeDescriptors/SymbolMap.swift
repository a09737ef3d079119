/// Values by symbol names, which differ as soon as a byte does: Swift's `==` equates canonically
/// equivalent strings, such as the Kelvin sign and the letter K, which are two identifiers in Go.
struct SymbolMap<Value> {
  private struct Key: Hashable {
    var name: String

    static func == (left: Key, right: Key) -> Bool {
      left.name.utf8.count == right.name.utf8.count && left.name.utf8.elementsEqual(right.name.utf8)
    }
  }

  private var storage: [Key: Value] = [:]

  subscript(name: String) -> Value? {
    get { storage[Key(name: name)] }
    set { storage[Key(name: name)] = newValue }
  }

  var values: some Collection<Value> { storage.values }
}
