public import GoTypes
public import LLVM

/// The LLVM type of a Go value in memory: packed structs with their padding written out, so that
/// offsets are Go's whatever the module's data layout. Loads and stores state their alignment.
public enum GoMemoryType {
  /// - Throws: `LayoutError` when a type is not declared or too large.
  public static func type(
    of type: GoType, in universe: Universe, _ context: ContextHandle
  ) throws(LayoutError) -> IRType {
    let pointer = context.pointer(addressSpace: 1)
    switch universe.underlying(type) ?? type {
    case .basic(.string): return context.structure([pointer, context.i64], packed: true).type
    case .basic(.float32): return context.float
    case .basic(.float64): return context.double
    case .basic(.complex64): return context.structure([context.float, context.float]).type
    case .basic(.complex128): return context.structure([context.double, context.double]).type
    case .basic(.unsafePointer), .pointer, .map, .channel, .function: return pointer
    case .basic, .named:
      return context.integer(8 * Int(try universe.layout(of: type).size))
    case .slice:
      return context.structure([pointer, context.i64, context.i64], packed: true).type
    case .interface:
      return context.structure([context.pointer, pointer], packed: true).type
    case .array(let count, let element):
      let element = try Self.type(of: element, in: universe, context)
      return context.array(of: element, count: UInt64(clamping: count))
    case .structure(let structure):
      return try Self.type(
        of: structure, size: universe.layout(of: type).size, in: universe, context)
    }
  }

  private static func type(
    of structure: GoTypes.StructType, size: Int64, in universe: Universe, _ context: ContextHandle
  ) throws(LayoutError) -> IRType {
    var fields: [IRType] = []
    var end: Int64 = 0
    func pad(to offset: Int64) {
      if offset > end {
        fields.append(context.array(of: context.i8, count: UInt64(clamping: offset - end)))
      }
    }
    for (field, offset) in zip(structure.fields, try universe.fieldOffsets(of: structure)) {
      pad(to: offset)
      fields.append(try type(of: field.type, in: universe, context))
      end = offset + (try universe.layout(of: field.type).size)
    }
    pad(to: size)
    return context.structure(fields, packed: true).type
  }
}
