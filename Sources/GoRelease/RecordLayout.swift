/// One record of Go's runtime: its fields at their offsets, as data that writer, reader and check
/// share. A field that a release does not have is simply not in its layout.
public struct RecordLayout<Name: Hashable & Sendable>: Sendable {
  public struct Field: Sendable, Equatable {
    /// In bytes from the record's start.
    public var offset: Int
    /// In bytes.
    public var width: Int
  }

  /// Where the release's sources declare it, such as `internal/abi.Type`.
  public let goName: String
  /// In bytes, padding included.
  public let size: Int
  public let fields: [Name: Field]
  /// The fields that this release spells in its own way.
  public let spelled: [Name: String]

  /// Fields in order; each starts at the next multiple of its alignment, which is its width up to
  /// 8. `bytes` is an array of bytes, which needs no alignment; `padding` stands for bytes that no
  /// name reaches.
  public init(
    _ goName: String, _ members: [Member], alignment: Int = 8, spelled: [Name: String] = [:]
  ) {
    var offset = 0
    var fields: [Name: Field] = [:]
    for member in members {
      switch member {
      case .field(let name, let width):
        let step = min(width, 8)
        offset = (offset + step - 1) / step * step
        fields[name] = Field(offset: offset, width: width)
        offset += width
      case .bytes(let name, let count):
        fields[name] = Field(offset: offset, width: count)
        offset += count
      case .padding(let width):
        offset += width
      }
    }
    self.goName = goName
    self.size = (offset + alignment - 1) / alignment * alignment
    self.fields = fields
    self.spelled = spelled
  }

  public enum Member: Sendable {
    case field(Name, Int)
    case bytes(Name, Int)
    case padding(Int)
  }

  public subscript(name: Name) -> Field? { fields[name] }
}
