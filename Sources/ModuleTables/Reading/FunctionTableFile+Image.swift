import FunctionTables
import GoRelease
import MachineCode
import Symbols
import TypeReading

/// The table of a linked file.
extension FunctionTableFile {
  /// Names under which linkers knew the table.
  static let tableNames = ["runtime.pclntab", "pclntab", "go.pclntab", "go:pclntab"]
  static let sectionNames = [".gopclntab", ".data.rel.ro.gopclntab"]

  init(image object: ObjectFile) throws(FunctionTableFileError) {
    let image: TypeImage
    do throws(TypeReadError) { image = try TypeImage(object) } catch { throw .image("\(error)") }
    let named =
      Self.tableNames.compactMap { image.symbols[$0]?.address }
      + Self.sectionNames.compactMap { image.start(ofSection: $0) }
    var fault: FunctionTableFileError?
    for address in named {
      do throws(FunctionTableFileError) {
        try self.init(object, image, at: address, modules: image.words(holding: address))
        return
      } catch { fault = fault ?? error }
    }
    // A place that moduledata point to counts before one that only looks like a table.
    let found = Self.search(image).map { (address: $0, modules: image.words(holding: $0)) }
    for isKnown in [true, false] {
      for place in found where place.modules.isEmpty != isKnown {
        guard let file = try? Self(object, image, at: place.address, modules: place.modules),
          file.looksWhole
        else { continue }
        self = file
        return
      }
    }
    throw fault ?? .noTable
  }

  /// Every place that begins as a table does: magic, two zeros, the PC quantum, the pointer size.
  private static func search(_ image: TypeImage) -> [UInt64] {
    var found: [UInt64] = []
    for format in FunctionTableView.Format.allCases {
      for quantum in Architecture.allCases.map(\.pcQuantum) {
        let word = UInt64(format.rawValue) | UInt64(quantum) << 48 | 8 << 56
        found += image.words(equalTo: word, mask: .max)
      }
    }
    return found
  }

  /// Whether the first function and the last have names and lines.
  private var looksWhole: Bool {
    let isWhole = try? withView { view in
      guard view.functionCount > 0, view.end > view.firstEntry else { return false }
      for index in [0, view.functionCount - 1] {
        let function = try view.function(at: index)
        _ = try view.range(of: view.name(of: function))
        _ = try view.line(in: function, at: function.entry)
      }
      return true
    }
    return isWhole ?? false
  }

  private init(
    _ object: ObjectFile, _ image: TypeImage, at address: UInt64, modules: [UInt64]
  ) throws(FunctionTableFileError) {
    guard let place = object.place(of: address) else { throw .noTable }
    var table = object.bytes.part(place.range)
    guard let format = FunctionTableView.Format(table) else {
      throw .table(Self.fault(of: table), name: place.name)
    }
    if format.hasAddresses, object.kind == .shared { table = image.relocated(table, at: address) }
    self.init(
      object: object, table: table, address: address, section: place.section,
      offset: place.range.lowerBound - (place.section?.fileRange.lowerBound ?? 0))
    release = image.buildInfo?.release
    try locate(format, image, at: address, modules)
    do throws(FunctionTableViewError) { _ = try FunctionTableView(table.bytes) } catch {
      throw .table(error, name: place.name)
    }
  }

  /// What is wrong with bytes that no table begins with.
  private static func fault(of table: InputBytes) -> FunctionTableViewError {
    do throws(FunctionTableViewError) {
      _ = try FunctionTableView(table.bytes)
      return .truncated(.header, offset: 0)
    } catch { return error }
  }

  /// Finds the text, the findfunctab and what FUNCDATA refers to.
  private mutating func locate(
    _ format: FunctionTableView.Format, _ image: TypeImage, at address: UInt64, _ modules: [UInt64]
  ) throws(FunctionTableFileError) {
    let module = ModuleFunctions(format, image, table: address, modules)
    release = release ?? module?.release
    findFuncTable =
      bytes(at: module?.findFuncTable ?? image.symbols["runtime.findfunctab"]?.address)
    if format.hasAddresses {
      (funcData, funcDataAddress) = sectionOfFuncData()
      return
    }
    let names = ["go:func.*", "go.func.*"]
    funcData = bytes(
      at: module?.funcData ?? names.lazy.compactMap { image.symbols[$0]?.address }.first)
    let layouts: FunctionLayouts = format == .go1_18 ? .reading1_18 : .reading1_20
    let stored = layouts.header[.textStart].flatMap {
      image.address(storedAt: address &+ UInt64($0.offset))
    }
    if let text = module?.text ?? (stored == 0 ? nil : stored) {
      textStart = text
    } else if let text = image.symbols["runtime.text"]?.address {
      textStart = text
    } else {
      textStart = textStartByEntries(image)
    }
  }

