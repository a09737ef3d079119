import LLVM
import Symbols

/// Bytes with relocations as an LLVM constant: runs of plain bytes and the relocations between them,
/// packed.
struct SymbolData {
  let bytes: [UInt8]
  /// In order of offset.
  let relocations: [Relocation]

  func type(in context: ContextHandle) -> StructType {
    var fields: [IRType] = []
    var position = 0
    for relocation in relocations {
      fields.append(context.array(of: context.i8, count: UInt64(relocation.offset - position)))
      fields.append(relocation.kind == .address ? context.pointer : context.i32)
      position = relocation.offset + relocation.size
    }
    fields.append(context.array(of: context.i8, count: UInt64(bytes.count - position)))
    return context.structure(fields, packed: true)
  }

  /// - Parameters:
  ///   - symbol: the data's own address, from which relative relocations count.
  ///   - reference: the address of a name.
  func constant(
    in context: ContextHandle, at symbol: Constant,
    reference: (String) throws(LLVMError) -> Constant
  ) throws(LLVMError) -> Constant {
    var fields: [Constant] = []
    var position = 0
    for relocation in relocations {
      fields.append(context.bytes(Array(bytes[position..<relocation.offset])))
      let named = try reference(relocation.target)
      let target =
        relocation.addend == 0
        ? named : named.advanced(byBytes: relocation.addend, inBounds: false)
      switch relocation.kind {
      case .relative32:
        let place = symbol.advanced(byBytes: Int64(relocation.offset), inBounds: false)
        fields.append(
          target.pointerToInteger(context.i64).subtracting(place.pointerToInteger(context.i64))
            .truncated(to: context.i32))
      case .address32:
        fields.append(target.pointerToInteger(context.i64).truncated(to: context.i32))
      // Distances within a region are resolved before data comes here.
      case .address, .regionOffset, .weakRegionOffset, .methodOffset: fields.append(target)
      }
      position = relocation.offset + relocation.size
    }
    fields.append(context.bytes(Array(bytes[position...])))
    return context.structure(fields, packed: true)
  }
}
