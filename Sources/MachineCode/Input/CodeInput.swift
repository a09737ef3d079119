public import Symbols

/// An object file as one address space: its code, its functions, and its debug sections relocated
/// to the same addresses.
///
/// Linked images keep their virtual addresses. In a relocatable file every section of code (also
/// function sections, members of COMDAT groups, `.text.unlikely`) gets an address of its own, one
/// behind another in the order of the section header table, aligned, and the relocations of debug
/// sections are applied to these: what reads them sees an image. A reference to an undefined symbol
/// becomes 0, and symbols outside code count from the start of their sections.
///
/// Contents of linked images are read in place. What is compressed or relocated is in memory of its
/// own, once: at most 1032 times what it takes in the file (or 64 KiB a section). Beside these a
/// value takes at most 48 bytes for each symbol and 8 for each relocation of code.
///
///     let input = try CodeInput(InputBytes(mapping: path))
///     for function in input.functions.functions { … input.name(of: function) … }
public struct CodeInput: Sendable {
  public let object: ObjectFile
  /// In order of address, without overlaps: all that hold code, of a linked image those that have
  /// functions.
  public let sections: [CodeSection]
  /// Each piece of code once. Of several symbols at one address the one with the largest size
  /// tells the extent and the name, among equals global ones before weak and local ones, then by
  /// the order of their names' bytes. A function whose symbols have no size (assembly) reaches up to
  /// the next one or the section's end.
  public let functions: FunctionIndex
  public let debug: DebugSections
  /// The address behind the last section; the base when there is none.
  public let end: UInt64
  /// Symbols of functions that are left out since they share code with a function in another way:
  /// places in the object's `symbols`, in order of address. Such a symbol starts inside a function
  /// that comes before it (labels of hand-written assembly), which stays whole; or starts where a
  /// longer one does; or it stands for a section of a C object in a Go program (`net(.text)`), whose
  /// functions are taken.
  public let overlappingSymbols: [Int]

  public var architecture: Architecture { object.architecture }
  public var isRelocatable: Bool { object.kind == .relocatable }

  /// Reads a file's headers and symbols, and makes its debug sections.
  ///
  /// - Parameter base: the address of the first section of code of a relocatable file. 0 and the
  ///   largest addresses mean "nowhere" to debug information (DWARF's tombstones).
  public init(_ bytes: InputBytes, at base: UInt64 = 0x1000) throws(CodeInputError) {
    do throws(ObjectFileError) {
      object = try ObjectFile(bytes)
      try object.checkRelocationTables()
    } catch { throw .object(error) }
    let layout = try CodeLayout(object, at: base)
    let isRelocatable = object.kind == .relocatable
    end = layout.end
    let finder = try FunctionFinder(object, layout)
    var functions = finder.functions
    sections = isRelocatable ? layout.sections : layout.used(by: &functions)
    self.functions = FunctionIndex(functions)
    overlappingSymbols = finder.overlapping
    debug = try DebugSectionReader(object, layout).read()
  }

  /// The bytes of a function's name, in place. Together the names are at most four times as long as
  /// the file.
  public func name(of function: FunctionIndex.Function) -> InputBytes {
    object.bytes.part(nameRange(of: function))
  }

  /// Where the bytes of a function's name stand in `object.bytes`.
  public func nameRange(of function: FunctionIndex.Function) -> Range<Int> {
    let symbol = Int(function.symbol)
    guard symbol >= 0, symbol < object.symbols.count else { return 0..<0 }
    return object.symbols.nameRange(at: symbol)
  }
}

extension ObjectFile {
  /// Relocation tables that share bytes could take the square of the file's size in time.
  func checkRelocationTables() throws(ObjectFileError) {
    var total = 0
    for tables in relocationSections.values {
      for index in tables {
        total &+= sections[index].fileRange.count
        guard total <= bytes.count else {
          throw .badTable(
            section: sections[index].name, what: "relocation tables share bytes of the file")
        }
      }
    }
  }
}
