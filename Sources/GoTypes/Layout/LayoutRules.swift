/// What releases disagree on in laying values out (cmd/gc/align.c and its successors).
public struct LayoutRules: Hashable, Sendable {
  /// The alignment of `complex64`, in bytes.
  public var complex64Alignment: Int64
  /// Whether a struct that ends in a zero-sized field gets room for an address past it.
  public var padsZeroSizedEnd: Bool
  /// Whether an array of one element is compared as its element, and one of none only if its
  /// element can be. Otherwise arrays of none are compared as memory and others in a loop.
  public var comparesOneAsElement: Bool

  public init(complex64Alignment: Int64, padsZeroSizedEnd: Bool, comparesOneAsElement: Bool) {
    self.complex64Alignment = complex64Alignment
    self.padsZeroSizedEnd = padsZeroSizedEnd
    self.comparesOneAsElement = comparesOneAsElement
  }

  /// Those of the newest release.
  public static let newest = LayoutRules(
    complex64Alignment: 4, padsZeroSizedEnd: true, comparesOneAsElement: true)
}
