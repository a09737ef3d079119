/// The pclntab of magic 0xfffffff1, since Go 1.20.
extension FunctionLayouts {
  /// - Parameters:
  ///   - hasTextStart: whether the header's word for the start of the text is used.
  ///   - wrapperID: the funcID of functions that tracebacks leave out.
  static func magic1_20(
    hasTextStart: Bool, wrapperID: UInt8, shortensTypeArguments: Bool = false
  ) -> FunctionLayouts {
    FunctionLayouts(
      magic: 0xffff_fff1,
      header: .pcHeader(hasTextStart ? .field(.textStart, 8) : .padding(8)),
      entry: .distances,
      function: RecordLayout(
        "runtime._func",
        [
          .field(.entryOff, 4), .field(.nameOff, 4), .field(.args, 4), .field(.deferreturn, 4),
          .field(.pcsp, 4), .field(.pcfile, 4), .field(.pcln, 4), .field(.npcdata, 4),
          .field(.cuOffset, 4), .field(.startLine, 4), .field(.funcID, 1), .field(.flag, 1),
          .padding(1), .field(.nfuncdata, 1),
        ], alignment: 4),
      inlinedCall: .withStartLine, bucket: .subbuckets, bucketSize: 4096,
      pcdata: .init(
        unsafePoint: 0, stackMapIndex: 1, inlineTreeIndex: 2, argumentLiveIndex: 3, count: 4,
        unsafePointUnsafe: -2),
      funcdata: .init(
        argumentPointerMaps: 0, localPointerMaps: 1, inlineTree: 3, argumentInfo: 5, count: 6,
        width: 4),
      wrapperID: wrapperID, shortensTypeArguments: shortensTypeArguments)
  }
}
