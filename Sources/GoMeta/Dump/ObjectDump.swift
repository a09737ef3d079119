import FunctionTables
import MachineCode

/// What travels in an object until it is linked.
enum ObjectDump {
  static func packageRecords(of object: ObjectFile) throws -> [PackageRecord] {
    let name = PackageRecord.sectionName
    guard let section = object.section(named: name) else { return [] }
    let bytes = Array(try object.contents(of: section))
    do { return try PackageRecord.decode(bytes) } catch { throw DumpError.section(name) }
  }

  static func packages(of object: ObjectFile) throws -> [DumpRecord] {
    try packageRecords(of: object).map { package in
      var text = [
        "package \(package.package.path) (\(package.package.name)), for Go \(package.release) on "
          + package.architecture
      ]
      text += package.declarations.map { "declares \($0)" }
      for other in package.imports {
        text.append("imports \(other.package.path) (\(other.package.name))")
        text += other.declarations.map { "  \($0)" }
      }
      text += package.references.map { "refers to type \($0)" }
      text += package.itabs.map { "refers to itab \($0)" }
      return DumpRecord(
        .package,
        [
          "path": .string(package.package.path), "name": .string(package.package.name),
          "go": .string(package.release), "arch": .string(package.architecture),
          "declarations": .array(package.declarations.map { .string($0) }),
          "imports": .array(
            package.imports.map { other in
              [
                "path": .string(other.package.path), "name": .string(other.package.name),
                "declarations": .array(other.declarations.map { .string($0) }),
              ]
            }),
          "references": .array(package.references.map { .string($0) }),
          "itabs": .array(package.itabs.map { .string($0) }),
        ], text: text)
    }
  }

  /// What `.go.func` says of functions.
  static func functions(of object: ObjectFile) throws -> [DumpRecord] {
    let name = FunctionSectionRecord.sectionName
    guard let section = object.section(named: name) else { return [] }
    let records: [(offset: Int, record: FunctionSectionRecord)]
    let bytes = Array(try object.contents(of: section))
    do { records = try FunctionSectionRecord.decode(bytes) } catch {
      throw DumpError.section(name)
    }
    return records.map { _, record in
      var line = "function \(record.name), \(record.role)"
      if record.role.isShown { line += ", \(record.file):\(record.startLine)" }
      if record.argumentSize > 0 {
        let words = record.argumentPointerWords.map(String.init).joined(separator: " ")
        line += ", \(record.argumentSize) argument bytes, pointers at words [\(words)]"
      }
      return DumpRecord(
        .function,
        [
          "name": .string(record.name), "role": .string("\(record.role)"),
          "file": .string(record.file), "startLine": JSONValue(record.startLine),
          "argumentBytes": JSONValue(record.argumentSize),
          "argumentPointerWords": .array(record.argumentPointerWords.map { JSONValue($0) }),
        ], text: [line])
    }
  }

  /// What FUNCDATA and PCDATA said, from the sections that carry it.
  static func markers(of object: ObjectFile) throws -> [DumpRecord] {
    guard FunctionMarkers.sectionNames.contains(where: { object.section(named: $0) != nil })
    else { return [] }
    let text = try CodeText(object)
    let markers = try FunctionMarkers(reading: object, text)
    var records: [DumpRecord] = []
    for function in text.functions {
      guard let found = markers.functions[function.range.lowerBound] else { continue }
      for (index, data) in found.funcdata.sorted(by: { $0.key < $1.key }) {
        records.append(record(index, data, of: function.name))
      }
      for index in found.pcdata.keys.sorted() {
        records.append(
          record(index, found.pcdata[index] ?? [], of: function.name))
      }
    }
    return records
  }

  private static func record(
    _ index: Int, _ data: FunctionMarkers.FuncDataSymbol, of function: String
  ) -> DumpRecord {
    let addend = data.address.addend
    let place = addend == 0 ? data.address.name : "\(data.address.name)+\(addend)"
    return DumpRecord(
      .funcdata,
      [
        "function": .string(function), "index": JSONValue(index),
        "sym": .string(data.address.name), "addend": JSONValue(addend),
        "size": JSONValue(data.size), "align": JSONValue(data.alignment),
      ], text: ["funcdata \(index) of \(function): \(place), \(data.size) bytes"])
  }

  private static func record(
    _ index: Int, _ spans: [FunctionMarkers.Span], of function: String
  ) -> DumpRecord {
    let rows = spans.map { "[\($0.range.lowerBound), \($0.range.upperBound)) \($0.value)" }
    return DumpRecord(
      .pcdata,
      [
        "function": .string(function), "index": JSONValue(index),
        "rows": .array(
          spans.map {
            [
              JSONValue($0.range.lowerBound), JSONValue($0.range.upperBound), JSONValue($0.value),
            ]
          }),
      ], text: ["pcdata \(index) of \(function): " + rows.joined(separator: ", ")])
  }
}
