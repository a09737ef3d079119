/// Go 1.2, as its own linker and runtime have it (cmd/ld, runtime/symtab.c, runtime/runtime.h).
extension FunctionSymbolLayouts {
  public static let go1_2 = FunctionSymbolLayouts(
    name: "1.2", magic: 0xffff_fffb, header: .functionSymbols,
    entry: RecordLayout("runtime.Ftab", [.field(.entry, 8), .field(.funcoff, 8)]),
    trailer: .functionSymbols,
    function: RecordLayout(
      "runtime.Func",
      [
        .field(.entry, 8), .field(.nameoff, 4), .field(.args, 4), .field(.frame, 4),
        .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
        .field(.nfuncdata, 4),
      ]),
    alignment: 8, pointerSize: 8, unknownArguments: .min, unusedWord: 0, nameReservations: 2,
    extraFileCount: 0, frameMaps: .wordKinds, bucketSize: nil,
    pcdata: .init(argumentSize: 0, stackMapIndex: nil),
    funcdata: .init(argumentPointerMap: 0, localPointerMap: 1))
}
