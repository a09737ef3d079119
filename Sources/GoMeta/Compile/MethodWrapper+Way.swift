import GoABI
import GoTypes
import TypeDescriptors

/// How the receiver of a wrapper leads to that of the method behind it.
struct WrapperWay {
  /// From the address of the value that the wrapper belongs to, to the address of the field.
  var steps: [Thunk.ReceiverStep] = []
  /// Leaves of the value before those of the field, while no pointer was passed.
  var leafIndex = 0
  /// The field's type, or that of the value itself where the path is empty.
  var type: GoType
  /// Whether a pointer was passed, after which the value's leaves are not the field's.
  var isIndirect = false
}

extension MethodWrapper {
  /// The type that the method belongs to, behind a pointer or not.
  var base: GoType {
    if case .pointer(let element) = receiver { element } else { receiver }
  }

  var isPointer: Bool { receiver != base }

  /// The receiver in the room that it has in a call: with padding, up to a word.
  var paddedReceiver: GoType {
    guard padding > 0 else { return receiver }
    let filler = StructType.Field(name: "_", type: .basic(.uint8))
    return .structure(
      StructType(
        fields: [.init(name: "T", type: receiver)] + Array(repeating: filler, count: padding)))
  }

  /// Walks the path; nil when a field's leaves cannot be counted.
  func way(in universe: Universe) throws(LayoutError) -> WrapperWay? {
    var way = WrapperWay(type: base)
    for index in entry.path {
      if case .pointer(let element) = way.type {
        way.type = element
        way.steps.append(.load)
        way.isIndirect = true
      }
      guard case .structure(let structure)? = universe.underlying(way.type),
        index < structure.fields.count
      else { return nil }
      let offset = Int(try universe.fieldOffsets(of: structure)[index])
      if offset > 0 { way.steps.append(.advance(offset)) }
      if !way.isIndirect {
        for field in structure.fields[..<index] {
          guard let leaves = try Self.leaves(of: field.type, in: universe) else { return nil }
          way.leafIndex += leaves.count
        }
      }
      way.type = structure.fields[index].type
    }
    return way
  }

  static func leaves(
    of type: GoType, in universe: Universe
  ) throws(LayoutError) -> [ScalarLeaf]? {
    try ScalarLeaf.leaves(of: type, in: universe, arrays: .byAddress)
  }
}
