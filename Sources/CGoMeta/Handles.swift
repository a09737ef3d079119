import GoMetaHeader
import Synchronization

/// The objects that callers hold handles of, by number. A handle is such a number dressed as a
/// pointer: it never was an address, is never used again, and tells its kind, so that whatever a
/// caller passes is looked up and never followed.
///
/// This is all that the library keeps for the process. A lock is held for a look-up, not for the
/// call.
enum Handles {
  static let errors = HandleTable<ErrorObject>(kind: 1, "gometa_error")
  static let buffers = HandleTable<Buffer>(kind: 2, "gometa_buffer")
  static let texts = HandleTable<TextList>(kind: 3, "gometa_texts")
  static let sessions = HandleTable<Session>(kind: 4, "gometa_session")
  static let pipelines = HandleTable<Pipeline>(kind: 5, "gometa_pipeline")
  static let tables = HandleTable<FunctionTable>(kind: 6, "gometa_table")

  /// How many handles of all kinds there have been: two never differ in their kind alone.
  fileprivate static let count = Atomic<UInt64>(0)
}

/// The handles of one kind. In a handle the highest byte is "G", which no address of a program has;
/// then a count in 52 bits, which last for years of making handles without a pause; then the kind.
final class HandleTable<Object: AnyObject & Sendable>: Sendable {
  private let kind: UInt64
  private let type: String
  private let objects = Mutex<[UInt64: Object]>([:])

  init(kind: UInt64, _ type: String) {
    self.kind = kind
    self.type = type
  }

  /// A new handle, which keeps the object until it is disposed of.
  func add(_ object: Object) -> OpaquePointer? {
    let count = Handles.count.wrappingAdd(1, ordering: .relaxed).newValue
    let handle = 0x47 << 56 | count << 4 & (1 << 56 - 1) | kind
    objects.withLock { $0[handle] = object }
    return OpaquePointer(bitPattern: UInt(handle))
  }

  /// The object of a handle; nil for what is none of this kind.
  func find(_ handle: OpaquePointer?) -> Object? {
    let number = UInt64(UInt(bitPattern: handle))
    return objects.withLock { $0[number] }
  }

  /// The object of an argument.
  func object(_ handle: OpaquePointer?, _ argument: StaticString) throws(Failure) -> Object {
    guard let object = find(handle) else {
      throw Failure(GOMETA_ERROR_HANDLE, "\(argument) is no live \(type)")
    }
    return object
  }

  /// Forgets a handle. Who uses the object in another thread keeps it until that is done.
  func dispose(_ handle: OpaquePointer?) -> gometa_status {
    guard let handle else { return GOMETA_OK }
    let number = UInt64(UInt(bitPattern: handle))
    // Goes at the end, outside the lock.
    let removed = objects.withLock { $0.removeValue(forKey: number) }
    return removed == nil ? GOMETA_ERROR_HANDLE : GOMETA_OK
  }
}
