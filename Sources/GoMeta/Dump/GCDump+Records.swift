import GoRelease
import TypeReading

extension GCDump {
  /// The GC programs and masks of a file that `except` does not name: those of types, those with
  /// symbols alone, and the module's own.
  static func records(
    _ tables: TypeTables, _ types: [TypeDescriptor], except: Set<UInt64>,
    _ reader: inout TypeReader
  ) throws(TypeReadError) -> [DumpRecord] {
    var records: [DumpRecord] = []
    var shown = except
    switch tables.release.typeRules.gcData {
    case .pointerPrograms:
      let prefix = tables.release.typeRules.symbolPrefix + ".gc."
      for symbol in tables.image.symbols.all where symbol.name.hasPrefix(prefix) {
        guard !symbol.isAbsolute, shown.insert(symbol.address).inserted else { continue }
        let program = try reader.program(of: symbol)
        records.append(
          GCDump(program, TypeReference(symbol: symbol.name, address: symbol.address)).record)
      }
    case .masks:
      for type in types {
        guard let reference = type.header.gcData, let address = reference.address,
          !shown.contains(address), let bits = try reader.bits(of: type)
        else { continue }
        shown.insert(address)
        switch bits {
        case .mask(let bytes, let count):
          records.append(
            GCDump(
              json: [
                "sym": .string(reference.description), "bits": JSONValue(count),
                "mask": JSONValue(hex: bytes),
              ], line: "\(reference): mask of \(count) bits"
            ).record)
        case .program(let program): records.append(GCDump(program, reference).record)
        }
      }
    }
    for root in TypeTables.Root.allCases {
      guard let reference = try tables.root(root), let address = reference.address,
        tables.image.bytes(at: address, count: 1) != nil
      else { continue }
      let named = TypeReference(symbol: root.rawValue, address: address)
      switch tables.release.typeRules.gcData {
      case .pointerPrograms:
        records.append(GCDump(try reader.program(at: address), named).record)
      case .masks:
        let program = try reader.bitProgram(at: address, hasLength: false)
        records.append(GCDump(program, named).record)
      }
    }
    return records
  }

  private var record: DumpRecord {
    DumpRecord(.gcprogram, json, text: ["gcprogram " + line])
  }
}
