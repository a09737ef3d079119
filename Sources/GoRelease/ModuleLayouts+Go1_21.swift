/// moduledata since Go 1.21 (runtime/symtab.go): runs of fields that releases share, and what each
/// puts between them.
extension ModuleLayouts {
  typealias Member = RecordLayout<ModuleDataField>.Member

  static func since1_21(_ fields: [Member]) -> ModuleLayouts {
    ModuleLayouts(
      moduleData: RecordLayout("runtime.moduledata", fields),
      pluginTab: RecordLayout(
        "runtime.ptabEntry", [.field(.name, 4), .field(.typ, 4)], alignment: 4),
      typesPrefix: 8, versionSymbol: "runtime.buildVersion")
  }

  /// The pclntab and the ranges of the sections, up to where the types start.
  static let functionsAndRanges: [Member] = [
    .field(.pcHeader, 8), .field(.funcnametab, 24), .field(.cutab, 24), .field(.filetab, 24),
    .field(.pctab, 24), .field(.pclntable, 24), .field(.ftab, 24), .field(.findfunctab, 8),
    .field(.minpc, 8), .field(.maxpc, 8), .field(.text, 8), .field(.etext, 8),
    .field(.noptrdata, 8), .field(.enoptrdata, 8), .field(.data, 8), .field(.edata, 8),
    .field(.bss, 8), .field(.ebss, 8), .field(.noptrbss, 8), .field(.enoptrbss, 8),
    .field(.covctrs, 8), .field(.ecovctrs, 8), .field(.end, 8), .field(.gcdata, 8),
    .field(.gcbss, 8), .field(.types, 8),
  ]

  /// What a plugin exports and depends on, up to the flag of the main module.
  static let plugin: [Member] = [
    .field(.ptab, 24), .field(.pluginpath, 16), .field(.pkghashes, 24), .field(.inittasks, 24),
    .field(.modulename, 16), .field(.modulehashes, 24), .field(.hasmain, 1),
  ]

  /// What the runtime itself fills in.
  static let masksAndTypeMap: [Member] = [
    .field(.gcdatamask, 16), .field(.gcbssmask, 16), .field(.typemap, 8),
  ]

  static let go1_21 = since1_21(
    functionsAndRanges + [.field(.etypes, 8), .field(.rodata, 8), .field(.gofunc, 8)]
      + [.field(.textsectmap, 24), .field(.typelinks, 24), .field(.itablinks, 24)]
      + plugin + masksAndTypeMap + [.field(.bad, 1), .field(.next, 8)])

  static let go1_23 = since1_21(
    functionsAndRanges + [.field(.etypes, 8), .field(.rodata, 8), .field(.gofunc, 8)]
      + [.field(.textsectmap, 24), .field(.typelinks, 24), .field(.itablinks, 24)]
      + plugin + [.field(.bad, 1)] + masksAndTypeMap + [.field(.next, 8)])

  static let go1_26 = since1_21(
    functionsAndRanges + [.field(.etypes, 8), .field(.rodata, 8), .field(.gofunc, 8)]
      + [.field(.epclntab, 8)]
      + [.field(.textsectmap, 24), .field(.typelinks, 24), .field(.itablinks, 24)]
      + plugin + [.field(.bad, 1)] + masksAndTypeMap + [.field(.next, 8)])

  static let go1_27 = since1_21(
    functionsAndRanges + [.field(.typedesclen, 8), .field(.etypes, 8)]
      + [.field(.itaboffset, 8), .field(.itabsize, 8), .field(.rodata, 8), .field(.gofunc, 8)]
      + [.field(.epclntab, 8), .field(.textsectmap, 24)]
      + plugin + [.field(.bad, 1)] + masksAndTypeMap + [.field(.next, 8)])
}