  /// Of a header that leaves the text's start out: what the symbols of two functions agree on. Else
  /// 0 where entries are addresses of code as they stand, and else where the code starts.
  private func textStartByEntries(_ image: TypeImage) -> UInt64? {
    let symbols = image.symbols
    let told = try? withView { view -> UInt64? in
      var starts: Set<UInt64> = []
      for index in 0..<min(view.functionCount, Self.sampleSize) {
        let function = try view.function(at: index)
        let name = try view.string(view.name(of: function))
        guard let symbol = symbols[name], !symbol.isAbsolute else { continue }
        let start = symbol.address &- function.entry
        if !starts.insert(start).inserted || view.functionCount == 1 { return start }
      }
      return nil
    }
    if let told { return told }
    let first = (try? withView { view in view.firstEntry }) ?? 0
    let isCode = object.map { $0.isCode(at: first) } ?? false
    return isCode && first != 0 ? 0 : image.start(ofSection: ".text")
  }

  /// How many functions are looked at to find out about a table.
  private static var sampleSize: Int { 256 }

  private func bytes(at address: UInt64?) -> InputBytes {
    guard let address, let object, let place = object.place(of: address) else {
      return InputBytes()
    }
    return object.bytes.part(place.range)
  }

  /// FUNCDATA that are addresses lie in one section, with the rest of the read-only data.
  private func sectionOfFuncData() -> (InputBytes, UInt64) {
    let address = try? withView { view in
      for index in 0..<min(view.functionCount, Self.sampleSize) {
        let function = try view.function(at: index)
        for index in 0..<min(try view.fields(of: function).funcdataCount, 16) {
          if let address = try view.funcdata(index, of: function) { return address }
        }
      }
      return 0
    }
    guard let address, address != 0, let object, let place = object.place(of: address) else {
      return (InputBytes(), 0)
    }
    return (object.bytes.part(place.whole), place.start)
  }
}

/// What moduledata say of functions.
private struct ModuleFunctions {
  var text, findFuncTable, funcData: UInt64?
  /// Nil where moduledata are those of several releases.
  var release: String?

  /// Nil where no place of those that point to the table has moduledata.
  init?(
    _ format: FunctionTableView.Format, _ image: TypeImage, table: UInt64, _ places: [UInt64]
  ) {
    for place in places {
      let releases = GoRelease.supported.filter {
        $0.functions?.magic == format.rawValue && image.hasModuleData(of: $0, at: place)
      }
      guard let first = releases.first else { continue }
      self.init(first.modules.moduleData, image, at: place)
      release = releases.count == 1 ? first.name : nil
      return
    }
    // A release of which GoMeta has no types: up to the functions all are alike.
    let layout: RecordLayout<ModuleLayouts.ModuleDataField>
    let header: FunctionLayouts
    switch format {
    case .go1_2, .go1_16: return nil
    case .go1_18: (layout, header) = (ModuleLayouts.functions1_18, .reading1_18)
    case .go1_20: (layout, header) = (GoRelease.go1_21.modules.moduleData, .reading1_20)
    }
    func number(_ field: FunctionLayouts.HeaderField) -> UInt64? {
      header.header[field].flatMap { image.address(storedAt: table &+ UInt64($0.offset)) }
    }
    func word(_ field: ModuleLayouts.ModuleDataField, _ index: Int, _ place: UInt64) -> UInt64? {
      layout[field].flatMap { image.address(storedAt: place &+ UInt64($0.offset + 8 * index)) }
    }
    guard let names = number(.funcnameOffset), let count = number(.nfunc),
      let place = places.first(where: {
        word(.funcnametab, 0, $0) == table &+ names && word(.ftab, 1, $0) == count &+ 1
      })
    else { return nil }
    self.init(layout, image, at: place)
  }

  private init(
    _ layout: RecordLayout<ModuleLayouts.ModuleDataField>, _ image: TypeImage, at place: UInt64
  ) {
    func word(_ field: ModuleLayouts.ModuleDataField) -> UInt64? {
      layout[field].flatMap { image.address(storedAt: place &+ UInt64($0.offset)) }
    }
    text = word(.text)
    findFuncTable = word(.findfunctab)
    funcData = word(.gofunc)
  }
}

extension TypeImage {
  /// The bytes at an address with the words that a loader stores.
  fileprivate func relocated(_ bytes: InputBytes, at address: UInt64) -> InputBytes {
    var stored = Array(bytes)
    var offset = Int(truncatingIfNeeded: (8 &- address & 7) & 7)
    while offset <= stored.count - 8 {
      if let word = self.address(storedAt: address &+ UInt64(offset)) {
        stored.store(word, at: offset)
      }
      offset += 8
    }
    return InputBytes(stored)
  }
}
