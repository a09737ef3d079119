/// Why a section's internal distances cannot be filled in.
public enum SectionError: Error, Equatable, CustomStringConvertible {
  case undefined(target: String, section: String, offset: Int)
  case outOfRange(target: String, section: String, offset: Int)

  public var description: String {
    switch self {
    case .undefined(let target, let section, let offset):
      "\(section)+\(offset): nothing defines \(target), whose distance is stored here"
    case .outOfRange(let target, let section, let offset):
      "\(section)+\(offset): \(target) is more than 2 GiB from the start of its region"
    }
  }
}

extension Section {
  /// Stores every region-relative distance, and leaves other relocations as they are.
  ///
  /// `position` gives a target's distance in bytes from the start of its region; nil when nothing
  /// defines it, which only a weak reference survives (it becomes 0).
  public mutating func resolve(
    position: (String) -> Int?
  ) throws(SectionError) {
    var rest: [Relocation] = []
    for relocation in relocations {
      switch relocation.kind {
      case .address, .address32, .relative32:
        rest.append(relocation)
      case .regionOffset, .weakRegionOffset, .methodOffset:
        var (value, overflow): (Int64, Bool) = (0, false)
        if let found = position(relocation.target) {
          (value, overflow) = Int64(found).addingReportingOverflow(relocation.addend)
        } else if relocation.kind != .weakRegionOffset {
          throw .undefined(
            target: relocation.target, section: kind.name, offset: relocation.offset)
        }
        guard !overflow, let stored = Int32(exactly: value) else {
          throw .outOfRange(
            target: relocation.target, section: kind.name, offset: relocation.offset)
        }
        bytes.store(UInt32(bitPattern: stored), at: relocation.offset)
      }
    }
    relocations = rest
  }
}
