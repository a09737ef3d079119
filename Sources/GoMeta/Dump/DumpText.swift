public import GoRelease
import MachineCode
import ModuleTables

/// The Go tables of a file, as lines of text.
public enum DumpText {
  /// Tells objects and linked files apart by their ELF type.
  public static func lines(
    of path: String, release: GoRelease
  ) throws(FileError) -> [String] {
    let bytes = try Files.read(path)
    do {
      let object = try ObjectFile(bytes)
      if object.kind == .relocatable { return try ObjectDump(object).lines() }
      return try ModuleDump(ModuleImage(MappedImage(object), release: release)).lines()
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  static func hex(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }
}

/// What travels in an object.
private struct ObjectDump {
  let object: ObjectFile

  init(_ object: ObjectFile) { self.object = object }

  func lines() throws -> [String] {
    guard let section = object.section(named: PackageRecord.sectionName) else {
      throw DumpError.nothing
    }
    let package = try PackageRecord(Array(try object.contents(of: section)))
    var lines = [
      "package \(package.package.path) (\(package.package.name)), for Go \(package.release) on "
        + package.architecture
    ]
    lines += package.declarations.map { "declares \($0)" }
    for other in package.imports {
      lines.append("imports \(other.package.path) (\(other.package.name))")
      lines += other.declarations.map { "  \($0)" }
    }
    lines += package.references.map { "refers to type \($0)" }
    if let section = object.section(named: FunctionSectionRecord.sectionName) {
      for (_, record) in try FunctionSectionRecord.decode(Array(try object.contents(of: section))) {
        var line = "function \(record.name), \(record.role)"
        if record.role == .body { line += ", \(record.file):\(record.startLine)" }
        if record.argumentSize > 0 {
          let words = record.argumentPointerWords.map(String.init).joined(separator: " ")
          line += ", \(record.argumentSize) argument bytes, pointers at words [\(words)]"
        }
        lines.append(line)
      }
    }
    return lines
  }
}

private enum DumpError: Error, CustomStringConvertible {
  case nothing

  var description: String { "it has no Go tables: no section .go.package" }
}

/// The tables of a linked module.
private struct ModuleDump {
  let module: ModuleImage

  init(_ module: ModuleImage) { self.module = module }

  func lines() throws -> [String] {
    var lines = ["plugin \(try module.path), for Go \(module.release.name)"]
    let descriptors = try module.descriptors()
    var strings: [UInt64: String] = [:]
    for descriptor in descriptors { strings[descriptor.address] = descriptor.string }
    for export in try module.exports() {
      lines.append("export \(export.name) \(strings[export.type] ?? "?")")
    }
    for descriptor in descriptors {
      lines.append(
        "type \(descriptor.string): \(descriptor.size) bytes, \(descriptor.pointerBytes) with "
          + "pointers, \(descriptor.methodCount) methods, hash \(DumpText.hex(descriptor.hash))")
    }
    for function in try module.functions() { lines += try self.lines(of: function) }
    return lines
  }

  private func lines(of function: ModuleImage.Function) throws -> [String] {
    let isWrapper = function.functionID == module.release.functions.wrapperID
    var lines = [
      "function \(function.name) at \(DumpText.hex(function.entry))"
        + (isWrapper ? ", wrapper" : "") + ", \(function.argumentSize) argument bytes"
    ]
    lines.append(
      "  pcsp " + function.stackDeltas.map { "+\($0.pc): \($0.value)" }.joined(separator: ", "))
    let file = try function.files.first.flatMap { try module.file($0.value) } ?? "?"
    let places = function.lines.map { "+\($0.pc): \($0.value)" }.joined(separator: ", ")
    lines.append("  pcln \(file) \(places)")
    return lines
  }
}
