import GoTypes

extension TypeRules {
  /// What descriptors say of where a map keeps its entries.
  public enum MapRule: Sendable, Equatable {
    /// Structs of the fields that the collector follows, without alignment; written out in names.
    case collectorFields(MapSizes)
    /// Structs of all fields, under names of their own (`map.bucket[K]V`).
    case structs(MapStructs)

    /// How many entries lie side by side.
    public var entries: Int64 {
      switch self {
      case .collectorFields(let sizes): sizes.entries
      case .structs(let structs): structs.entries
      }
    }

    /// In bytes: longer keys and elements stand elsewhere, and the entry has pointers to them.
    public var longestInline: Int64 {
      switch self {
      case .collectorFields(let sizes): sizes.longestInline
      case .structs(let structs): structs.longestInline
      }
    }

    public var structs: MapStructs? {
      if case .structs(let structs) = self { structs } else { nil }
    }
  }

  /// The sizes of `runtime/hashmap`, in bytes.
  public struct MapSizes: Sendable, Equatable {
    /// Entries in a bucket, each with a byte of its hash at the bucket's start.
    public let entries: Int64
    /// Longer keys and values stand elsewhere, and the bucket has pointers to them.
    public let longestInline: Int64
    /// The header, and where it points to the buckets and to those it is emptying.
    public let header, buckets, oldBuckets: Int64
  }

  /// The structs that the compiler makes up for each map type (cmd/compile, `MapBucketType` or
  /// `MapGroupType`, and up to Go 1.21 `MapType` and `MapIterType`).
  public struct MapStructs: Sendable, Equatable {
    /// Entries in a bucket or group.
    public let entries: Int64
    /// In bytes: longer keys and elements stand elsewhere, and the entry has pointers to them.
    public let longestInline: Int64
    /// What holds the entries: a bucket or a group.
    public let storage: MapStruct
    /// What a map value points to, and what a loop over a map keeps its place in; nil where both
    /// are one type for all maps.
    public let header: MapStruct?
    public let iterator: MapStruct?
    public let flags: MapFlags
  }

  public struct MapStruct: Sendable, Equatable {
    /// As in `map.bucket[K]V`.
    public let name: String
    /// In order, laid out as the language lays out a struct. No package's: whatever their case, the
    /// names stand unqualified in link strings.
    public let fields: [MapField]
  }

  public struct MapField: Sendable, Equatable {
    public let name: String
    public let type: MapFieldType

    init(_ name: String, _ type: MapFieldType) {
      self.name = name
      self.type = type
    }
  }

  public enum MapFieldType: Sendable, Equatable {
    case basic(BasicKind)
    /// A byte for each entry.
    case bytes
    /// The keys or the elements of all entries.
    case keys, elements
    /// A struct of key and element for each entry.
    case slots
    /// Pointers: to the bucket or group, to the header, to a key, to an element, to a byte.
    case storagePointer, headerPointer, keyPointer, elementPointer, bytePointer
    /// A pointer to the next bucket, of a type that says so or of none; a number where neither keys
    /// nor elements have pointers, so that the collector can pass the bucket over.
    case overflow(isTyped: Bool)
  }

  /// Bits of a map descriptor's flags; 0 where a release has none.
  public struct MapFlags: Sendable, Equatable {
    public let indirectKey, indirectElement: UInt32
    /// Every key equals itself.
    public let reflexiveKey: UInt32
    /// Keys may be equal and yet differ, so that storing under a key stores the key too.
    public let keyUpdate: UInt32
    public let hashMightPanic: UInt32

    static let none = MapFlags(
      indirectKey: 0, indirectElement: 0, reflexiveKey: 0, keyUpdate: 0, hashMightPanic: 0)
  }

  /// The numbers of GC programs of words (`pkg/runtime/mgc0.h`).
  public struct PointerPrograms: Sendable, Equatable {
    public let end, pointer, plainPointer, arrayStart, arrayNext, call: UInt64
    public let channel, string, emptyInterface, interface, slice, region: UInt64
    /// How many arrays may be open at once.
    public let stackCapacity: Int
    /// Arrays up to this size in bytes are written element by element.
    public let longestInline: Int64
  }
}
