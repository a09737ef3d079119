import GoRelease
import GoTypes
import MachineCode
import TypeDescriptors

/// The signatures that an object's packages declare, by Go linker name.
struct DeclaredFunctions {
  struct Function {
    var receiver: GoType?
    var signature: Signature
    /// In which the types are declared.
    var universe: Universe
  }

  struct Fault: Error {
    var what: String
  }

  private(set) var functions: [String: Function] = [:]
  /// The releases that the code was compiled for; none without declarations.
  private(set) var releases: Set<String> = []

  /// Reads an object, or several that were joined by `ld -r`.
  init(_ object: ObjectFile) throws(Fault) {
    guard let section = object.section(named: PackageRecord.sectionName) else { return }
    guard let contents = try? object.contents(of: section),
      let records = try? PackageRecord.decode(Array(contents))
    else {
      throw Fault(
        what: "its section \(PackageRecord.sectionName) is not of this version; compile it again")
    }
    for record in records {
      releases.insert(record.release)
      var universe = (try? GoRelease(named: record.release))?.universe ?? Universe()
      do throws(DeclarationError) {
        try universe.add(record.package, record.declarations, imports: record.imports)
      } catch { throw Fault(what: "package \(record.package.path): \(error)") }
      add(record.package, universe)
    }
  }

  private mutating func add(_ package: Package, _ universe: Universe) {
    for function in universe.functions where function.package == package {
      let name = FunctionSymbol.name(package: package.path, function: function.name)
      functions[name] = Function(
        receiver: nil, signature: function.signature, universe: universe)
    }
    for type in universe.typeDeclarations(in: package.path) {
      for method in type.methods {
        let base = GoType.named(type.name)
        let name = FunctionSymbol.name(
          receiver: type.name, pointer: method.hasPointerReceiver, method: method.name)
        functions[name] = Function(
          receiver: method.hasPointerReceiver ? .pointer(base) : base,
          signature: method.signature, universe: universe)
      }
    }
  }
}
