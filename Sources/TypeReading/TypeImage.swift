public import MachineCode
import Symbols

/// The data of an object or a linked file, in one address space: each word with what it refers to.
///
/// A linked file's sections stand at their addresses, and dynamic relocations have been applied.
/// An object's sections stand one after another, with a gap behind each, at addresses that mean
/// nothing outside this value; its relocations are kept as references. Reads are checked: an
/// address outside is an error, not a trap.
public struct TypeImage: Sendable {
  public let object: ObjectFile

  /// A section that programs load.
  struct Segment: Sendable {
    var name: String
    var start: UInt64
    var size: UInt64
    /// Empty for sections that are zeros.
    var bytes: ArraySlice<UInt8>
    var end: UInt64 { start &+ size }
  }

  /// What a relocation makes of the field it applies to.
  struct Fixup: Sendable {
    enum Kind: Sendable, Equatable {
      /// An address, of so many bytes.
      case absolute(Int)
      /// The distance from the field, of so many bytes.
      case relative(Int)
      case other
    }
    var kind: Kind
    var type: UInt32
    var target: TypeReference
  }

  /// In order of addresses; none overlap.
  let segments: [Segment]
  /// The segment of each section, by section index.
  private let segmentOfSection: [Int: Int]
  /// By the address of the field.
  let fixups: [UInt64: Fixup]
  public let symbols: TypeSymbols
  /// How many bytes the file has of the image's data. What is read of it is kept within a multiple.
  public let storedSize: Int

  public init(_ object: ObjectFile) throws(TypeReadError) {
    self.object = object
    var segments: [(section: Int, segment: Segment)] = []
    var next: UInt64 = 0x1000
    do throws(ObjectFileError) {
      for section in object.sections
      where section.flags.contains(.alloc) && !section.flags.contains(.tls) && section.size > 0 {
        var start = section.address
        if object.kind == .relocatable {
          // A gap, so that a pointer just past a section's end is not one to the next section.
          start = (next &+ 0xfff) & ~0xfff
          next = start &+ section.size &+ 0x1000
          guard next > start, next < 1 << 62 else {
            throw .truncated(what: "section \(section.name)", offset: section.fileRange.lowerBound)
          }
        }
        guard !start.addingReportingOverflow(section.size).overflow else { continue }
        segments.append(
          (
            section.index,
            Segment(
              name: section.name, start: start, size: section.size,
              bytes: try object.contents(of: section))
          ))
      }
    } catch { throw .object(error) }
    segments.sort { ($0.segment.start, $0.section) < ($1.segment.start, $1.section) }
    // In a damaged file sections may overlap: what lies in an earlier one is that one's.
    var kept: [Segment] = []
    var places: [Int: Int] = [:]
    for (section, segment) in segments where segment.start >= kept.last?.end ?? 0 {
      places[section] = kept.count
      kept.append(segment)
    }
    self.segments = kept
    segmentOfSection = places
    storedSize = kept.reduce(0) { $0 &+ $1.bytes.count }
    symbols = TypeSymbols(object) { index in places[index].map { kept[$0].start } }
    do throws(ObjectFileError) {
      fixups =
        object.kind == .relocatable
        ? try Self.staticFixups(object, symbols) { index in places[index].map { kept[$0].start } }
        : try Self.dynamicFixups(object, symbols)
    } catch { throw .object(error) }
  }

  /// The segment that holds an address.
  func segment(at address: UInt64) -> Segment? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].start <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0, address < segments[low - 1].end else { return nil }
    return segments[low - 1]
  }

  /// Where the first section of a name starts.
  public func start(ofSection name: String) -> UInt64? {
    guard let section = object.section(named: name), let index = segmentOfSection[section.index]
    else { return nil }
    return segments[index].start
  }

  /// Where the section that holds an address starts, and its name.
  public func section(at address: UInt64) -> (name: String, start: UInt64)? {
    segment(at: address).map { ($0.name, $0.start) }
  }

  /// The bytes at an address; nil when not all of them are in one section.
  public func bytes(at address: UInt64, count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, let segment = segment(at: address) else { return nil }
    let offset = address &- segment.start
    guard UInt64(count) <= segment.size &- offset else { return nil }
    if segment.bytes.isEmpty {
      // Zeros that no file holds: none of what is read here is longer.
      return count <= 4096 ? ArraySlice(repeating: 0, count: count) : nil
    }
    guard let start = Int(exactly: offset), start <= segment.bytes.count &- count else {
      return nil
    }
    let first = segment.bytes.startIndex + start
    return segment.bytes[first..<first + count]
  }

  /// The little-endian number at an address, relocations left aside.
  func number(at address: UInt64, width: Int) -> UInt64? {
    guard width <= 8, let bytes = bytes(at: address, count: width) else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A place in words for an error: the symbol that covers it, else the section, else the address.
  func site(at address: UInt64) -> TypeReadError.Site {
    let reference = symbols.reference(to: address)
    if let symbol = reference.symbol {
      return .init(symbol: symbol, offset: Int(clamping: reference.addend))
    }
    guard let segment = segment(at: address) else {
      return .init(symbol: "0x" + String(address, radix: 16), offset: 0)
    }
    return .init(symbol: segment.name, offset: Int(clamping: address &- segment.start))
  }
}
