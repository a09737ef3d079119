/// The pclntab of magic 0xfffffffa, of Go 1.16 and 1.17: the parts lie side by side, and functions
/// and their data still have addresses (runtime/symtab.go, runtime/runtime2.go; debug/gosym,
/// ver116).
extension FunctionLayouts {
  static let magic1_16 = magic1_16(flag: .padding(1), argumentInfo: nil)
  static let magic1_17 = magic1_16(flag: .field(.flag, 1), argumentInfo: 5)

  private static func magic1_16(
    flag: RecordLayout<FunctionField>.Member, argumentInfo: Int?
  ) -> FunctionLayouts {
    FunctionLayouts(
      magic: 0xffff_fffa,
      header: .pcHeader(nil),
      entry: RecordLayout(
        "runtime.functab", [.field(.entryoff, 8), .field(.funcoff, 8)],
        spelled: [.entryoff: "entry"]),
      function: RecordLayout(
        "runtime._func",
        [
          .field(.entryOff, 8), .field(.nameOff, 4), .field(.args, 4), .field(.deferreturn, 4),
          .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
          .field(.cuOffset, 4), .field(.funcID, 1), flag, .padding(1), .field(.nfuncdata, 1),
        ], alignment: 4, spelled: [.entryOff: "entry", .nameOff: "nameoff"]),
      inlinedCall: .withCallSite, bucket: .subbuckets, bucketSize: 4096,
      pcdata: .init(
        unsafePoint: 0, stackMapIndex: 1, inlineTreeIndex: 2, argumentLiveIndex: nil, count: 3,
        unsafePointUnsafe: -2),
      funcdata: .init(
        argumentPointerMaps: 0, localPointerMaps: 1, inlineTree: 3, argumentInfo: argumentInfo,
        count: argumentInfo == nil ? 5 : 6, width: 8),
      wrapperID: 22, shortensTypeArguments: false)
  }
}
