extension TypeRules {
  /// What descriptors say of a map's buckets and header.
  public enum MapRule: Sendable, Equatable {
    /// Nothing that is written yet.
    case none
    /// Structs of the fields that the collector follows, without alignment; written out in names.
    case collectorFields(MapSizes)
    /// Structs of all fields, under names of their own (`map.bucket[K]V`).
    case allFields(MapSizes)

    public var sizes: MapSizes? {
      switch self {
      case .none: nil
      case .collectorFields(let sizes), .allFields(let sizes): sizes
      }
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
