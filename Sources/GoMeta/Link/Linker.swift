import GoRelease
import GoTypes
import LLVM
import MachineCode
import ModuleTables
import Symbols
import TypeDescriptors

/// Joins objects of the compile step into a plugin for Go: builds the tables of the whole module, and
/// has the system's linker make the image.
public struct Linker: Sendable {
  public let linker: SystemLinker?

  /// - Parameter linker: the program to use; nil takes the first that is found.
  public init(linker: SystemLinker? = nil) { self.linker = linker }

  /// Links a plugin.
  ///
  /// - Parameters:
  ///   - path: the import path of the package whose exports `plugin.Lookup` finds, under which the
  ///     host knows the plugin. A host loads one plugin of a path.
  ///   - progress: told what is being done, one line a step.
  public func plugin(
    _ path: String, objects: [String], output: String,
    progress: @Sendable (String) -> Void = { _ in }
  ) async throws(LinkError) {
    let inputs = try read(objects)
    let target = try inputs[0].target()
    let system = try await systemLinker(target)
    let program = try Program(inputs, plugin: path)
    let types = try program.descriptors(target)

    var folder = try temporaryFolder(output)
    let support = folder.file("support.o")
    let merged = folder.file("merged.o")
    let tables = folder.file("tables.o")
    let image = folder.file("image.so")

    progress("generating support code")
    let undefined = inputs.reduce(into: Set<String>()) { $0.formUnion($1.undefinedSymbols) }
    let supportObject = SupportObject(
      target: target, equalities: types.equalities,
      exits: Naming.callableRuntimeFunctions.map(Naming.exit).filter(undefined.contains).sorted(),
      needsLeaf: target.architecture == .arm64)
    try write(try supportObject.compile(), to: support)

    progress("joining \(objects.count) object\(objects.count == 1 ? "" : "s")")
    try await system.merge([support] + objects, into: merged)

    progress("building tables")
    let module = try MergedModule(path: merged)
    let functions = try LinkedFunctions(module.object)
    let facts = try program.facts(module, functions, release: target.release)
    let moduleTables: ModuleTables
    do throws(ModuleTablesError) {
      moduleTables = try ModuleTables(
        facts, types: types, release: target.release, architecture: target.architecture)
    } catch { throw .tables(error) }
    let tablesObject: [UInt8]
    do throws(LLVMError) {
      tablesObject = try SectionEmitter(target: target).object(
        moduleTables.sections + [functions.stackNeedSection])
    } catch { throw .compile(.llvm(error)) }
    try write(tablesObject, to: tables)

    progress("linking")
    try await system.shared([merged, tables], into: image)

    progress("checking")
    let problems = try ModuleFile.check(image)
    guard problems.isEmpty else { throw .check(path: output, problems: problems) }
    do { try Files.rename(image, to: output) } catch { throw .file(error) }
  }

  private func read(_ paths: [String]) throws(LinkError) -> [InputObject] {
    var inputs: [InputObject] = []
    for path in paths {
      let input = try InputObject(path: path, target: try inputs.first?.target())
      inputs.append(input)
    }
    guard !inputs.isEmpty else { throw .plugin(path: "", what: "no objects to link") }
    return inputs
  }

  private func systemLinker(_ target: Target) async throws(LinkError) -> SystemLinker {
    if let linker { return linker }
    if let found = await SystemLinker.find(for: target) { return found }
    throw .linker(
      command: "ld.lld", message: "not found in PATH; install lld, or name a linker with --linker")
  }

  private func temporaryFolder(_ output: String) throws(LinkError) -> TemporaryFolder {
    do { return try TemporaryFolder(beside: output) } catch { throw .file(error) }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(LinkError) {
    do { try Files.write(bytes, to: path) } catch { throw .file(error) }
  }
}
