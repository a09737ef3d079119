import Symbols

/// A record being filled in by field names. Setting a field that the release does not have does
/// nothing: the writer states what it knows, the layout says what is kept.
public struct Record<Name: Hashable & Sendable>: Sendable {
  public let layout: RecordLayout<Name>
  public private(set) var bytes: [UInt8]
  public private(set) var relocations: [Relocation] = []

  public init(_ layout: RecordLayout<Name>) {
    self.layout = layout
    self.bytes = [UInt8](repeating: 0, count: layout.size)
  }

  /// Stores the low bytes of a number that the field has room for.
  public mutating func set(_ name: Name, _ value: some BinaryInteger) {
    guard let field = layout[name] else { return }
    let word = UInt64(truncatingIfNeeded: value)
    for index in 0..<min(field.width, 8) {
      bytes[field.offset + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index))
    }
  }

  public mutating func set(_ name: Name, addressOf target: String, addend: Int64 = 0) {
    add(name, .address, target, addend)
  }

  public mutating func set(_ name: Name, regionOffsetOf target: String, weak: Bool = false) {
    add(name, weak ? .weakRegionOffset : .regionOffset, target, 0)
  }

  /// A Go slice header {address, length, capacity}, or a string header when the field is 16 bytes.
  public mutating func set(_ name: Name, sliceAt target: String, addend: Int64 = 0, count: Int) {
    guard let field = layout[name] else { return }
    add(name, .address, target, addend)
    bytes.store(UInt64(truncatingIfNeeded: count), at: field.offset + 8)
    if field.width >= 24 { bytes.store(UInt64(truncatingIfNeeded: count), at: field.offset + 16) }
  }

  private mutating func add(
    _ name: Name, _ kind: Relocation.Kind, _ target: String, _ addend: Int64
  ) {
    guard let field = layout[name] else { return }
    relocations.append(
      Relocation(offset: field.offset, kind: kind, target: target, addend: addend))
  }
}
