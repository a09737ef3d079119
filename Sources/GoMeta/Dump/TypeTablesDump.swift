import GoRelease
import TypeReading

/// The types of an object or a linked file, and the tables that lead to them.
struct TypeTablesDump {
  let tables: TypeTables
  private(set) var reader: TypeReader
  private let types: [TypeDescriptor]
  /// What could not be read.
  private(set) var faults: [TypeReadError]
  /// What reflection prints, by the address of the descriptor: names for types without symbols.
  let strings: [UInt64: String]

  init(_ image: TypeImage, _ release: GoRelease) throws(TypeReadError) {
    tables = try TypeTables(image, release: release)
    reader = tables.reader
    let listing = tables.listing(&reader)
    types = listing.descriptors
    faults = listing.faults
    var strings: [UInt64: String] = [:]
    for type in types { strings[type.address] = type.string?.text }
    self.strings = strings
  }

  mutating func records(_ selection: DumpSelection) -> [DumpRecord] {
    var records: [DumpRecord] = []
    if selection == .everything {
      note { (dump) throws(TypeReadError) in
        guard let path = try dump.tables.pluginPath() else { return }
        records.append(
          DumpRecord(
            .package, ["path": .string(path), "go": .string(dump.tables.release.name)],
            text: ["plugin \(path), for Go \(dump.tables.release.name)"]))
      }
    }
    if selection.contains(.exports) {
      note { (dump) throws(TypeReadError) in
        records += try dump.tables.exports(&dump.reader).map(dump.export)
      }
    }
    var shown = Set<UInt64>()
    if selection.contains(.types) {
      for type in types {
        note { (dump) throws(TypeReadError) in
          var shownType = TypeDump(dump, type)
          records.append(try shownType.record(&dump.reader))
          if let address = type.header.gcData?.address { shown.insert(address) }
        }
      }
    }
    if selection.contains(.gc) {
      // With the types their programs have been shown.
      note { (dump) throws(TypeReadError) in
        records += try GCDump.records(dump.tables, dump.types, except: shown, &dump.reader)
      }
    }
    if selection.contains(.types) {
      note { (dump) throws(TypeReadError) in
        for (index, link) in try dump.tables.typelinks().enumerated() {
          records.append(dump.typelink(index, link))
        }
      }
      note { (dump) throws(TypeReadError) in
        records += try dump.tables.itabs(&dump.reader).map(dump.itab)
      }
    }
    return records
  }

  /// Goes on where reading fails, with the fault noted: once, wherever it is met again.
  private mutating func note(
    _ read: (inout Self) throws(TypeReadError) -> Void
  ) {
    do throws(TypeReadError) { try read(&self) } catch {
      if !faults.contains(error) { faults.append(error) }
    }
  }

  private func export(_ export: TypeTables.Export) -> DumpRecord {
    let name = export.name?.text ?? export.name?.reference.description
    return DumpRecord(
      .export,
      [
        "name": JSONValue(name), "type": json(export.type),
        "string": JSONValue(export.type?.address.flatMap { strings[$0] }),
        "value": json(export.value),
      ], text: ["export \(name ?? "?") \(typeText(export.type))"])
  }

  private func typelink(_ index: Int, _ link: TypeTables.Typelink) -> DumpRecord {
    DumpRecord(
      .typelink,
      [
        "index": JSONValue(index), "linkSym": JSONValue(link.symbol), "type": json(link.type),
        "string": JSONValue(link.type.address.flatMap { strings[$0] }),
      ], text: ["typelink \(typeText(link.type))"])
  }

  private func itab(_ itab: TypeTables.Itab) -> DumpRecord {
    let functions = itab.functions.map { $0?.description ?? "nil" }.joined(separator: ", ")
    return DumpRecord(
      .itab,
      [
        "sym": JSONValue(itab.symbol), "inter": json(itab.interface), "type": json(itab.type),
        "link": json(itab.link), "bad": itab.bad.map { JSONValue($0) } ?? .null,
        "inhash": itab.inHash.map { JSONValue($0) } ?? .null,
        "hash": itab.hash.map { .string(hashDigits($0)) } ?? .null,
        "fun": .array(itab.functions.map(json)),
      ],
      text: ["itab \(typeText(itab.type)), \(typeText(itab.interface)): functions [\(functions)]"])
  }

  /// A reference as JSON: its symbol, with an addend where it has one; else what is there.
  func json(_ reference: TypeReference?) -> JSONValue {
    guard let reference else { return .null }
    guard reference.symbol == nil else { return .string(reference.description) }
    guard let address = reference.address else { return ["offset": JSONValue(reference.addend)] }
    var members: [JSONValue.Member] = [.init("addr", .string(hexadecimal(address)))]
    if let string = strings[address] { members.append(.init("string", .string(string))) }
    return .object(members)
  }

  /// What a reference to a type is called: as reflection prints it, or by its symbol.
  func typeText(_ reference: TypeReference?) -> String {
    guard let reference else { return "nil" }
    if let string = reference.address.flatMap({ strings[$0] }) { return string }
    guard let symbol = reference.symbol, reference.addend == 0 else {
      return reference.description
    }
    let prefix = tables.release.typeRules.symbolPrefix
    return symbol.hasPrefix(prefix) ? String(symbol.dropFirst(prefix.utf8.count)) : symbol
  }

  /// Where something lies, for JSON: its address, or its section and offset in an object.
  func place(_ address: UInt64) -> [JSONValue.Member] {
    guard tables.image.isRelocatable else {
      return [.init("addr", .string(hexadecimal(address)))]
    }
    guard let section = tables.image.section(at: address) else { return [] }
    return [
      .init("section", .string(section.name)), .init("offset", JSONValue(address &- section.start)),
    ]
  }
}
