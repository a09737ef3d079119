/// The records that type descriptors are made of. Names are those of `internal/abi` in Go's
/// sources.
public struct TypeLayouts: Sendable {
  public enum CommonField: String, Sendable, CaseIterable {
    case size = "Size_"
    case pointerBytes = "PtrBytes"
    case hash = "Hash"
    case flags = "TFlag"
    case alignment = "Align_"
    case fieldAlignment = "FieldAlign_"
    case kind = "Kind_"
    case equal = "Equal"
    case gcData = "GCData"
    case string = "Str"
    case pointerToThis = "PtrToThis"
  }
  public enum ArrayField: String, Sendable, CaseIterable {
    case element = "Elem"
    case slice = "Slice"
    case length = "Len"
  }
  public enum ElementField: String, Sendable, CaseIterable { case element = "Elem" }
  public enum ChannelField: String, Sendable, CaseIterable {
    case element = "Elem"
    case direction = "Dir"
  }
  public enum FunctionField: String, Sendable, CaseIterable {
    case inCount = "InCount"
    case outCount = "OutCount"
  }
  public enum InterfaceField: String, Sendable, CaseIterable {
    case packagePath = "PkgPath"
    case methods = "Methods"
  }
  public enum InterfaceMethodField: String, Sendable, CaseIterable {
    case name = "Name"
    case type = "Typ"
  }
  public enum StructField: String, Sendable, CaseIterable {
    case packagePath = "PkgPath"
    case fields = "Fields"
  }
  public enum StructMemberField: String, Sendable, CaseIterable {
    case name = "Name"
    case type = "Typ"
    case offset = "Offset"
  }
  public enum UncommonField: String, Sendable, CaseIterable {
    case packagePath = "PkgPath"
    case methodCount = "Mcount"
    case exportedCount = "Xcount"
    case methodsOffset = "Moff"
  }
  public enum MethodField: String, Sendable, CaseIterable {
    case name = "Name"
    case type = "Mtyp"
    case interfaceCode = "Ifn"
    case directCode = "Tfn"
  }

  /// What every descriptor begins with.
  public let common: RecordLayout<CommonField>
  /// What follows the common part, for each kind that has more.
  public let array: RecordLayout<ArrayField>
  public let pointer: RecordLayout<ElementField>
  public let slice: RecordLayout<ElementField>
  public let channel: RecordLayout<ChannelField>
  public let function: RecordLayout<FunctionField>
  public let interface: RecordLayout<InterfaceField>
  public let structure: RecordLayout<StructField>
  public let uncommon: RecordLayout<UncommonField>
  /// Elements of the arrays that follow.
  public let interfaceMethod: RecordLayout<InterfaceMethodField>
  public let structMember: RecordLayout<StructMemberField>
  public let method: RecordLayout<MethodField>
}
