import LLVM
import Testing

@Suite struct OwnershipTests {
  private func makeModule() throws -> Module {
    let context = try Context()
    return try Module(text: "define i64 @f() { ret i64 1 }", name: "m", in: context)
  }

  @Test func aModuleKeepsItsContextAlive() throws {
    let module = try makeModule()
    try expect(module, says: "define i64 @f() { ret i64 1 }")
  }

  @Test func aBuilderKeepsItsContextAlive() throws {
    func makeBuilder() throws -> Builder { Builder(in: try Context()) }
    let builder = try makeBuilder()
    let five = builder.context.i8.constant(5)
    let sum = builder.add(five, five)
    #expect(sum.unsignedInteger == 10)
  }

  @Test func aDebugInfoBuilderKeepsItsModuleAlive() throws {
    func makeBuilder() throws -> DebugInfoBuilder { try DebugInfoBuilder(makeModule()) }
    let builder = try makeBuilder()
    let file = builder.file("a", directory: "b")
    let unit = builder.compileUnit(file, language: .c11, producer: "")
    #expect(unit.file == file)
    builder.finalize()
  }

  @Test func aBorrowedModuleIsChangedAndNotDisposedOf() throws {
    let module = try makeModule()
    do {
      let borrowed = try Module(borrowing: module.unmanaged)
      try required(borrowed.function(named: "f")).rename("g")
      #expect(throws: LLVMError.self) { try borrowed.run(passes: "bananas") }
    }
    try expect(module, says: "define i64 @g() { ret i64 1 }")
  }

  @Test func anAdoptedModuleIsDisposedOfOnce() throws {
    let context = try Context()
    let reference = try Module(text: "@x = global i8 1", name: "m", in: context).release()
    let module = try Module(adopting: reference)
    try expect(module, says: "@x = global i8 1")
    #expect(module.context == context.handle)
  }

  @Test func aBorrowedContextServesAsAnyOther() throws {
    let context = try Context()
    let borrowed = try Context(borrowing: context.unmanaged)
    let module = try Module(text: "@x = global i8 1", name: "m", in: borrowed)
    #expect(module.context == context.handle)
    let error = try thrown { () throws(LLVMError) in
      try Module(text: "bananas", name: "m", in: borrowed)
    }
    #expect(
      error == .malformedModule(name: "m", message: "m:1:1: error: expected top-level entity"))
  }

  @Test func contextsAreUsedFromManyTasksAtOnce() async throws {
    let texts = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 {
        group.addTask {
          let context = try Context()
          let module = try Module(
            text: "define i64 @f(i64 %x) {\n %y = mul i64 %x, 9\n ret i64 %y\n}", name: "m",
            in: context)
          let machine = try Target.amd64.machine()
          try module.setTarget(machine)
          try module.run(passes: "default<O2>", for: machine)
          return try machine.emit(module)
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(texts.count == 1)
  }

  @Test func aMemoryBufferHoldsACopy() throws {
    let folder = try Folder()
    let path = try folder.write([1, 0, 2], "bytes")
    let buffer = try MemoryBuffer(contentsOf: path)
    let bytes = buffer.bytes
    #expect(bytes == [1, 0, 2])
    let empty = MemoryBuffer(copying: [], name: "empty").bytes
    #expect(empty == [])
  }
}
