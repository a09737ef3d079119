import Synchronization

/// Values that are costly to make: each is made once, for the first test that asks for it.
final class OnceEach<Value: Sendable>: Sendable {
  private let made = Mutex<[String: Result<Value, any Error>]>([:])

  func value(for key: String, _ make: () throws -> Value) throws -> Value {
    try made.withLock { made in
      if let known = made[key] { return known }
      let result = Result { try make() }
      made[key] = result
      return result
    }.get()
  }
}
