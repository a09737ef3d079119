public import TableRebuilding

/// A pclntab made from machine code, to be written as an object or as bytes.
public struct RebuiltFunctionTable: Sendable {
  /// The table, in the form of its release.
  public enum Contents: Sendable {
    /// Of Go 1.16 and later.
    case lineTable(RebuiltLineTable)
    /// Up to Go 1.15.
    case symbols(RebuiltSymbolTable)
  }

  public let contents: Contents
  /// What is missing from the table, or odd about its inputs, one line each.
  public let notes: [String]

  init(contents: Contents, notes: [String]) {
    self.contents = contents
    self.notes = notes
  }

  /// An ELF object with the table in section `.gopclntab`, or in `.data.rel.ro.gopclntab` where
  /// there are addresses to be filled in.
  ///
  /// For an image the addresses are final and there are no relocations against it. For relocatable
  /// inputs they are relocations against symbols of theirs: link the object with them, in the order
  /// in which they were given.
  public func object() throws(RebuildError) -> [UInt8] {
    switch contents {
    case .lineTable(let table):
      do throws(TableRebuildError) { return try table.object() } catch {
        throw .rebuild("\(error)")
      }
    case .symbols(let table): return try table.object()
    }
  }

  /// The table's bytes alone: of an image as they would stand in its memory; of one relocatable
  /// object as if its code were at address 0.
  public func raw() throws(RebuildError) -> [UInt8] {
    switch contents {
    case .lineTable(let table):
      guard table.isFinal else { throw .rawOfSeveral }
      return table.raw()
    case .symbols(let table): return try table.raw()
    }
  }
}
