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

  /// A reference in the form that the release gives the field: an address where it has 8 bytes, a
  /// distance in the region of types where it has 4.
  public mutating func set(_ name: Name, referenceTo target: String, addend: Int64 = 0) {
    guard let field = layout[name] else { return }
    add(name, field.width == 8 ? .address : .regionOffset, target, addend)
  }

  /// The same, to what the program may not have: the distance is then 0, and an address is that of
  /// `go.weak.` and the name, which Go's linker of that time resolves or sets to 0.
  public mutating func set(_ name: Name, weakReferenceTo target: String) {
    guard let field = layout[name] else { return }
    if field.width == 8 {
      add(name, .address, "go.weak." + target, 0)
    } else {
      add(name, .weakRegionOffset, target, 0)
    }
  }

  /// A reference to a method's type or code: an address where the field has 8 bytes, a distance
  /// where it has 4.
  public mutating func set(_ name: Name, methodReferenceTo target: String) {
    guard let field = layout[name] else { return }
    add(name, field.width == 8 ? .address : .methodOffset, target, 0)
  }

  /// Whether the release has the field.
  public func has(_ name: Name) -> Bool { layout[name] != nil }

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
