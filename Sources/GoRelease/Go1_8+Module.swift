/// Go 1.8's module data (runtime/symtab.go, runtime/plugin.go).
extension ModuleLayouts {
  static let go1_8 = ModuleLayouts(
    moduleData: RecordLayout(
      "runtime.moduledata",
      [
        .bytes(.pclntable, 24), .bytes(.ftab, 24), .bytes(.filetab, 24), .field(.findfunctab, 8),
        .field(.minpc, 8), .field(.maxpc, 8), .field(.text, 8), .field(.etext, 8),
        .field(.noptrdata, 8), .field(.enoptrdata, 8), .field(.data, 8), .field(.edata, 8),
        .field(.bss, 8), .field(.ebss, 8), .field(.noptrbss, 8), .field(.enoptrbss, 8),
        .field(.end, 8), .field(.gcdata, 8), .field(.gcbss, 8), .field(.types, 8),
        .field(.etypes, 8), .bytes(.textsectmap, 24), .bytes(.typelinks, 24),
        .bytes(.itablinks, 24), .bytes(.ptab, 24), .bytes(.pluginpath, 16),
        .bytes(.pkghashes, 24), .bytes(.modulename, 16), .bytes(.modulehashes, 24),
        .bytes(.gcdatamask, 16), .bytes(.gcbssmask, 16), .field(.typemap, 8), .field(.next, 8),
      ]),
    pluginTab: RecordLayout(
      "runtime.ptabEntry", [.field(.name, 4), .field(.typ, 4)], alignment: 4),
    typesPrefix: 8, moduleSymbol: "local.moduledata", initSymbol: "go.link.addmoduledata",
    listsHiddenTypes: true)
}
