/// The function symbol tables after Go 1.8, as runtime/runtime2.go and cmd/link/internal/ld/pcln.go
/// have them: 0xfffffffb stayed, the records changed.
extension FunctionSymbolLayouts {
  /// Go 1.10 and 1.11: the word that nobody read says which function it is.
  static let go1_10 = after1_8(
    name: "1.10", tables: [.field(.npcdata, 4), .field(.nfuncdata, 4)], word: .funcID,
    stackMapIndex: 0)

  /// Go 1.12 to 1.15: a byte says that, and the word where deferred calls are run.
  static let go1_12 = after1_8(
    name: "1.12",
    tables: [.field(.npcdata, 4), .field(.funcID, 1), .padding(2), .field(.nfuncdata, 1)],
    word: .deferreturn, stackMapIndex: 1)

  private static func after1_8(
    name: String, tables: [RecordLayout<FunctionField>.Member], word: FunctionField,
    stackMapIndex: Int
  ) -> FunctionSymbolLayouts {
    FunctionSymbolLayouts(
      name: name, magic: 0xffff_fffb, header: .functionSymbols,
      entry: RecordLayout("runtime.functab", [.field(.entry, 8), .field(.funcoff, 8)]),
      trailer: .functionSymbols,
      function: RecordLayout(
        "runtime._func",
        [
          .field(.entry, 8), .field(.nameoff, 4), .field(.args, 4), .field(word, 4),
          .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4),
        ] + tables),
      alignment: 8, pointerSize: 8, unknownArguments: .min, unusedWord: 0, nameReservations: 1,
      extraFileCount: 1, frameMaps: .bitmaps, bucketSize: 4096,
      pcdata: .init(argumentSize: nil, stackMapIndex: stackMapIndex),
      funcdata: .init(argumentPointerMap: 0, localPointerMap: 1))
  }
}
