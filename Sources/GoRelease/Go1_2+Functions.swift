/// Go 1.2, as its own linker and runtime have it (cmd/ld, runtime/symtab.c, runtime/runtime.h).
extension FunctionSymbolLayouts {
  public static let go1_2 = FunctionSymbolLayouts(
    magic: 0xffff_fffb,
    header: RecordLayout(
      "pclntab",
      [
        .field(.magic, 4), .field(.pad1, 1), .field(.pad2, 1), .field(.minLC, 1),
        .field(.ptrSize, 1), .field(.nfunc, 8),
      ]),
    entry: RecordLayout("runtime.Ftab", [.field(.entry, 8), .field(.funcoff, 8)]),
    trailer: RecordLayout(
      "pclntab", [.field(.end, 8), .field(.filetabOffset, 4)], alignment: 4),
    function: RecordLayout(
      "runtime.Func",
      [
        .field(.entry, 8), .field(.nameoff, 4), .field(.args, 4), .field(.frame, 4),
        .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
        .field(.nfuncdata, 4),
      ]),
    alignment: 8, pointerSize: 8, unknownArguments: .min,
    pcdata: .init(argumentSize: 0),
    funcdata: .init(argumentPointerMap: 0, localPointerMap: 1))
}
