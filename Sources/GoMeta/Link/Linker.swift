import GoABI
import GoRelease
import GoTypes
import LLVM
import MachineCode
import ModuleTables
import Symbols
import TypeDescriptors

/// Joins objects of the compile step into a plugin for Go: builds the tables of the whole module,
/// and has the system's linker make the image.
public struct Linker: Sendable {
  /// The program to use; nil for the first that is found.
  public let linker: SystemLinker?

  /// - Parameter linker: the program to use; nil takes the first that is found.
  public init(linker: SystemLinker? = nil) { self.linker = linker }

  /// Links a plugin.
  ///
  /// - Parameters:
  ///   - path: the import path of the package whose exports `plugin.Lookup` finds, under which the
  ///     host knows the plugin. A host loads one plugin of a path.
  ///   - libraries: paths of shared libraries with the C functions that code calls on the thread's
  ///     stack, where the host has not loaded them: the dynamic linker loads them with the plugin.
  ///   - progress: told what is being done, one line a step.
  public func plugin(
    _ path: String, objects: [String], libraries: [String] = [], output: String,
    progress: @Sendable (String) -> Void = { _ in }
  ) async throws(LinkError) {
    let inputs = try read(objects)
    let target = try inputs[0].target()
    guard target.release.hasModules else {
      throw .plugin(
        path: path,
        what: "Go \(target.release.name) has no plugins; its own linker (6l) joins objects of "
          + "compile with a program")
    }
    let system = try await systemLinker(target)
    let program = try Program(inputs, plugin: path)
    var (types, pluginTable) = try program.descriptors(target)
    types.closures += RuntimeHashes.closures(types.runtimeClosures)

    var folder = try temporaryFolder(output)
    let support = folder.file("support.o")
    let merged = folder.file("merged.o")
    let tables = folder.file("tables.o")
    let image = folder.file("image.so")

    progress("generating support code")
    let undefined = inputs.reduce(into: Set<String>()) { $0.formUnion($1.undefinedSymbols) }
    let defined = Set(inputs.flatMap(\.globalDefinitions))
    let wrappers = types.wrappers.map { wrapper in
      var wrapper = wrapper
      wrapper.symbol = Naming.assemblable(wrapper.symbol)
      return wrapper
    }
    let supportObject = SupportObject(
      target: target, program: program,
      wrappers: wrappers.filter { !defined.contains($0.symbol) },
      algorithms: AlgorithmFunction.all(of: types, for: target),
      initialization: try program.initialization(target),
      panics: target.release.code.panics.map(Naming.exit).filter(undefined.contains).sorted(),
      exits: try LinkedExit.all(of: inputs, defined: defined, target),
      memory: MemoryFunction.allCases.filter { undefined.contains($0.rawValue) },
      // A module has at least one function.
      needsLeaf: target.architecture == .arm64 || !inputs.contains(where: \.hasCode),
      needsStore: undefined.contains(Naming.barrieredStore))
    try write(try supportObject.compile(), to: support)

    progress("joining \(objects.count) object\(objects.count == 1 ? "" : "s")")
    try await system.merge([support] + objects, into: merged)

    progress("building tables")
    let module = try MergedModule(path: merged)
    var functions = try LinkedFunctions(module.object, lines: module.lines)
    functions.inlineTrees = try await InlineTrees(module.object, text: functions.text.section)
    if let bytes = try module.unloadingStackMaps(isKept: functions.hasManagedCode) {
      try write(bytes, to: merged)
    }
    let facts = try program.facts(module, functions, types.wrappers, pluginTable, target)
    let moduleTables: ModuleTables
    do throws(ModuleTablesError) {
      moduleTables = try ModuleTables(
        facts, types: types, release: target.release, architecture: target.architecture)
    } catch { throw .tables(error) }
    let tablesObject: [UInt8]
    do throws(LLVMError) {
      tablesObject = try SectionEmitter(
        target: target, hostFunctions: hostFunctions(types, module, target)
      ).object(moduleTables.sections + [functions.stackNeedSection])
    } catch { throw .compile(.llvm(error)) }
    try write(tablesObject, to: tables)
    try requireDefinitions(
      of: inputs, module, of: program, target,
      moduleTables.sections.flatMap(\.definitions).map(\.name)
        + functions.stackNeedSection.definitions.map(\.name))

    progress("linking")
    try await system.shared([merged, tables], libraries: libraries, into: image)

    progress("checking")
    let problems = try ModuleFile.check(image, release: target.release)
    guard problems.isEmpty else { throw .check(path: output, problems: problems) }
    do { try Files.rename(image, to: output) } catch { throw .file(error) }
  }

