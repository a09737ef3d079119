public import GoRelease
public import GoTypes

/// Go's types, made again from descriptors.
///
///     let listing = tables.listing()
///     let found = TypeReconstruction(listing.descriptors, release: tables.release)
///     var universe = tables.release.universe
///     try universe.declare(found.declarations, packages: found.packages)
///
/// What descriptors do not tell is left as if it were not: aliases, constants, type parameters
/// (instances are types of their own, named as compilers name them), and which of an embedded
/// field's methods a type declares once more itself.
public struct TypeReconstruction: Sendable {
  /// The type of each descriptor, in the order given; nil where the descriptor, or one that it is
  /// made of, is at fault.
  public let types: [GoType?]
  /// Every named type but the predeclared ones, by package path, then by name.
  public let declarations: [TypeDeclaration]
  /// The packages of all names, by path. One that declares none of the types is called by the last
  /// element of its path.
  public let packages: [Package]
  /// Why types are missing, each at the descriptor that is the cause.
  public let faults: [TypeReadError]
  /// The names of methods whose types the linker left out since nothing can call them.
  public let droppedMethods: [GoTypes.TypeName: [String]]
  private let indices: [UInt64: Int]

  /// - Parameters:
  ///   - hash: the release's hash of a link string; nil where it hashes something else. With it the
  ///     numbers of local types (`T·1`) are found in files without symbols, too; else such types
  ///     are numbered as they come, where there are several of one name.
  public init(
    _ descriptors: [TypeDescriptor], release: GoRelease, hash: ((String) -> UInt32?)? = nil
  ) {
    var indices: [UInt64: Int] = [:]
    indices.reserveCapacity(descriptors.count)
    for (index, descriptor) in descriptors.enumerated() { indices[descriptor.address] = index }
    self.indices = indices
    let names = DescriptorNames(descriptors, release.typeRules, hash: hash)
    var shapes = DescriptorShapes(descriptors, indices, names, release.typeRules)
    shapes.resolve()
    types = shapes.types
    var methods = DescriptorMethods(shapes)
    methods.declareAll()
    declarations = methods.declarations.values.sorted {
      ($0.name.packagePath, $0.name.name) < ($1.name.packagePath, $1.name.name)
    }
    droppedMethods = methods.dropped
    faults = shapes.faults + methods.faults
    packages = Self.packages(names.packageNames, shapes.memberPaths)
  }

  /// The type of the descriptor at an address.
  public func type(at address: UInt64) -> GoType? { indices[address].flatMap { types[$0] } }

  private static func packages(
    _ names: [String: String], _ memberPaths: Set<String>
  ) -> [Package] {
    var packages = names.map { Package(path: $0.key, name: $0.value) }
    for path in memberPaths where names[path] == nil && !path.isEmpty {
      packages.append(Package(path: path, name: fallbackName(path)))
    }
    return packages.sorted { $0.path < $1.path }
  }

  /// The last element of a path, or the one before a version's; what no identifier has becomes `_`.
  private static func fallbackName(_ path: String) -> String {
    var elements = path.split(separator: "/")
    if elements.count > 1, let last = elements.last, last.first == "v",
      last.dropFirst().allSatisfy(\.isNumber)
    {
      elements.removeLast()
    }
    let letters = (elements.last ?? "").map { character -> Character in
      character.isLetter || character.isNumber ? character : "_"
    }
    let name = String(letters)
    return name.first?.isLetter == true ? name : "p_" + name
  }
}
