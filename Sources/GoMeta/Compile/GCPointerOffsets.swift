import LLVM

/// Where a value of an LLVM type holds pointers that the collector follows.
struct GCPointerOffsets {
  /// In bytes, ascending, an array's first element standing for all.
  private(set) var offsets: [UInt64] = []
  /// The size of array elements that hold pointers: later ones lie at multiples of it.
  private(set) var strides: [UInt64] = []
  private let layout: DataLayout

  init(of type: IRType, _ layout: DataLayout) {
    self.layout = layout
    collect(type, from: 0)
  }

  private mutating func collect(_ type: IRType, from base: UInt64) {
    if type.addressSpace == 1 { return offsets.append(base) }
    guard type.holdsGCPointer else { return }
    if let element = type.elementType {
      guard type.elementCount ?? 0 > 0 else { return }
      if type.elementCount ?? 0 > 1, let size = layout.size(of: element) { strides.append(size) }
      return collect(element, from: base)
    }
    guard let structure = StructType(type) else { return }
    for (index, field) in structure.fields.enumerated() {
      if let offset = layout.offset(ofField: index, in: structure) {
        collect(field, from: base + offset)
      }
    }
  }

  /// One that does not lie on a whole word, where the collector looks; nil when all do.
  var misaligned: UInt64? {
    offsets.first { $0 % 8 != 0 } ?? strides.first { $0 % 8 != 0 }
  }
}
