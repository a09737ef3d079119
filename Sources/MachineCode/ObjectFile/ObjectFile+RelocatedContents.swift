extension ObjectFile {
  /// The section's bytes with its relocations applied as if every section stood at the address in
  /// its header, which is 0 in relocatable files: a reference to a section becomes an offset in it,
  /// one to an undefined or common symbol becomes the addend alone.
  ///
  /// Only absolute relocations of 8 to 64 bits are applied. Offsets of thread-local variables are
  /// left as they stand; any other type throws. In linked files the bytes are returned as they are.
  /// The result takes as much memory as the section's contents.
  public func relocatedContents(of section: Section) throws(ObjectFileError) -> [UInt8] {
    var content = Array(try contents(of: section))
    guard kind == .relocatable else { return content }
    let relocator = Relocator(
      object: self, bases: sections.map(\.address), undefinedIsZero: false, allowsRelative: false)
    let failure: ObjectFileError? = unsafe content.withUnsafeMutableBytes { buffer in
      do throws(ObjectFileError) {
        unsafe try relocator.relocate(buffer, of: section, at: section.address)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
    return content
  }
}
