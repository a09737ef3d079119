/// The records that type descriptors are made of. Names are those of `internal/abi` in Go's
/// sources; what only old releases have is named as those wrote it (`reflect/type.go` of Go 1.2,
/// `runtime/type.go` of Go 1.8). The width of a reference tells its form: 8 bytes hold an address,
/// 4 the distance from the start of the module's types.
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
    /// The functions that hash and compare, in place of `equal`.
    case algorithm = "alg"
    case gcData = "GCData"
    case string = "Str"
    /// Where the uncommon data lies, if anywhere; later releases say by a flag that it follows.
    case uncommon = "uncommonType"
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
    /// In place of the counts: a byte, and two slices.
    case isVariadic = "dotdotdot"
    case parameters = "in"
    case results = "out"
  }
  public enum InterfaceField: String, Sendable, CaseIterable {
    case packagePath = "PkgPath"
    case methods = "Methods"
  }
  public enum InterfaceMethodField: String, Sendable, CaseIterable {
    case name = "Name"
    case packagePath = "pkgPath"
    case type = "Typ"
  }
  public enum StructField: String, Sendable, CaseIterable {
    case packagePath = "PkgPath"
    case fields = "Fields"
  }
  public enum StructMemberField: String, Sendable, CaseIterable {
    case name = "Name"
    case packagePath = "pkgPath"
    case type = "Typ"
    case tag = "tag"
    case offset = "Offset"
  }
  public enum MapField: String, Sendable, CaseIterable {
    case key = "Key"
    case element = "Elem"
    case bucket = "Bucket"
    case header = "hmap"
    /// In place of a bucket: eight slots with a word of control bytes.
    case group = "Group"
    case hasher = "Hasher"
    case keySize = "KeySize"
    case hasIndirectKey = "indirectkey"
    case valueSize = "ValueSize"
    case hasIndirectValue = "indirectvalue"
    case bucketSize = "BucketSize"
    case hasReflexiveKey = "reflexivekey"
    case needsKeyUpdate = "needkeyupdate"
    case groupSize = "GroupSize"
    case slotSize = "SlotSize"
    /// The element's offset in a slot.
    case elementOffset = "ElemOff"
    /// The first key's and the first element's offsets in a group, and the steps to the next.
    case keysOffset = "KeysOff"
    case keyStride = "KeyStride"
    case elementsOffset = "ElemsOff"
    case elementStride = "ElemStride"
    /// In place of the bytes that say one thing each.
    case flags = "Flags"
  }
  public enum UncommonField: String, Sendable, CaseIterable {
    case name = "name"
    case packagePath = "PkgPath"
    case methods = "methods"
    case methodCount = "Mcount"
    case exportedCount = "Xcount"
    case methodsOffset = "Moff"
  }
  public enum MethodField: String, Sendable, CaseIterable {
    case name = "Name"
    case packagePath = "pkgPath"
    case type = "Mtyp"
    /// The function's type with the receiver as its first parameter.
    case receiverType = "typ"
    case interfaceCode = "Ifn"
    case directCode = "Tfn"
  }

  public enum ItabField: String, Sendable, CaseIterable {
    case interface = "Inter"
    case type = "Type"
    /// The next itab of the runtime's table, in old releases.
    case link = "link"
    case bad = "bad"
    /// The hash of the type.
    case hash = "Hash"
    /// Whether the itab is in the runtime's table.
    case isInTable = "inhash"
    /// The first of the method's code addresses, in the order of the interface's methods.
    case functions = "Fun"
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
  public let map: RecordLayout<MapField>
  public let uncommon: RecordLayout<UncommonField>
  /// Elements of the arrays that follow.
  public let interfaceMethod: RecordLayout<InterfaceMethodField>
  public let structMember: RecordLayout<StructMemberField>
  public let method: RecordLayout<MethodField>
  /// What an interface value's first word points to.
  public let itab: RecordLayout<ItabField>
}
