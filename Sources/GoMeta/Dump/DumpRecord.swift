/// One thing that a dump shows: lines of text for a reader, and one JSON object for a program.
public struct DumpRecord: Sendable, Equatable {
  /// The value of the JSON object's first member, `record`.
  public enum Kind: String, Sendable, CaseIterable {
    case package, export, type, gcprogram, typelink, itab, function, funcdata, pcdata
  }

  public var kind: Kind
  /// The members after `record`, in order.
  public var members: [JSONValue.Member]
  /// The first line names the thing; further ones are indented.
  public var text: [String]

  public init(_ kind: Kind, _ members: JSONValue, text: [String]) {
    self.kind = kind
    self.text = text
    if case .object(let members) = members {
      self.members = members
    } else {
      self.members = [.init("value", members)]
    }
  }

  /// The record as one line of JSON.
  public var json: String {
    JSONValue.object([.init("record", .string(kind.rawValue))] + members).text
  }
}
