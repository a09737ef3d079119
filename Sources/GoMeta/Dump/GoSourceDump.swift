import GoRelease
import GoTypes
import TypeDescriptors
import TypeReading

/// The types of a file as Go declarations, package by package.
///
/// What is written before the comments of each package is what `Universe.declare` reads back; where
/// Go can say it, Go's compiler does too. Local types keep the compiler's numbers (`T·1`), and
/// instances of generic types stand in quotes.
struct GoSourceDump {
  private(set) var faults: [TypeReadError]
  private let universe: Universe
  private let found: TypeReconstruction
  private let listing: TypeListing

  /// The package of shapes that generic code is compiled for: no source declares them.
  private static let shapes = "go.shape"

  init(_ image: TypeImage, _ release: GoRelease) throws {
    let tables = try TypeTables(image, release: release)
    listing = tables.listing()
    let rules = release.typeRules
    found = TypeReconstruction(listing.descriptors, release: release) { link in
      TypeSymbol.hash(linkString: link, rules: rules)
    }
    faults = listing.faults + found.faults
    var universe = release.universe
    try universe.declare(found.declarations, packages: found.packages)
    self.universe = universe
  }

  /// One text a package, which begins with its clause, and one for the types without names.
  func texts() -> [[String]] {
    let packages = Dictionary(grouping: found.declarations, by: \.name.packagePath)
    var texts: [[String]] = []
    for package in found.packages where package.path != Self.shapes {
      guard let declarations = packages[package.path] else { continue }
      var lines = ["package \(package.name) // import \(quoted(package.path))"]
      let imports = self.imports(of: declarations, in: package.path)
      if !imports.isEmpty {
        lines.append("import (\(imports.map(quoted).joined(separator: "; ")))")
      }
      for declaration in declarations {
        lines += (universe.declarationText(of: declaration.name) ?? "").split(separator: "\n")
          .map(String.init)
        if let dropped = found.droppedMethods[declaration.name] {
          let names = dropped.sorted().joined(separator: ", ")
          lines.append("// \(declaration.name.name): the linker left out the types of \(names)")
        }
      }
      texts.append(lines)
    }
    return texts + [unnamed()]
  }

  private func imports(of declarations: [TypeDeclaration], in path: String) -> [String] {
    var paths: Set<String> = []
    for declaration in declarations {
      declaration.underlying.collectPackages(into: &paths)
      for method in declaration.methods {
        GoType.function(method.signature).collectPackages(into: &paths)
      }
    }
    return paths.subtracting([path, ""]).sorted()
  }

  /// The types that no declaration names, by their link strings.
  private func unnamed() -> [String] {
    var strings: Set<String> = []
    for (type, descriptor) in zip(found.types, listing.descriptors) {
      guard let type, let text = descriptor.string?.text, !text.hasPrefix("map.") else { continue }
      switch type {
      case .named, .basic: continue
      default: break
      }
      strings.insert(universe.string(type, qualifier: .packagePath))
    }
    return strings.sorted().map { "// \($0)" }
  }

  private func quoted(_ text: String) -> String { TypeNotation.newest.quote(text) }
}

extension GoType {
  /// The packages of the named types that it is made of.
  fileprivate func collectPackages(into paths: inout Set<String>) {
    switch self {
    case .basic(let kind): if kind == .unsafePointer { paths.insert("unsafe") }
    case .named(let name): paths.insert(name.packagePath)
    case .pointer(let element), .slice(let element), .array(_, let element),
      .channel(_, let element):
      element.collectPackages(into: &paths)
    case .map(let key, let value):
      key.collectPackages(into: &paths)
      value.collectPackages(into: &paths)
    case .function(let signature):
      for type in signature.parameters + signature.results { type.collectPackages(into: &paths) }
    case .structure(let structure):
      for field in structure.fields { field.type.collectPackages(into: &paths) }
    case .interface(let interface):
      for method in interface.methods {
        GoType.function(method.signature).collectPackages(into: &paths)
      }
    }
  }
}

extension FileDump {
  /// The types as Go declarations: lines of one text a package, and one of comments with the types
  /// without names. With them what could not be read.
  public func goSource() throws(FileError) -> (texts: [[String]], faults: [String]) {
    do {
      let dump = try GoSourceDump(image, release)
      return (dump.texts(), dump.faults.map { "\($0)" })
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }
}
