/// Go 1.8, as its own linker and runtime have it (cmd/link/internal/ld/pcln.go,
/// runtime/runtime2.go, runtime/symtab.go).
extension FunctionSymbolLayouts {
  public static let go1_8 = FunctionSymbolLayouts(
    name: "1.8", magic: 0xffff_fffb, header: .functionSymbols,
    entry: RecordLayout("runtime.functab", [.field(.entry, 8), .field(.funcoff, 8)]),
    trailer: .functionSymbols,
    function: RecordLayout(
      "runtime._func",
      [
        .field(.entry, 8), .field(.nameoff, 4), .field(.args, 4), .field(.unused, 4),
        .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
        .field(.nfuncdata, 4),
      ]),
    alignment: 8, pointerSize: 8, unknownArguments: .min, unusedWord: 0x123_4567,
    nameReservations: 1, extraFileCount: 1, frameMaps: .bitmaps, bucketSize: 4096,
    pcdata: .init(argumentSize: nil, stackMapIndex: 0),
    funcdata: .init(argumentPointerMap: 0, localPointerMap: 1))
}
