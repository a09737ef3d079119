import TypeReading

extension TypeDump {
  /// A line with the type's facts, and one for each thing that belongs to it.
  func text(_ algorithm: TypeAlgorithm?, _ gc: GCDump?) -> [String] {
    let header = type.header
    var first = "type \(type.string?.shown ?? type.symbol ?? "?"): \(header.size) bytes, "
    if let bytes = header.pointerBytes { first += "\(bytes) with pointers, " }
    first += "\(type.uncommon?.methods.count ?? 0) methods, hash \(hexadecimal(header.hash)), "
    first += "\(header.kind.rawValue), align \(header.alignment)"
    var lines = [first]
    if let symbol = type.symbol { lines.append("  symbol \(symbol)") }
    switch algorithm {
    case .entry(let table, let index, let name)?:
      lines.append("  alg \(name ?? "\(table)[\(index)]")")
    case .own(let reference, let functions)?:
      let names = (functions ?? []).map { $0?.description ?? "nil" }.joined(separator: ", ")
      lines.append("  alg \(reference)" + (names.isEmpty ? "" : ": \(names)"))
    case nil: if let equal = header.comparison { lines.append("  equal \(equal)") }
    }
    if let gc { lines.append("  gc \(gc.line)") }
    if let pointer = header.pointerToThis { lines.append("  pointer to this \(pointer)") }
    lines += body.map { "  " + $0 }
    if let uncommon = type.uncommon { lines += text(uncommon).map { "  " + $0 } }
    return lines
  }

  private var body: [String] {
    switch type.body {
    case .plain: return []
    case .array(let element, let slice, let length):
      return ["elem \(name(element)), len \(length), slice \(name(slice))"]
    case .channel(let element, let direction):
      let word = [1: "receive", 2: "send", 3: "both"][direction] ?? "\(direction)"
      return ["elem \(name(element)), direction \(word)"]
    case .function(let function):
      return function.parameters.map { "in \(name($0))" }
        + function.results.map { "out \(name($0))" }
        + (function.isVariadic ? ["variadic"] : [])
    case .interface(let path, _, let methods):
      return (path?.shown.map { ["package \($0)"] } ?? [])
        + methods.map { method in
          "method \(qualified(method.name, method.packagePath)) \(name(method.type))"
        }
    case .map(let map):
      return text(map)
    case .pointer(let element), .slice(let element): return ["elem \(name(element))"]
    case .structure(let path, _, let fields):
      return (path?.shown.map { ["package \($0)"] } ?? [])
        + fields.map { field in
          let isEmbedded = field.name?.shown?.isEmpty ?? true
          var label = isEmbedded ? "embedded" : qualified(field.name, field.packagePath)
          if field.isEmbedded, !isEmbedded { label = "embedded " + label }
          let tag = field.tag?.shown.map { ", tag \(JSONValue.string($0).text)" } ?? ""
          return "field \(label) \(name(field.type)) at \(field.offset)\(tag)"
        }
    }
  }

  private func text(_ uncommon: TypeDescriptor.Uncommon) -> [String] {
    var line = "uncommon at +\(uncommon.offset)"
    if let name = uncommon.name?.shown { line += ", name \(name)" }
    if let path = uncommon.packagePath?.shown { line += ", package \(path)" }
    return [line]
      + uncommon.methods.map { method in
        var line = "method \(qualified(method.name, method.packagePath)) \(name(method.type))"
        if let type = method.receiverType { line += ", with receiver \(name(type))" }
        let ifn = method.interfaceCode.map(code) ?? "unreachable"
        let tfn = method.directCode.map(code) ?? "unreachable"
        return line + ", ifn \(ifn), tfn \(tfn)"
      }
  }

  private func text(_ map: TypeDescriptor.Map) -> [String] {
    var line = "key \(name(map.key)), elem \(name(map.element))"
    if let key = map.keySize, let value = map.valueSize, let bucket = map.bucketSize {
      line += ", slots \(key) and \(value) bytes, bucket \(bucket) bytes"
    }
    var lines = [line]
    let layout = tables.tables.release.types.map
    if layout[.bucket] != nil { lines.append("bucket \(name(map.bucket))") }
    if layout[.header] != nil { lines.append("hmap \(name(map.header))") }
    if let group = map.group { lines.append("group \(name(group))") }
    if let hasher = map.hasher { lines.append("hasher \(hasher)") }
    let numbers: [(String, UInt64?)] = [
      ("group", map.groupSize), ("slot", map.slotSize), ("keys at", map.keysOffset),
      ("key stride", map.keyStride), ("elems at", map.elementsOffset),
      ("elem stride", map.elementStride), ("elem at", map.elementOffset),
      ("flags", map.flags.map { UInt64($0) }),
    ]
    let facts = numbers.compactMap { name, number in number.map { "\(name) \($0)" } }
    if !facts.isEmpty { lines.append(facts.joined(separator: ", ")) }
    let flags = [
      ("indirect key", map.hasIndirectKey), ("indirect value", map.hasIndirectValue),
      ("reflexive key", map.hasReflexiveKey), ("key update", map.needsKeyUpdate),
    ].filter { $0.1 == true }.map(\.0)
    if !flags.isEmpty { lines.append(flags.joined(separator: ", ")) }
    return lines
  }

  private func name(_ reference: TypeReference?) -> String { tables.typeText(reference) }

  private func code(_ reference: TypeReference) -> String {
    reference.symbol == nil && reference.address == nil
      ? "text+\(hexadecimal(reference.addend))" : reference.description
  }

  private func qualified(_ name: DescriptorName?, _ path: DescriptorName?) -> String {
    let own = name?.shown ?? "?"
    return path?.shown.map { "\($0).\(own)" } ?? own
  }
}
