/// The records of a module: moduledata and what hangs on it.
public struct ModuleLayouts: Sendable {
  /// `runtime.moduledata`. Slices are 24 bytes and strings 16.
  public enum ModuleDataField: String, Sendable, CaseIterable {
    case pcHeader, funcnametab, cutab, filetab, pctab, pclntable, ftab, findfunctab
    case minpc, maxpc, text, etext, noptrdata, enoptrdata, data, edata, bss, ebss
    case noptrbss, enoptrbss, covctrs, ecovctrs, end, gcdata, gcbss
    case types, typedesclen, etypes, itaboffset, itabsize, rodata, gofunc, epclntab
    case textsectmap, typelinks, itablinks, ptab, pluginpath, pkghashes, inittasks, modulename,
      modulehashes
    case hasmain, bad, gcdatamask, gcbssmask, typemap, next
  }

  /// `runtime.modulehash`: an element of `pkghashes`.
  public enum ModuleHashField: String, Sendable, CaseIterable {
    case modulename, linktimehash, runtimehash
  }

  /// `runtime.ptabEntry`.
  public enum PluginTabField: String, Sendable, CaseIterable { case name, typ }

  public let moduleData: RecordLayout<ModuleDataField>
  public let pluginTab: RecordLayout<PluginTabField>
  public let moduleHash: RecordLayout<ModuleHashField>
  /// Bytes between the start of the types region and its first descriptor.
  public let typesPrefix: Int
  /// The symbols of moduledata and of the code that makes it known when the image is loaded.
  public let moduleSymbol: String
  public let initSymbol: String
  /// Whether the list of types that reflection finds has those that the compiler made up and never
  /// compares (before Go 1.10: issue 22605).
  public let listsHiddenTypes: Bool
  /// The string variable of the host that names its release, such as "go1.27.3"; nil for releases
  /// whose plugins do not ask for it.
  public let versionSymbol: String?

  init(
    moduleData: RecordLayout<ModuleDataField>, pluginTab: RecordLayout<PluginTabField>,
    typesPrefix: Int, moduleSymbol: String = "go:moduledata",
    initSymbol: String = "go:link.addmoduledata",
    moduleHash: RecordLayout<ModuleHashField> = .stringsAndAddress, listsHiddenTypes: Bool = false,
    versionSymbol: String? = nil
  ) {
    self.moduleData = moduleData
    self.pluginTab = pluginTab
    self.typesPrefix = typesPrefix
    self.moduleSymbol = moduleSymbol
    self.initSymbol = initSymbol
    self.moduleHash = moduleHash
    self.listsHiddenTypes = listsHiddenTypes
    self.versionSymbol = versionSymbol
  }

  /// Of releases whose programs are not made of modules.
  static let none = ModuleLayouts(
    moduleData: RecordLayout("", []), pluginTab: RecordLayout("", []), typesPrefix: 0,
    moduleHash: RecordLayout("", []))
}

extension RecordLayout<ModuleLayouts.ModuleHashField> {
  /// Since Go 1.8.
  static let stringsAndAddress = RecordLayout(
    "runtime.modulehash",
    [.bytes(.modulename, 16), .bytes(.linktimehash, 16), .field(.runtimehash, 8)])
}
