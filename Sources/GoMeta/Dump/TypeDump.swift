import TypeReading

/// One type descriptor as a record.
struct TypeDump {
  let tables: TypeTablesDump
  let type: TypeDescriptor

  init(_ tables: TypeTablesDump, _ type: TypeDescriptor) {
    self.tables = tables
    self.type = type
  }

  mutating func record(_ reader: inout TypeReader) throws(TypeReadError) -> DumpRecord {
    let algorithm = try reader.algorithm(of: type)
    let gc = try GCDump.ofType(type, tables, &reader)
    var members: [JSONValue.Member] = [.init("sym", JSONValue(type.symbol))]
    members += tables.place(type.address)
    members += [
      .init("symsize", JSONValue(type.length)), .init("string", JSONValue(type.string?.text)),
      .init("stringSym", JSONValue(type.string?.reference.symbol)),
      .init("header", header(algorithm)), .init("desc", description),
    ]
    if let uncommon = type.uncommon { members.append(.init("uncommon", json(uncommon))) }
    if let gc { members.append(.init("gc", gc.json)) }
    return DumpRecord(.type, .object(members), text: text(algorithm, gc))
  }

  private func header(_ algorithm: TypeAlgorithm?) -> JSONValue {
    let header = type.header
    let rules = tables.tables.release.typeRules
    var members: [JSONValue.Member] = [.init("size", JSONValue(header.size))]
    if let bytes = header.pointerBytes { members.append(.init("pointerBytes", JSONValue(bytes))) }
    members.append(.init("hash", .string(hashDigits(header.hash))))
    if let flags = header.flags { members.append(.init("flags", JSONValue(flags))) }
    members += [
      .init("align", JSONValue(header.alignment)),
      .init("fieldAlign", JSONValue(header.fieldAlignment)),
      .init("kindByte", JSONValue(header.kindByte)), .init("kind", .string(header.kind.rawValue)),
    ]
    let flags = rules.kindFlags
    for (name, bit) in [
      ("noPointers", flags.noPointers), ("directInterface", flags.directInterface),
      ("gcProgram", flags.gcProgram),
    ] where bit != 0 {
      members.append(.init(name, .bool(header.kindByte & bit != 0)))
    }
    for (name, bit) in [
      ("directInterface", rules.flags.directInterface),
      ("gcMaskOnDemand", rules.flags.gcMaskOnDemand),
    ] where bit != 0 {
      members.append(.init(name, .bool((header.flags ?? 0) & bit != 0)))
    }
    switch algorithm {
    case .entry(let table, let index, let name)?:
      members.append(
        .init(
          "alg", ["table": .string(table), "index": JSONValue(index), "name": JSONValue(name)]))
    case .own(let reference, let functions)?:
      members.append(
        .init(
          "alg",
          [
            "sym": tables.json(reference),
            "entries": functions.map { .array($0.map(tables.json)) } ?? .null,
          ]))
    case nil: members.append(.init("equal", tables.json(header.comparison)))
    }
    members += [
      .init("gc", tables.json(header.gcData)),
      .init("uncommonOff", JSONValue(type.uncommon?.offset ?? 0)),
      .init("ptrToThis", tables.json(header.pointerToThis)),
    ]
    return .object(members)
  }

