import GoRelease

extension PCLineTable {
  /// A number in the table that depends on where something lies: an address, or a distance from the
  /// start of the text, which is an address as well for who counts from 0.
  public struct AddressPlace: Sendable, Equatable {
    public enum Base: Sendable, Equatable {
      /// The start of the text.
      case text
      /// `go:func.*`, the start of `funcData`.
      case funcData
    }

    /// In `bytes`.
    public var offset: Int
    /// In bytes: 8 for an address, 4 for a distance.
    public var width: Int
    public var base: Base
    /// What the place holds: how far from the base it points, in bytes.
    public var addend: UInt64
  }

  /// All places of functions' entries and of their data where that has addresses, ascending; the
  /// header's word is `textStart`.
  ///
  /// A table of magic 0xfffffffa (Go 1.16 and 1.17) needs a relocation for each, or
  /// `setAddresses`. Later ones are final as they are, unless functions lie in several sections.
  public var addressPlaces: [AddressPlace] {
    let width = layouts.entry[.entryoff]?.width ?? 4
    var places: [AddressPlace] = []
    places.reserveCapacity(2 * functionCount + 1)
    var records: [Int] = []
    records.reserveCapacity(functionCount)
    for index in 0..<functionCount {
      let offset = functions.lowerBound + 2 * width * index
      places.append(place(at: offset, width: width, base: .text))
      records.append(functions.lowerBound + Int(number(at: offset + width, width: 4)))
    }
    let end = functions.lowerBound + 2 * width * functionCount
    places.append(place(at: end, width: width, base: .text))
    for record in records {
      places.append(
        place(at: record + offset(.entryOff), width: width, base: .text))
      if layouts.funcdata.width == 8 { addFuncData(of: record, to: &places) }
    }
    return places
  }

  /// Fills in addresses, as they are in a linked program.
  ///
  /// - Parameters:
  ///   - text: the address of the start of the text.
  ///   - funcData: the address of `funcData`.
  public mutating func setAddresses(text: UInt64, funcData: UInt64) {
    if let textStart { set(text, at: textStart) }
    guard layouts.hasAddresses else { return }
    for place in addressPlaces {
      set((place.base == .text ? text : funcData) &+ place.addend, at: place.offset)
    }
  }

  private func addFuncData(of record: Int, to places: inout [AddressPlace]) {
    let count = Int(number(at: record + offset(.nfuncdata), width: 1))
    let tables = Int(number(at: record + offset(.npcdata), width: 4))
    let start = (record + layouts.function.size + 4 * tables + 7) & ~7
    for index in 0..<count {
      let place = place(at: start + 8 * index, width: 8, base: .funcData)
      if place.addend != 0 { places.append(place) }
    }
  }

  private func offset(_ field: FunctionLayouts.FunctionField) -> Int {
    layouts.function[field]?.offset ?? 0
  }

  private func place(at offset: Int, width: Int, base: AddressPlace.Base) -> AddressPlace {
    AddressPlace(
      offset: offset, width: width, base: base, addend: number(at: offset, width: width))
  }

  private func number(at offset: Int, width: Int) -> UInt64 {
    guard offset >= 0, offset <= bytes.count - width else { return 0 }
    return (0..<width).reversed().reduce(0) { $0 << 8 | UInt64(bytes[offset + $1]) }
  }

  private mutating func set(_ address: UInt64, at offset: Int) {
    guard offset >= 0, offset <= bytes.count - 8 else { return }
    for index in 0..<8 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: address >> UInt64(8 * index))
    }
  }
}
