import FunctionTables
import GoRelease
import GoTypes
import ModuleTables
import TypeDescriptors

/// The packages of a plugin, from all of its objects.
struct Program {
  let pluginPath: String
  let universe: Universe
  let packages: [Package]
  /// Types that code refers to.
  private let references: [GoType]
  /// Types and interfaces whose itabs code refers to.
  private let itabs: [(type: GoType, interface: GoType)]

  init(_ inputs: [InputObject], plugin path: String) throws(LinkError) {
    pluginPath = path
    var universe = try inputs.first?.target().release.universe ?? Universe()
    var packages: [Package] = []
    var declarations: [String: [String]] = [:]
    var imports: [PackageRecord.Import] = []
    for input in inputs {
      let package = input.package.package
      if !packages.contains(package) { packages.append(package) }
      // Objects of one package may each bring its declarations; equal texts are one.
      for text in input.package.declarations
      where !declarations[package.path, default: []].contains(text) {
        declarations[package.path, default: []].append(text)
      }
      imports += input.package.imports
    }
    let defined = Set(packages.map(\.path))
    packages = try Self.importedFirst(packages, inputs)
    for package in packages {
      do throws(DeclarationError) {
        try universe.add(
          package, declarations[package.path] ?? [],
          imports: imports.filter { !defined.contains($0.package.path) })
      } catch { throw .declarations(package: package.path, what: "\(error)") }
    }
    var references: [GoType] = []
    var itabs: [(type: GoType, interface: GoType)] = []
    for input in inputs {
      for text in input.package.references {
        do { references.append(try universe.resolveType(text, in: input.package.package)) } catch {
          throw .object(path: input.path, what: "\(error)")
        }
      }
      for pair in input.package.itabs {
        do throws(CompileError) {
          itabs.append(try ModuleLowering.itabTypes(pair, &universe, in: input.package.package))
        } catch { throw .object(path: input.path, what: "\(error)") }
      }
    }
    guard defined.contains(path) else {
      let known = defined.sorted().joined(separator: ", ")
      throw .plugin(
        path: path,
        what:
          "no object is of that package; a plugin bears the import path of the package it exports: "
          + known)
    }
    self.universe = universe
    self.packages = packages
    self.references = references
    self.itabs = itabs
  }

  /// The packages in an order in which each follows those that it imports; else in that of the
  /// objects.
  private static func importedFirst(
    _ packages: [Package], _ inputs: [InputObject]
  ) throws(LinkError) -> [Package] {
    var imports: [String: Set<String>] = [:]
    for input in inputs {
      imports[input.package.package.path, default: []]
        .formUnion(input.package.imports.map(\.package.path))
    }
    var rest = packages
    var ordered: [Package] = []
    while !rest.isEmpty {
      let waiting = Set(rest.map(\.path))
      guard
        let index = rest.firstIndex(where: {
          imports[$0.path, default: []].subtracting([$0.path]).isDisjoint(with: waiting)
        })
      else {
        throw .declarations(
          package: rest[0].path,
          what: "is in an import cycle: " + rest.map(\.path).joined(separator: ", "))
      }
      ordered.append(rest.remove(at: index))
    }
    return ordered
  }

  /// What `plugin.Lookup` finds: functions and, by their addresses, variables.
  private func exports(_ release: GoRelease) -> [PluginTable.Export] {
    let exports = PluginTable.exports(of: pluginPath, in: universe)
    // Go 1.8 keeps the order of the source, later linkers sort by name.
    return release.code.initIsFunction ? exports : exports.sorted { $0.name < $1.name }
  }

  /// The descriptors of what the packages declare, export and refer to, and the table of exports.
  func descriptors(
    _ target: Target
  ) throws(LinkError) -> (types: DescriptorSet, pluginTable: PluginTable?) {
    var builder = DescriptorBuilder(
      universe: universe, release: target.release, definedPackages: Set(packages.map(\.path)))
    for package in packages {
      for type in universe.typeDeclarations(in: package.path) { builder.require(.named(type.name)) }
    }
    let table = builder.pluginTable(exports(target.release))
    for type in references { builder.require(type) }
    do throws(DescriptorError) {
      for (type, interface) in itabs {
        builder.require(type)
        try builder.requireItab(of: type, for: interface)
      }
      return (try builder.build(), table)
    } catch {
      throw .tables(.descriptors(error))
    }
  }

