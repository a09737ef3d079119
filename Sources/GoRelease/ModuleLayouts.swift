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

  /// `runtime.ptabEntry`.
  public enum PluginTabField: String, Sendable, CaseIterable { case name, typ }

  public let moduleData: RecordLayout<ModuleDataField>
  public let pluginTab: RecordLayout<PluginTabField>
  /// Bytes between the start of the types region and its first descriptor.
  public let typesPrefix: Int
  /// The symbols of moduledata and of the code that makes it known when the image is loaded.
  public let moduleSymbol: String
  public let initSymbol: String

  init(
    moduleData: RecordLayout<ModuleDataField>, pluginTab: RecordLayout<PluginTabField>,
    typesPrefix: Int, moduleSymbol: String = "go:moduledata",
    initSymbol: String = "go:link.addmoduledata"
  ) {
    self.moduleData = moduleData
    self.pluginTab = pluginTab
    self.typesPrefix = typesPrefix
    self.moduleSymbol = moduleSymbol
    self.initSymbol = initSymbol
  }

  /// Of releases whose programs are not made of modules.
  static let none = ModuleLayouts(
    moduleData: RecordLayout("", []), pluginTab: RecordLayout("", []), typesPrefix: 0)
}
