import GoTypes

/// Why a type has no descriptor.
public enum DescriptorError: Error, Equatable, CustomStringConvertible {
  case layout(type: String, LayoutError)
  case methodSet(type: String, message: String)
  /// Something that this version does not write for the release.
  case unsupported(type: String, what: String)

  public var description: String {
    switch self {
    case .layout(let type, let error): "type \(type): \(error)"
    case .methodSet(let type, let message): "type \(type): \(message)"
    case .unsupported(let type, let what): "type \(type): \(what)"
    }
  }
}
