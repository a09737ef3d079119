import MachineCode

/// Addresses of a linked file as places in it.
extension ObjectFile {
  struct Place {
    /// Nil in files without section headers.
    var section: Section?
    /// From the address up to the end of its section or segment, in bytes of the file.
    var range: Range<Int>
    /// The whole of its section or segment, and its address.
    var whole: Range<Int>
    var start: UInt64
    /// The section's or segment's.
    var name: String
  }

  /// Where the file has what is loaded at an address; nil where it has nothing.
  func place(of address: UInt64) -> Place? {
    for section in sections
    where section.flags.contains(.alloc) && !section.flags.contains(.tls)
      && !section.flags.contains(.compressed) && section.contains(address: address)
    {
      return Self.place(
        of: address, in: section.fileRange, at: section.address, section, section.name)
    }
    guard sections.isEmpty, let headers = try? programHeaders() else { return nil }
    for header in headers
    where header.type == .load && address >= header.address
      && address &- header.address < header.size
    {
      return Self.place(
        of: address, in: header.fileRange, at: header.address, nil, "segment \(header.index)")
    }
    return nil
  }

  private static func place(
    of address: UInt64, in range: Range<Int>, at start: UInt64, _ section: Section?, _ name: String
  ) -> Place? {
    let distance = address &- start
    guard distance < UInt64(clamping: range.count) else { return nil }
    return Place(
      section: section,
      range: range.lowerBound &+ Int(truncatingIfNeeded: distance)..<range.upperBound,
      whole: range, start: start, name: name)
  }

  /// Whether an address is one of code.
  func isCode(at address: UInt64) -> Bool {
    if sections.isEmpty {
      return ((try? programHeaders()) ?? []).contains {
        $0.isExecutable && address >= $0.address && address &- $0.address < $0.size
      }
    }
    return sections.contains {
      $0.flags.contains([.alloc, .execinstr]) && $0.contains(address: address)
    }
  }
}
