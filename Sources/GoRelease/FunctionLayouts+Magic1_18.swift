/// The pclntab of magic 0xfffffff0, of Go 1.18 and 1.19, as the sources of 1.19 say it
/// (runtime/symtab.go, runtime/runtime2.go).
extension FunctionLayouts {
  static let magic1_18 = FunctionLayouts(
    magic: 0xffff_fff0,
    header: .pcHeader(.field(.textStart, 8)),
    entry: .distances,
    function: RecordLayout(
      "runtime._func",
      [
        .field(.entryOff, 4), .field(.nameOff, 4), .field(.args, 4), .field(.deferreturn, 4),
        .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
        .field(.cuOffset, 4), .field(.funcID, 1), .field(.flag, 1), .padding(1),
        .field(.nfuncdata, 1),
      ], alignment: 4, spelled: [.entryOff: "entryoff", .nameOff: "nameoff"]),
    inlinedCall: .withCallSite, bucket: .subbuckets, bucketSize: 4096,
    pcdata: .init(
      unsafePoint: 0, stackMapIndex: 1, inlineTreeIndex: 2, argumentLiveIndex: 3, count: 4,
      unsafePointUnsafe: -2),
    funcdata: .init(
      argumentPointerMaps: 0, localPointerMaps: 1, inlineTree: 3, argumentInfo: 5, count: 6,
      width: 4),
    wrapperID: 21, shortensTypeArguments: true)
}