  /// What the kind adds.
  private var description: JSONValue {
    var members: [JSONValue.Member] = [.init("kind", .string(type.header.kind.rawValue))]
    func add(_ name: String, _ value: JSONValue) { members.append(.init(name, value)) }
    switch type.body {
    case .plain: break
    case .array(let element, let slice, let length):
      add("elem", tables.json(element))
      add("slice", tables.json(slice))
      add("len", JSONValue(length))
    case .channel(let element, let direction):
      add("elem", tables.json(element))
      add("dir", JSONValue(direction))
    case .function(let function):
      add("variadic", .bool(function.isVariadic))
      if let slice = function.parameterSlice {
        add("inOff", offset(slice))
        add("inLenCap", lengths(slice))
      }
      if let slice = function.resultSlice {
        add("outOff", offset(slice))
        add("outLenCap", lengths(slice))
      }
      add("in", .array(function.parameters.map(tables.json)))
      add("out", .array(function.results.map(tables.json)))
    case .interface(let path, let slice, let methods):
      if let path { add("pkgPath", JSONValue(path.text)) }
      if let slice {
        add("methodsOff", offset(slice))
        add("lenCap", lengths(slice))
      }
      add(
        "methods",
        .array(
          methods.map { method in
            [
              "name": JSONValue(method.name?.shown),
              "pkgPath": JSONValue(method.packagePath?.shown),
              "type": tables.json(method.type),
            ]
          }))
    case .map(let map):
      add("key", tables.json(map.key))
      add("elem", tables.json(map.element))
      let layout = tables.tables.release.types.map
      if layout[.bucket] != nil { add("bucket", tables.json(map.bucket)) }
      if layout[.header] != nil { add("hmap", tables.json(map.header)) }
      for (name, number) in [
        ("keySize", map.keySize), ("valueSize", map.valueSize), ("bucketSize", map.bucketSize),
      ] {
        if let number { add(name, JSONValue(number)) }
      }
      for (name, flag) in [
        ("indirectKey", map.hasIndirectKey), ("indirectValue", map.hasIndirectValue),
        ("reflexiveKey", map.hasReflexiveKey), ("needKeyUpdate", map.needsKeyUpdate),
      ] {
        if let flag { add(name, .bool(flag)) }
      }
      if let group = map.group { add("group", tables.json(group)) }
      if let hasher = map.hasher { add("hasher", tables.json(hasher)) }
      for (name, number) in [
        ("groupSize", map.groupSize), ("slotSize", map.slotSize),
        ("keysOff", map.keysOffset), ("keyStride", map.keyStride),
        ("elemsOff", map.elementsOffset), ("elemStride", map.elementStride),
        ("elemOff", map.elementOffset), ("flags", map.flags.map { UInt64($0) }),
      ] {
        if let number { add(name, JSONValue(number)) }
      }
    case .pointer(let element), .slice(let element): add("elem", tables.json(element))
    case .structure(let path, let slice, let fields):
      if let path { add("pkgPath", JSONValue(path.text)) }
      if let slice {
        add("fieldsOff", offset(slice))
        add("lenCap", lengths(slice))
      }
      add(
        "fields",
        .array(
          fields.map(json)))
    }
    return .object(members)
  }

  private func json(_ field: TypeDescriptor.Field) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", JSONValue(field.name?.shown)),
      .init("pkgPath", JSONValue(field.packagePath?.shown)),
      .init("type", tables.json(field.type)), .init("tag", JSONValue(field.tag?.shown)),
      .init("offset", JSONValue(field.offset)),
    ]
    // Where the name does not tell it by being empty.
    if tables.tables.release.typeRules.nameIsEmbedded != 0 {
      members.append(.init("embedded", .bool(field.isEmbedded)))
    }
    return .object(members)
  }

  private func json(_ uncommon: TypeDescriptor.Uncommon) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("off", JSONValue(uncommon.offset)), .init("name", JSONValue(uncommon.name?.shown)),
      .init("pkgPath", JSONValue(uncommon.packagePath?.shown)),
    ]
    if let slice = uncommon.slice {
      members += [.init("methodsOff", offset(slice)), .init("lenCap", lengths(slice))]
    }
    members.append(
      .init(
        "methods",
        .array(
          uncommon.methods.map { method in
            [
              "name": JSONValue(method.name?.shown),
              "pkgPath": JSONValue(method.packagePath?.shown),
              "mtyp": tables.json(method.type), "typ": tables.json(method.receiverType),
              "ifn": tables.json(method.interfaceCode), "tfn": tables.json(method.directCode),
            ]
          })))
    return .object(members)
  }

  /// Where a slice points, from the descriptor's start.
  private func offset(_ slice: TypeDescriptor.Slice) -> JSONValue {
    slice.offset.map { JSONValue($0) } ?? .null
  }

  private func lengths(_ slice: TypeDescriptor.Slice) -> JSONValue {
    [JSONValue(slice.count), JSONValue(slice.capacity)]
  }
}

extension DescriptorName {
  /// The text, or the symbol when another file has the text.
  var shown: String? { text ?? reference.description }
}