  /// Methods in itabs of types that other packages define: the host's, as the types are.
  private func hostFunctions(
    _ types: DescriptorSet, _ module: MergedModule, _ target: Target
  ) -> Set<String> {
    let wrappers = Set(types.wrappers.map(\.symbol))
    var names: Set<String> = []
    for itab in types.itabs {
      for relocation in itab.relocations
      where !target.release.typeRules.isDescriptor(symbol: relocation.target)
        && module.textOffsets[relocation.target] == nil && !wrappers.contains(relocation.target)
      {
        names.insert(relocation.target)
      }
    }
    return names
  }

  private func read(_ paths: [String]) throws(LinkError) -> [InputObject] {
    var inputs: [InputObject] = []
    for path in paths {
      let input = try InputObject(path: path, target: try inputs.first?.target())
      inputs.append(input)
    }
    try requireOneDefinition(inputs)
    try requireDeclaredCalls(inputs)
    guard !inputs.isEmpty else { throw .plugin(path: "", what: "no objects to link") }
    return inputs
  }

  /// That no two objects define the same.
  private func requireOneDefinition(_ inputs: [InputObject]) throws(LinkError) {
    var paths: [String: String] = [:]
    for input in inputs {
      for name in input.globalDefinitions {
        // The body of a Go function and the thunk before it are one to its author.
        guard let other = paths.updateValue(input.path, forKey: name) else { continue }
        throw .object(
          path: input.path,
          what: "defines \(Naming.goName(name)), as \(other) does; define it in one of them")
      }
    }
  }

  /// That no code calls a Go function of another object as what it is not: a function in C's
  /// convention under that name.
  private func requireDeclaredCalls(_ inputs: [InputObject]) throws(LinkError) {
    let defined = Set(inputs.flatMap(\.globalDefinitions))
    for input in inputs {
      guard
        let name = input.undefinedCalls.sorted().first(where: {
          defined.contains($0) && defined.contains(Naming.body($0))
        })
      else { continue }
      throw .object(
        path: input.path,
        what: "calls \(name), a Go function of another object, without a declaration of it; "
          + "declare it in !go.declarations or !go.imports")
    }
  }

  /// That nothing is left to the host but what GoMeta itself asks of it: a symbol that the host
  /// lacks would be missed only when it opens the plugin.
  private func requireDefinitions(
    of inputs: [InputObject], _ module: MergedModule, of program: Program, _ target: Target,
    _ tables: [String]
  ) throws(LinkError) {
    let packages = Set(program.packages.map(\.path))
    let defined = Set(tables).union(Naming.hostSymbols + ["_GLOBAL_OFFSET_TABLE_", ""])
    let open = InputObject.undefinedSymbols(of: module.object).subtracting(defined)
    for input in inputs {
      let missing = input.undefinedSymbols.intersection(open).subtracting(input.foreignFunctions)
      guard !missing.isEmpty else { continue }
      // Func values may be of functions of the host.
      let host = try input.functions(of: missing, notIn: packages, target)
      guard let name = missing.subtracting(host).min() else { continue }
      throw .object(
        path: input.path,
        what:
          "refers to \(Naming.goName(name)), which no object of the plugin defines; define it in one of them"
      )
    }
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