  /// What the tables say of code and data that are laid out.
  func facts(
    _ module: MergedModule, _ functions: LinkedFunctions, _ wrappers: [MethodWrapper],
    _ pluginTable: PluginTable?, _ target: Target
  ) throws(LinkError) -> ModuleFacts {
    let hasTasks = !target.release.code.initIsFunction
    try checkDefinitions(module, target)
    let (records, files) = try functions.table(lines: module.lines, release: target.release)
    return ModuleFacts(
      // The host puts it before the names that it looks up.
      path: target.release.code.pluginPathIsPlain
        ? pluginPath : symbolPrefix(ofPackagePath: pluginPath),
      text: .init(symbol: Naming.textStart, size: functions.text.bytes.count),
      codeOffsets: codeOffsets(module, wrappers, target), functions: records, files: files,
      data: .init(symbol: Naming.dataStart, size: module.dataSize),
      dataPointerWords: try dataPointerWords(module, target), pluginTable: pluginTable,
      initFunctions: hasTasks ? try initFunctions() : [])
  }

  /// Where the code of methods stands, by the names that descriptors have for it.
  private func codeOffsets(
    _ module: MergedModule, _ wrappers: [MethodWrapper], _ target: Target
  ) -> [String: Int] {
    var offsets = module.textOffsets
    for wrapper in wrappers {
      // Only those are missing that compile may leave out.
      offsets[wrapper.symbol] =
        module.textOffsets[Naming.assemblable(wrapper.symbol)]
        ?? Int(target.release.typeRules.unreachableCode)
    }
    return offsets
  }

  /// The one function that initialises the plugin, and the code that it runs; nil for releases whose
  /// moduledata lists tasks.
  func initialization(
    _ target: Target
  ) throws(LinkError) -> SupportObject.Initialization? {
    guard target.release.code.initIsFunction else { return nil }
    return SupportObject.Initialization(
      name: FunctionSymbol.name(package: pluginPath, function: "init"),
      label: pluginPath + ".init",
      functions: try initFunctions().map { Naming.body(target.functionName($0, isInit: true)) }
    )
  }

  /// `func init()` of each package, those of imported packages first.
  private func initFunctions() throws(LinkError) -> [String] {
    var names: [String] = []
    for package in packages {
      let count = universe.functions.count { $0.package == package && $0.name == "init" }
      guard count <= 1 else {
        throw .declarations(
          package: package.path,
          what:
            "declares init \(count) times; one function of a package can be init, call others from it"
        )
      }
      if count == 1 {
        names.append(FunctionSymbol.name(package: package.path, function: "init"))
      }
    }
    return names
  }

  /// That every function and variable which the packages declare is there.
  private func checkDefinitions(
    _ module: MergedModule, _ target: Target
  ) throws(LinkError) {
    for function in universe.functions where packages.contains(function.package) {
      let name = target.functionName(
        FunctionSymbol.name(package: function.package.path, function: function.name),
        isInit: function.name == "init")
      try require(name, module.textOffsets, in: function.package.path)
    }
    for package in packages {
      for type in universe.typeDeclarations(in: package.path) {
        for method in type.methods {
          let name = FunctionSymbol.name(
            receiver: type.name, pointer: method.hasPointerReceiver, method: method.name)
          try require(name, module.textOffsets, in: package.path)
        }
      }
    }
    for variable in universe.variables where packages.contains(variable.package) {
      let name = FunctionSymbol.name(package: variable.package.path, function: variable.name)
      try require(name, module.dataOffsets, in: variable.package.path)
    }
  }

  private func require(
    _ name: String, _ offsets: [String: Int], in package: String
  ) throws(LinkError) {
    guard offsets[name] != nil else {
      throw .declarations(
        package: package,
        what: "declares \(name), which no object defines; define it in the module "
          + "or take it out of !go.declarations")
    }
  }

  /// Which words of the variables hold pointers, from their declared types.
  private func dataPointerWords(
    _ module: MergedModule, _ target: Target
  ) throws(LinkError) -> [Int] {
    var words: [Int] = []
    for variable in universe.variables where packages.contains(variable.package) {
      let name = FunctionSymbol.name(package: variable.package.path, function: variable.name)
      guard let offset = module.dataOffsets[name] else { continue }
      do throws(LayoutError) {
        let limit = max(1, module.dataSize / 8)
        let found = try universe.pointerWords(
          of: variable.type, limit: limit,
          includesInterfaceTypes: target.convention == .stack)
        for word in found ?? [] {
          words.append(offset / 8 + Int(word))
        }
      } catch { throw .declarations(package: variable.package.path, what: "\(name): \(error)") }
    }
    return words.sorted()
  }
}
