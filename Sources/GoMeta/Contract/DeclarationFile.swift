public import GoRelease
public import GoTypes
public import LLVM

/// What a front end says of its package in a file beside its module, where it cannot write
/// metadata: Go declarations without bodies.
///
/// ```swift
/// let geometry = try DeclarationFile(try Files.read("geometry.go"), name: "geometry.go")
/// let object = try Compiler(target: target).compile(
///   bitcode, name: "geometry.bc", declarations: geometry)
/// ```
public struct DeclarationFile: Sendable {
  /// The file, as messages name it.
  public let name: String
  public var package: Package { source.package }
  private let source: PackageSource

  /// Reads a package clause with an import comment, import declarations and declarations:
  ///
  /// ```go
  /// package geometry // import "example.com/geometry"
  ///
  /// func Add(a, b int) int
  /// ```
  /// - Throws: `CompileError.source` for what is no token, clause or import; what is wrong within
  ///   declarations is found when they are written to a module.
  public init(_ bytes: [UInt8], name: String) throws(CompileError) {
    self.name = name
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.notUTF8(bytes, name)
    }
    do throws(DeclarationError) { source = try PackageSource(text) } catch {
      throw .source(file: name, line: error.line, column: error.column, what: error.message)
    }
  }

  private static func notUTF8(_ bytes: [UInt8], _ name: String) -> CompileError {
    let repaired = String(decoding: bytes, as: UTF8.self).utf8
    let valid = zip(bytes, repaired).prefix { $0 == $1 }.map(\.0)
    let lines = valid.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return .source(
      file: name, line: max(1, lines.count), column: (lines.last?.count ?? 0) + 1,
      what: "this byte is no part of valid UTF-8, in which Go is written")
  }

  /// Writes the package into a module's metadata, as `GoPackageWriter` does.
  ///
  /// - Parameters:
  ///   - imports: the other packages that the file mentions, later ones perhaps earlier ones.
  ///   - release: what the declarations are for; it decides what they may say.
  /// - Throws: `CompileError.source` for a declaration that is refused.
  public func write(
    to module: borrowing Module, imports: [DeclarationFile] = [], release: GoRelease
  ) throws(CompileError) {
    var universe = release.universe
    var before: [DeclarationFile] = []
    for file in imports + [self] {
      try file.declare(in: &universe, importing: before)
      before.append(file)
    }
    try GoPackageWriter(
      package, universe, declarations: source.declarations,
      imports: imports.map {
        PackageRecord.Import(package: $0.package, declarations: $0.source.declarations)
      }
    ).write(to: module)
  }

  private func declare(
    in universe: inout Universe, importing files: [DeclarationFile]
  ) throws(CompileError) {
    if let other = files.first(where: { $0.package.path == package.path }) {
      throw .source(
        file: name, line: 1, column: 1,
        what: "package \(package.path) is declared by \(other.name) too; one file declares it all")
    }
    for other in source.imports where other.path != "unsafe" {
      guard let file = files.first(where: { $0.package.path == other.path }) else {
        throw error(
          other.place,
          "nothing declares package \(other.path): give a file of its declarations before this one, "
            + "such as --import \(other.path.split(separator: "/").last ?? "").go")
      }
      if let name = other.name, name != file.package.name {
        throw error(other.place, "an import under another name (\(name)) is not supported")
      }
    }
    do throws(DeclarationError) {
      try universe.declare(source.declarations, in: package, imports: files.map(\.package))
    } catch let fault { throw error(source.place(of: fault), fault.message) }
  }

  private func error(_ place: PackageSource.Place, _ what: String) -> CompileError {
    .source(file: name, line: place.line, column: place.column, what: what)
  }
}
