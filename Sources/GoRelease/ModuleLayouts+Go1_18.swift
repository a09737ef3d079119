/// moduledata of Go 1.18 and 1.19 (runtime/symtab.go), as far as functions need it: of no other use
/// is it here.
extension ModuleLayouts {
  public static let functions1_18 = RecordLayout<ModuleDataField>(
    "runtime.moduledata",
    [
      .field(.pcHeader, 8), .field(.funcnametab, 24), .field(.cutab, 24), .field(.filetab, 24),
      .field(.pctab, 24), .field(.pclntable, 24), .field(.ftab, 24), .field(.findfunctab, 8),
      .field(.minpc, 8), .field(.maxpc, 8), .field(.text, 8), .field(.etext, 8),
      .field(.noptrdata, 8), .field(.enoptrdata, 8), .field(.data, 8), .field(.edata, 8),
      .field(.bss, 8), .field(.ebss, 8), .field(.noptrbss, 8), .field(.enoptrbss, 8),
      .field(.end, 8), .field(.gcdata, 8), .field(.gcbss, 8), .field(.types, 8),
      .field(.etypes, 8), .field(.rodata, 8), .field(.gofunc, 8),
    ])
}
