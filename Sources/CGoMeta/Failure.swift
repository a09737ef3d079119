import GoMetaHeader

/// Why a function of the header fails: what becomes a status and a `gometa_error`.
struct Failure: Error {
  var status: gometa_status
  var message: String
  /// The message without the place.
  var reason: String
  var place = Place()

  /// Where the fault is, as far as it is known (`gometa_position`).
  struct Place {
    var file: String?
    var symbol: String?
    /// From 1; 0 where not known, as the others.
    var declaration = 0
    var line = 0
    var column = 0
  }

  init(
    _ status: gometa_status, _ message: String, reason: String? = nil, _ place: Place = Place()
  ) {
    self.status = status
    self.message = message
    self.reason = reason ?? message
    self.place = place
  }

  static func null(_ argument: String) -> Failure {
    Failure(GOMETA_ERROR_NULL, "\(argument) is NULL")
  }
}

/// Runs what a function of the header does; a failure becomes its status and, where the caller wants
/// it, an error.
func report(
  _ error: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws(Failure) -> Void
) -> gometa_status {
  do throws(Failure) {
    try body()
    return GOMETA_OK
  } catch let failure {
    error?.initialize(to: Handles.errors.add(ErrorObject(failure)))
    return failure.status
  }
}

/// Where a function stores its result: NULL until it has one.
struct Outcome<Pointer> {
  private let place: UnsafeMutablePointer<Pointer?>

  init(_ place: UnsafeMutablePointer<Pointer?>?, _ argument: StaticString) throws(Failure) {
    guard let place else { throw .null("\(argument)") }
    place.initialize(to: nil)
    self.place = place
  }

  func set(_ result: Pointer?) { place.initialize(to: result) }
}
