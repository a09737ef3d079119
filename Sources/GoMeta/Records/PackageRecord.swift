import GoTypes
import Symbols

/// The section `.go.package`: what the front end declared, as text. Descriptors count offsets from
/// the start of their whole module's types, which no object relocation can express, so an object
/// carries its declarations and the link step writes the descriptors.
struct PackageRecord: Sendable, Equatable {
  struct Import: Sendable, Equatable {
    var package: Package
    var declarations: [String]
  }

  static let sectionName = ".go.package"
  private static let version = "GoMeta package 3"

  var release: String
  var architecture: String
  var package: Package
  var declarations: [String]
  var imports: [Import]
  /// Types that the code refers to, as it writes them.
  var references: [String]
  /// Pairs of concrete type and interface whose itab the code refers to, `*Point,Shape`.
  var itabs: [String]

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for string in [Self.version, release, architecture, package.path, package.name] {
      bytes.append(string: string)
    }
    bytes.append(strings: declarations)
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: imports.count))
    for other in imports {
      bytes.append(string: other.package.path)
      bytes.append(string: other.package.name)
      bytes.append(strings: other.declarations)
    }
    bytes.append(strings: references)
    bytes.append(strings: itabs)
    bytes.pad(to: 8)
    return bytes
  }

  init(
    target: Target, package: Package, declarations: [String], imports: [Import],
    references: [String], itabs: [String]
  ) {
    self.release = target.release.name
    self.architecture = target.architecture.rawValue
    self.package = package
    self.declarations = declarations
    self.imports = imports
    self.references = references
    self.itabs = itabs
  }

  init(_ bytes: [UInt8]) throws(RecordError) {
    var reader = RecordReader(bytes)
    try self.init(&reader)
  }

  /// The records of a section: one for each of the objects that were joined.
  static func decode(_ bytes: [UInt8]) throws(RecordError) -> [PackageRecord] {
    var reader = RecordReader(bytes)
    var records: [PackageRecord] = []
    while !reader.isAtEnd {
      records.append(try PackageRecord(&reader))
      reader.skip(to: 8)
    }
    return records
  }

  private init(_ reader: inout RecordReader) throws(RecordError) {
    guard try reader.string() == Self.version else { throw .truncated(offset: 0) }
    release = try reader.string()
    architecture = try reader.string()
    package = Package(path: try reader.string(), name: try reader.string())
    declarations = try reader.strings()
    imports = []
    for _ in 0..<(try reader.number(UInt32.self)) {
      let package = Package(path: try reader.string(), name: try reader.string())
      imports.append(Import(package: package, declarations: try reader.strings()))
    }
    references = try reader.strings()
    itabs = try reader.strings()
  }
}
