extension DebugSections {
  /// The section that a string stands in.
  func section(of string: StringReference) -> InputBytes {
    switch string.section {
    case .line: line
    case .lineStr: lineStr
    case .str: str
    case .info: info
    }
  }

  /// What line programs take part in, as an object's sections have it; relocated, so that
  /// relocatable objects have every section at the address in its header, which is 0.
  init(lines object: ObjectFile) throws(LineProgramError) {
    self.init()
    line = try object.debugContents(LineProgram.section)
    lineStr = try object.debugContents(".debug_line_str")
    str = try object.debugContents(".debug_str")
    strOffsets = try object.debugContents(".debug_str_offsets")
    abbrev = try object.debugContents(AbbreviationTable.section)
    let units = object.sections(named: CompilationDirectories.section)
    guard units.count > 1 else {
      info = try object.debugContents(CompilationDirectories.section)
      return
    }
    // Relocatable objects may have type units in sections of their own.
    var bytes: [UInt8] = []
    for section in units { bytes += try object.debugContents(section) }
    info = InputBytes(bytes)
  }
}

extension ObjectFile {
  /// The relocated contents of the only debug section of that name.
  func debugContents(_ name: String) throws(LineProgramError) -> InputBytes {
    // An older way to compress: told by the section's name (".zdebug_line").
    guard let section = section(named: name) ?? section(named: ".z" + name.dropFirst()) else {
      return InputBytes()
    }
    return try debugContents(section)
  }

  func debugContents(_ section: Section) throws(LineProgramError) -> InputBytes {
    do throws(ObjectFileError) {
      guard kind == .relocatable else { return try contents(of: section) }
      return InputBytes(try relocatedContents(of: section))
    } catch {
      throw .object(error)
    }
  }
}
