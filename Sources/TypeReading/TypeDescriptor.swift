/// A type descriptor as a file holds it: every field of its records, references by symbol.
///
/// What a release does not have is nil. The records are those of `GoRelease.TypeLayouts`.
public struct TypeDescriptor: Sendable, Equatable {
  /// The symbol it is found by; nil when a table led to it and no symbol is there.
  public var symbol: String?
  /// In the image's address space.
  public var address: UInt64
  /// In bytes from its start to the end of the last thing that belongs to it.
  public var length: Int
  /// What reflection prints.
  public var string: DescriptorName?
  public var header: Header
  public var body: Body
  public var uncommon: Uncommon?

  /// What every descriptor begins with.
  public struct Header: Sendable, Equatable {
    /// Of a value, in bytes.
    public var size: UInt64
    /// In bytes: no pointer of a value lies behind them.
    public var pointerBytes: UInt64?
    public var hash: UInt32
    public var flags: UInt8?
    public var alignment, fieldAlignment: UInt8
    /// The kind with its flags, as it stands there.
    public var kindByte: UInt8
    public var kind: TypeKind
    /// What compares values: an entry of a table, or a closure.
    public var comparison: TypeReference?
    public var gcData: TypeReference?
    public var pointerToThis: TypeReference?
  }

  /// What a kind adds.
  public enum Body: Sendable, Equatable {
    case plain
    case array(element: TypeReference?, slice: TypeReference?, length: UInt64)
    case channel(element: TypeReference?, direction: UInt64)
    case function(Function)
    case interface(packagePath: DescriptorName?, slice: Slice?, methods: [InterfaceMethod])
    case map(Map)
    case pointer(element: TypeReference?)
    case slice(element: TypeReference?)
    case structure(packagePath: DescriptorName?, slice: Slice?, fields: [Field])
  }

  /// A Go slice header.
  public struct Slice: Sendable, Equatable {
    /// Where it points, in bytes from the descriptor's start; nil for nil.
    public var offset: Int?
    public var count, capacity: UInt64
  }

  public struct Function: Sendable, Equatable {
    public var isVariadic: Bool
    public var parameters, results: [TypeReference?]
    /// Of releases whose function types have slices.
    public var parameterSlice, resultSlice: Slice?
  }

  public struct InterfaceMethod: Sendable, Equatable {
    public var name: DescriptorName?
    public var packagePath: DescriptorName?
    public var type: TypeReference?
  }

  public struct Field: Sendable, Equatable {
    /// Up to Go 1.8 nil, or of no length, for an embedded field.
    public var name: DescriptorName?
    public var isEmbedded: Bool
    public var packagePath: DescriptorName?
    public var type: TypeReference?
    public var tag: DescriptorName?
    /// In bytes, as it stands there.
    public var offset: UInt64
  }

  public struct Map: Sendable, Equatable {
    public var key, element, bucket, header: TypeReference?
    public var keySize, valueSize, bucketSize: UInt64?
    public var hasIndirectKey, hasIndirectValue, hasReflexiveKey, needsKeyUpdate: Bool?
    /// In place of the bucket and the header, and of their sizes.
    public var group: TypeReference?
    /// The closure that hashes keys.
    public var hasher: TypeReference?
    public var groupSize, slotSize: UInt64?
    /// An element's offset in a slot; the first key's and element's in a group, and the steps from
    /// one to the next; in bytes.
    public var elementOffset, keysOffset, keyStride, elementsOffset, elementStride: UInt64?
    /// In place of the flags that are bytes of their own.
    public var flags: UInt32?
  }

  /// What types with a name or with methods have more.
  public struct Uncommon: Sendable, Equatable {
    /// In bytes from the descriptor's start.
    public var offset: Int
    public var name: DescriptorName?
    public var packagePath: DescriptorName?
    public var slice: Slice?
    public var exportedCount: UInt64?
    public var methods: [Method]
  }

  public struct Method: Sendable, Equatable {
    public var name: DescriptorName?
    public var packagePath: DescriptorName?
    /// Without and with the receiver.
    public var type, receiverType: TypeReference?
    /// The code that an interface calls, and that of a direct call; nil for methods that nothing
    /// reaches.
    public var interfaceCode, directCode: TypeReference?
  }
}

extension TypeDescriptor.Body {
  /// The types that it is made of.
  var parts: [TypeReference?] {
    switch self {
    case .plain: []
    case .array(let element, let slice, _): slice == nil ? [element] : [element, slice]
    case .channel(let element, _), .pointer(let element), .slice(let element): [element]
    case .function(let function): function.parameters + function.results
    case .interface(_, _, let methods): methods.map(\.type)
    case .map(let map): [map.key, map.element, map.bucket, map.header, map.group]
    case .structure(_, _, let fields): fields.map(\.type)
    }
  }
}

/// A name, a tag or a package path in type data: a string, or a record of flags and strings.
public struct DescriptorName: Sendable, Equatable {
  /// Nil when another file defines the symbol.
  public var text: String?
  public var reference: TypeReference
  /// Of records: exported, has a tag, has a package path.
  public var flags: UInt8?
  public var tag: String?
  public var packagePath: String?

  public init(
    text: String?, reference: TypeReference, flags: UInt8? = nil, tag: String? = nil,
    packagePath: String? = nil
  ) {
    self.text = text
    self.reference = reference
    self.flags = flags
    self.tag = tag
    self.packagePath = packagePath
  }
}

/// The kinds of Go types, as reflection prints them.
public enum TypeKind: String, Sendable, CaseIterable {
  case bool, int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, uintptr
  case float32, float64, complex64, complex128, array, chan
  case function = "func"
  case interface, map
  case pointer = "ptr"
  case slice, string
  case structure = "struct"
  case unsafePointer = "unsafe.Pointer"
}
