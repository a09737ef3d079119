public import MachineCode

extension TypeImage {
  /// The data of an ELF file: of its sections, or of its segments where it has no section headers.
  public init(_ object: ObjectFile) throws(TypeReadError) {
    let isRelocatable = object.kind == .relocatable
    do throws(ObjectFileError) {
      let found = try Self.sections(of: object)
      var segments = found.map(\.segment)
      if segments.isEmpty, !isRelocatable { segments = try Self.loadSegments(of: object) }
      // In a damaged file they may overlap: what lies in an earlier one is that one's.
      var kept: [Segment] = []
      var places: [Int: Int] = [:]
      let order = segments.indices.sorted { (segments[$0].start, $0) < (segments[$1].start, $1) }
      for index in order where segments[index].start >= kept.last?.end ?? 0 {
        if index < found.count { places[found[index].section] = kept.count }
        kept.append(segments[index])
      }
      var targets: [TypeReference] = []
      let symbols = TypeSymbols(object, targets: &targets) { index in
        places[index].map { kept[$0].start }
      }
      self.init(
        architecture: object.architecture, isRelocatable: isRelocatable, segments: kept,
        fixups: isRelocatable
          ? try Self.staticFixups(object, targets) { index in
            places[index].map { kept[$0].start }
          } : try Self.dynamicFixups(object, kept),
        symbols: symbols)
    } catch { throw .object(error) }
  }

  private static func sections(
    of object: ObjectFile
  ) throws(ObjectFileError) -> [(section: Int, segment: Segment)] {
    var segments: [(section: Int, segment: Segment)] = []
    var next: UInt64 = 0x1000
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
            bytes: ArraySlice(try object.contents(of: section)),
            isCode: section.flags.contains(.execinstr))
        ))
    }
    return segments
  }

  /// What a file without section headers loads: the bytes of each PT_LOAD, and the zeros behind.
  private static func loadSegments(
    of object: ObjectFile
  ) throws(ObjectFileError) -> [Segment] {
    var segments: [Segment] = []
    for header in try object.programHeaders() where header.type == .load {
      let name = "segment \(header.index)"
      let bytes = ArraySlice(try object.contents(of: header))
      let stored = UInt64(bytes.count)
      guard !header.address.addingReportingOverflow(header.size).overflow else { continue }
      if stored > 0 {
        segments.append(
          Segment(
            name: name, start: header.address, size: stored, bytes: bytes,
            isCode: header.isExecutable))
      }
      if header.size > stored {
        segments.append(
          Segment(
            name: name, start: header.address &+ stored, size: header.size &- stored, bytes: []))
      }
    }
    return segments
  }
}
