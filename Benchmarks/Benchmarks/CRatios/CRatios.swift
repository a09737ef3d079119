import CLLVM
import Foundation
import GoMeta
import GoMetaHeader
import GoTypes
import LLVM

/// What the C interface costs beside the Swift API that it stands on, by turns in one run.
///
///     c-ratios MODULE.ll FILE [--runs N]
///
/// compiles the module, and dumps and rebuilds the tables of a Go program or object.
@main
struct CRatios {
  static func main() async {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var runs = 15
    if let place = arguments.firstIndex(of: "--runs"), place + 1 < arguments.count {
      runs = Int(arguments[place + 1]) ?? runs
      arguments.removeSubrange(place...place + 1)
    }
    guard arguments.count == 2 else {
      print("usage: c-ratios MODULE.ll FILE [--runs N]")
      exit(2)
    }
    do {
      try await CRatios(module: arguments[0], file: arguments[1], runs: runs).run()
    } catch {
      print("c-ratios: \(error)")
      exit(1)
    }
  }

  let module: String
  let file: String
  let runs: Int

  private func run() async throws {
    print("| work | Swift | C | C ÷ Swift, best | median |")
    print("|---|---|---|---|---|")
    try await cheapCalls()
    try await compile()
    try await tables()
  }

  // MARK: the calls

  private func cheapCalls() async throws {
    let declarations = (0..<200).map { "func F\($0)(a, b int, s []string) (int, error)" }
    try await compare("declare a function", "µs", per: declarations.count) {
      var writer = GoPackageWriter(Package(path: "example.com/p", name: "p"))
      for declaration in declarations { try writer.declare(declaration) }
    } inC: {
      let session = try CSession()
      for declaration in declarations {
        try call { gometa_session_declare(session.handle, declaration, $0) }
      }
    }
    let lookups = 2000
    try await compare("find a type's descriptor", "µs", per: lookups) {
      let context = try Context()
      let module = Module(name: "m", in: context)
      let writer = GoPackageWriter(Package(path: "example.com/p", name: "p"))
      for _ in 0..<lookups { _ = try writer.descriptor(of: "map[string][]int", in: module) }
    } inC: {
      let session = try CSession()
      var value: LLVMValueRef?
      for _ in 0..<lookups {
        try call { gometa_session_type(session.handle, "map[string][]int", &value, $0) }
      }
    }
    try await compare("a refused declaration", "µs", per: lookups) {
      var writer = GoPackageWriter(Package(path: "example.com/p", name: "p"))
      for _ in 0..<lookups {
        do { try writer.declare("func F(a itn)") } catch { _ = "\(error)".utf8.count }
      }
    } inC: {
      let session = try CSession()
      for _ in 0..<lookups {
        var error: OpaquePointer?
        _ = gometa_session_declare(session.handle, "func F(a itn)", &error)
        _ = gometa_error_message(error)
        _ = gometa_error_dispose(error)
      }
    }
  }

  private func compile() async throws {
    let input = try Files.read(module)
    let compiler = Compiler(target: try Target(release: "1.27", triple: "x86_64-linux-gnu"))
    try await compare("compile \(name(module))", "ms", per: 1) {
      _ = try compiler.compile(input, name: "m.ll")
    } inC: {
      var object: OpaquePointer?
      try call { gometa_compile_ir(input, input.count, "m.ll", nil, &object, $0) }
      _ = gometa_buffer_dispose(object)
    }
  }

  private func tables() async throws {
    try await compare("dump \(name(file))", "ms", per: 1) {
      var size = 0
      _ = try FileDump(file).write(.everything, .json) { size += $0.count }
    } inC: {
      var size = 0
      try call { error in
        gometa_dump_file(
          file, nil,
          { context, _, count in
            context?.assumingMemoryBound(to: Int.self).pointee += count
            return 0
          }, &size, nil, error)
      }
    }
    let rebuilder = try FunctionTableRebuilder()
    try await compare("rebuild \(name(file))", "ms", per: 1) {
      _ = try await rebuilder.rebuild([file]).raw()
    } inC: {
      try file.withCString { path in
        var path: UnsafePointer<CChar>? = path
        var table: OpaquePointer?
        var bytes: OpaquePointer?
        try call { gometa_rebuild(&path, 1, nil, &table, $0) }
        try call { gometa_table_raw(table, &bytes, $0) }
        _ = gometa_buffer_dispose(bytes)
        _ = gometa_table_dispose(table)
      }
    }
  }

  private func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  // MARK: measuring

  /// Does both by turns, so that what else the machine does hits both alike.
  private func compare(
    _ work: String, _ unit: String, per items: Int, swift: () async throws -> Void,
    inC: () async throws -> Void
  ) async throws {
    var (first, second): ([Double], [Double]) = ([], [])
    for run in 0...runs {
      var start = cpuTime()
      try await swift()
      let swifts = cpuTime() - start
      start = cpuTime()
      try await inC()
      let cs = cpuTime() - start
      // The first fills caches.
      guard run > 0 else { continue }
      first.append(swifts)
      second.append(cs)
    }
    first.sort()
    second.sort()
    let scale = Double(items) * (unit == "ms" ? 1e6 : 1e3)
    print(
      "| \(work) | \(places(first[0] / scale)) \(unit) | \(places(second[0] / scale)) \(unit) "
        + "| \(places(second[0] / first[0])) "
        + "| \(places(second[runs / 2] / first[runs / 2])) |")
  }

  private func places(_ value: Double) -> String { String(format: "%.2f", value) }

  /// CPU time of all threads, in nanoseconds.
  private func cpuTime() -> Double {
    var value = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &value)
    return Double(value.tv_sec) * 1e9 + Double(value.tv_nsec)
  }
}

/// A session in a module of its own.
private final class CSession {
  private let context = LLVMContextCreate()
  private let module: LLVMModuleRef?
  private(set) var handle: OpaquePointer?

  init() throws {
    module = LLVMModuleCreateWithNameInContext("m", context)
    try call {
      gometa_session_create(module, LLVMGetVersion, "example.com/p", "p", &handle, $0)
    }
  }

  deinit {
    _ = gometa_session_dispose(handle)
    LLVMDisposeModule(module)
    LLVMContextDispose(context)
  }
}

private struct CallError: Error, CustomStringConvertible { let description: String }

private func call(
  _ body: (UnsafeMutablePointer<OpaquePointer?>?) -> gometa_status
) throws {
  var error: OpaquePointer?
  guard body(&error) != GOMETA_OK else { return }
  defer { _ = gometa_error_dispose(error) }
  throw CallError(description: gometa_error_message(error).map { String(cString: $0) } ?? "")
}
