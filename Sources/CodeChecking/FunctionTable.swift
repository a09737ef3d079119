import GoRelease

/// A function as the pclntab describes it.
struct TableFunction {
  let name: String
  /// The address of its first instruction, and that of the next function.
  let range: Range<UInt64>
  /// Bytes of arguments and results that its caller's frame holds; nil if not known.
  let argumentSize: Int?
  let isWrapper: Bool
  let depth: PCTable
  let line: PCTable
  let unsafePoint: PCTable
  let stackMapIndex: PCTable
  let inlineTreeIndex: PCTable
  let argumentMaps: PointerMaps?
  let localMaps: PointerMaps?
  /// Where its inline tree is; nil for none.
  let inlineTree: UInt64?
  /// Where what tracebacks show of its arguments is told; nil for nowhere.
  let argumentInfo: UInt64?

  /// Whether it can be stopped nowhere.
  var isUnsafeThroughout: Bool {
    !unsafePoint.rows.isEmpty && unsafePoint.rows.allSatisfy { $0.value == -2 }
      && unsafePoint.end >= depth.end
  }
}

/// The pclntab of magic 0xfffffff1, found through moduledata: the words there that point to a
/// header and behind it to its first part.
struct FunctionTable {
  let layouts: FunctionLayouts
  let functions: [TableFunction]

  init(_ image: CodeImage, release: GoRelease) throws(CodeCheckError) {
    guard let layouts = release.functions, release.minorVersion >= 21 else {
      throw .release(release.name)
    }
    self.layouts = layouts
    guard let reader = TableReader(image, layouts, release.modules.moduleData) else {
      throw .noFunctionTable
    }
    functions = try reader.functions()
  }
}

private struct TableReader {
  let image: CodeImage
  let layouts: FunctionLayouts
  let text, names, values, records, funcdata: UInt64
  let count: UInt64

  init?(
    _ image: CodeImage, _ layouts: FunctionLayouts,
    _ module: RecordLayout<ModuleLayouts.ModuleDataField>
  ) {
    func place(_ field: ModuleLayouts.ModuleDataField) -> UInt64 {
      UInt64(module[field]?.offset ?? 0)
    }
    for (address, word) in image.words {
      guard case .address(let header) = word,
        image.number(UInt32.self, at: header) == layouts.magic,
        let names = Self.part(.funcnameOffset, header, image, layouts),
        let values = Self.part(.pctabOffset, header, image, layouts),
        let records = Self.part(.pclnOffset, header, image, layouts),
        let count = layouts.header[.nfunc].flatMap({
          image.number(UInt64.self, at: header &+ UInt64($0.offset))
        })
      else { continue }
      let start = address &- place(.pcHeader)
      guard image.pointer(at: start &+ place(.funcnametab)) == names,
        image.pointer(at: start &+ place(.pctab)) == values,
        image.pointer(at: start &+ place(.pclntable)) == records,
        let text = image.pointer(at: start &+ place(.text)),
        let funcdata = image.pointer(at: start &+ place(.gofunc))
      else { continue }
      (self.image, self.layouts, self.text, self.names) = (image, layouts, text, names)
      (self.values, self.records, self.funcdata) = (values, records, funcdata)
      self.count = count
      return
    }
    return nil
  }

  private static func part(
    _ field: FunctionLayouts.HeaderField, _ header: UInt64, _ image: CodeImage,
    _ layouts: FunctionLayouts
  ) -> UInt64? {
    guard let place = layouts.header[field],
      let offset = image.number(UInt64.self, at: header &+ UInt64(place.offset))
    else { return nil }
    return header &+ offset
  }

  func functions() throws(CodeCheckError) -> [TableFunction] {
    guard count <= UInt64(image.bytes(from: records).count) / 8 else {
      throw .malformedTable(what: "functab", function: "")
    }
    var found: [TableFunction] = []
    for index in 0..<count {
      let entry = records &+ 8 &* index
      guard let start = image.number(UInt32.self, at: entry),
        let record = image.number(UInt32.self, at: entry &+ 4),
        let end = image.number(UInt32.self, at: entry &+ 8), start < end
      else { throw .malformedTable(what: "functab", function: "function \(index)") }
      let range = (text &+ UInt64(start))..<(text &+ UInt64(end))
      found.append(try function(records &+ UInt64(record), range))
    }
    return found
  }

  private func function(
    _ record: UInt64, _ range: Range<UInt64>
  ) throws(CodeCheckError) -> TableFunction {
    func field(_ name: FunctionLayouts.FunctionField) -> UInt32? {
      guard let field = layouts.function[name] else { return nil }
      let place = record &+ UInt64(field.offset)
      return field.width == 1
        ? image.number(UInt8.self, at: place).map { UInt32($0) }
        : image.number(UInt32.self, at: place)
    }
    guard let nameOffset = field(.nameOff),
      let name = image.string(at: names &+ UInt64(nameOffset)),
      let arguments = field(.args), let depth = field(.pcsp), let line = field(.pcln),
      let tableCount = field(.npcdata), let dataCount = field(.nfuncdata), let id = field(.funcID),
      tableCount <= 1 << 16
    else {
      throw .malformedTable(what: "record", function: "the function at +\(range.lowerBound)")
    }
    let tables = record &+ UInt64(layouts.function.size)
    func pcdata(_ index: Int) throws(CodeCheckError) -> PCTable {
      guard index < tableCount else { return PCTable() }
      guard let offset = image.number(UInt32.self, at: tables &+ 4 &* UInt64(index)) else {
        throw .malformedTable(what: "record", function: name)
      }
      return try table(offset, name)
    }
    func data(_ index: Int) throws(CodeCheckError) -> UInt64? {
      guard index < dataCount else { return nil }
      let place = tables &+ 4 &* (UInt64(tableCount) &+ UInt64(index))
      guard let offset = image.number(UInt32.self, at: place) else {
        throw .malformedTable(what: "record", function: name)
      }
      return offset == .max ? nil : funcdata &+ UInt64(offset)
    }
    func maps(_ index: Int, _ what: String) throws(CodeCheckError) -> PointerMaps? {
      guard let place = try data(index) else { return nil }
      guard let maps = PointerMaps(image, at: place) else {
        throw .malformedTable(what: what, function: name)
      }
      return maps
    }
    return TableFunction(
      name: name, range: range,
      argumentSize: arguments == 0x8000_0000 ? nil : Int(arguments),
      isWrapper: id == UInt32(layouts.wrapperID), depth: try table(depth, name),
      line: try table(line, name), unsafePoint: try pcdata(layouts.pcdata.unsafePoint),
      stackMapIndex: try pcdata(layouts.pcdata.stackMapIndex),
      inlineTreeIndex: try pcdata(layouts.pcdata.inlineTreeIndex),
      argumentMaps: try maps(layouts.funcdata.argumentPointerMaps, "argument pointer maps"),
      localMaps: try maps(layouts.funcdata.localPointerMaps, "local pointer maps"),
      inlineTree: try data(layouts.funcdata.inlineTree),
      argumentInfo: try layouts.funcdata.argumentInfo.flatMap { index throws(CodeCheckError) in
        try data(index)
      })
  }

  private func table(_ offset: UInt32, _ function: String) throws(CodeCheckError) -> PCTable {
    guard offset != 0 else { return PCTable() }
    let quantum = image.architecture == .arm64 ? 4 : 1
    guard let table = PCTable(image.bytes(from: values &+ UInt64(offset)), quantum: quantum) else {
      throw .malformedTable(what: "pc-value table at +\(offset)", function: function)
    }
    return table
  }
}
