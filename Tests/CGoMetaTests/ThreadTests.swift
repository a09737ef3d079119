import CLLVM
import Foundation
import GoMetaHeader
import Synchronization
import Testing

/// Calls from many threads.
@Suite struct ThreadTests {
  /// Modules of contexts of their own are compiled at once, into equal bytes.
  @Test func atOnce() throws {
    let input = try Repository.bytes(Repository.geometry)
    let objects = Mutex<[[UInt8]]>([])
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      do {
        let module = try CallersModule(parsing: input)
        var object: OpaquePointer?
        try call { gometa_compile_module(module.module, LLVMGetVersion, nil, &object, $0) }
        let bytes = take(object)
        objects.withLock { $0.append(bytes) }
      } catch { Issue.record(error) }
    }
    let all = objects.withLock { $0 }
    #expect(all.count == 6 && Set(all).count == 1)
  }

  /// Calls on one session wait for each other, also for one that compiles; a session that is
  /// disposed of meanwhile is gone for who comes later alone.
  @Test func oneSession() throws {
    let callers = CallersModule()
    nonisolated(unsafe) let session = try callers.session()
    let statuses = Mutex<[UInt32]>([])
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let declared = gometa_session_declare(session, "var V\(index) int", nil)
      var value: LLVMValueRef?
      let found = gometa_session_variable(session, "V\(index)", &value, nil)
      statuses.withLock { $0 += [declared.rawValue, found.rawValue] }
    }
    #expect(statuses.withLock { $0 } == Array(repeating: GOMETA_OK.rawValue, count: 128))
    #expect(callers.text.matches(of: #/(?m)^@"example.com/p.V\d+" = /#).count == 64)

    let compiled = Mutex<[UInt32]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      var object: OpaquePointer?
      let status = gometa_session_compile(session, nil, &object, nil)
      _ = gometa_buffer_dispose(object)
      compiled.withLock { $0.append(status.rawValue) }
    }
    #expect(
      compiled.withLock { $0.sorted() }
        == [GOMETA_OK.rawValue] + Array(repeating: GOMETA_ERROR_STATE.rawValue, count: 7))
    let disposed = Mutex<[UInt32]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let status = gometa_session_dispose(session)
      disposed.withLock { $0.append(status.rawValue) }
    }
    #expect(
      disposed.withLock { $0.sorted() }
        == [GOMETA_OK.rawValue] + Array(repeating: GOMETA_ERROR_HANDLE.rawValue, count: 7))
  }
}
