import GoTypes

/// Why a type has no descriptor.
public enum DescriptorError: Error, Equatable, CustomStringConvertible {
  case layout(type: String, LayoutError)
  case methodSet(type: String, message: String)
  /// The universe lays types out by another release's rules.
  case otherLayout(release: String)
  /// An alignment that is no power of two.
  case invalidAlignment(type: String, alignment: Int64)
  /// A pointer that would not lie where its alignment, in bytes, demands.
  case misaligned(what: String, offset: Int64, alignment: Int64)
  /// A field whose tag asks for tracking, which only exported fields of named types can have.
  case untrackable(type: String, field: String)
  /// A variable outside its section, or over another.
  case misplaced(variable: String, offset: Int64, section: String)
  /// A section of data of 4 GiB or more, or of a negative size.
  case sectionTooLarge(section: String, size: Int64)
  case sizeMismatch(variable: String, size: Int64, type: String, typeSize: Int64)
  /// More of something than a descriptor can count.
  case tooMany(type: String, what: String, limit: Int)
  /// A name, tag or type string of more bytes than a record can hold.
  case textTooLong(text: String, limit: Int)
  /// The type is none that values of other types can be converted to, having methods to call.
  case noInterface(type: String, reason: String)
  case missingMethod(type: String, interface: String, method: String, reason: String)
  /// A map's key type whose values cannot be compared.
  case incomparableKey(type: String)
  /// Something that this version does not write for the release.
  case unsupported(type: String, what: String)

  public var description: String {
    switch self {
    case .layout(let type, let error): "type \(type): \(error)"
    case .methodSet(let type, let message): "type \(type): \(message)"
    case .otherLayout(let release):
      "the types are laid out by another release's rules; make their universe with those of Go "
        + release
    case .invalidAlignment(let type, let alignment):
      "type \(type): its alignment, \(alignment), is no power of two"
    case .misaligned(let what, let offset, let alignment):
      "\(what): offset \(offset) is no multiple of \(alignment), as its pointers need it to be"
    case .misplaced(let variable, let offset, let section):
      "variable \(variable): at offset \(offset) of \(section) it lies outside the section or over "
        + "another variable"
    case .sectionTooLarge(let section, let size):
      "\(section): a section of \(size) bytes does not have a size of 32 bits, as its program needs"
    case .sizeMismatch(let variable, let size, let type, let typeSize):
      "variable \(variable): it has \(size) bytes, and its type \(type) has \(typeSize)"
    case .untrackable(let type, let field):
      "type \(type): field \(field) is tagged go:\"track\", so it must be exported and the type "
        + "named"
    case .tooMany(let type, let what, let limit):
      "type \(type.prefix(200)): more than \(limit) \(what), which a descriptor cannot count"
    case .textTooLong(let text, let limit):
      "\(text.prefix(200))…: more than \(limit) bytes, which a name of this release cannot have"
    case .noInterface(let type, let reason): "type \(type.prefix(200)) has no itabs: \(reason)"
    case .missingMethod(let type, let interface, let method, let reason):
      "type \(type.prefix(200)) does not implement \(interface.prefix(200)): "
        + "method \(method) \(reason)"
    case .incomparableKey(let type):
      "type \(type.prefix(200)) cannot be a map's key: its values cannot be compared"
    case .unsupported(let type, let what): "type \(type): \(what)"
    }
  }
}
