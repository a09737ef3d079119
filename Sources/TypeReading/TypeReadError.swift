public import MachineCode

/// Why a file's type data cannot be read. Every case but the first two says where: a symbol of the
/// file and the offset in it.
public enum TypeReadError: Error, Equatable, Sendable {
  /// The file's sections, symbols or relocations are at fault.
  case object(ObjectFileError)
  /// No moduledata in the file is as the release's linker writes it.
  case noModuleData(release: String)
  /// What should stand there reaches beyond its symbol or its section.
  case truncated(Site, what: String)
  /// A pointer or an offset that leads to nothing in the file.
  case wild(Site, what: String, value: UInt64)
  /// A relocation where the format has none, or of a type that data has not.
  case relocation(Site, what: String, type: UInt32)
  /// A value that the format does not have.
  case malformed(Site, what: String)
  /// The data share so many bytes that what they say together is out of proportion to the file.
  case excess(Site)

  /// A place in a file: bytes from a symbol's start.
  public struct Site: Equatable, Sendable, CustomStringConvertible {
    /// The symbol's name; a section's or an address where there is none.
    public var symbol: String
    public var offset: Int

    public init(symbol: String, offset: Int) {
      self.symbol = symbol
      self.offset = offset
    }

    public var description: String { "\(symbol)+0x\(String(offset, radix: 16))" }
  }
}

extension TypeReadError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .object(let error): "\(error)"
    case .noModuleData(let release):
      "it has no moduledata of Go \(release): it is of another release, or no Go program"
    case .truncated(let site, let what): "\(site): \(what) reaches beyond the data that is there"
    case .wild(let site, let what, let value):
      "\(site): \(what) leads to 0x\(String(value, radix: 16)), where the file has nothing"
    case .relocation(let site, let what, let type):
      "\(site): \(what) has a relocation of type \(type), which such a field cannot have"
    case .malformed(let site, let what): "\(site): \(what)"
    case .excess(let site):
      "\(site): what is read here repeats the file's bytes out of all proportion to its size"
    }
  }
}
