import Foundation
import GoMeta
import GoRelease
import TestSupport
import Testing

/// The library does what the command does.
@Suite(.serialized)
struct LibraryTests {
  @Test("The compiler gives the bytes that the command writes", arguments: Machine.allCases)
  func compile(machine: Machine) throws {
    let folder = try TestFolder()
    _ = try Shapes.module.compile(in: folder, for: machine)
    let compiler = Compiler(target: try Target(release: "1.27", triple: machine.triple))
    let object = try compiler.compile(Array(Shapes.module.text.utf8), name: "shapes")
    #expect(Data(object) == (try folder.bytes("module.o")))
  }

  @Test("The linker gives the plugin that the command writes", arguments: Machine.allCases)
  func link(machine: Machine) async throws {
    let folder = try TestFolder()
    _ = try Shapes.module.plugin(in: folder, for: machine)
    try await Linker().plugin(
      "example.com/shapes", objects: [folder.path("module.o")], output: folder.path("library.so"))
    #expect(try folder.bytes("library.so") == folder.bytes("module.so"))
    #expect(try ModuleFile.check(folder.path("library.so")) == [])
  }

  @Test("An unknown release or target is an error that lists the known ones")
  func targets() throws {
    let release = #expect(throws: TargetError.self) {
      try Target(release: "1.99", triple: "x86_64-linux-gnu")
    }
    #expect(release?.description.contains("1.27") == true)
    let triple = #expect(throws: TargetError.self) {
      try Target(release: "1.27", triple: "mips-linux-gnu")
    }
    #expect(triple?.description.contains("aarch64-linux-gnu") == true)
  }

  @Test("Compilers work at the same time without disturbing each other")
  func concurrency() async throws {
    let text = Array(Shapes.module.text.utf8)
    let objects = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for index in 0..<6 {
        let machine = Machine.allCases[index % 2]
        group.addTask {
          let compiler = Compiler(target: try Target(release: "1.27", triple: machine.triple))
          return try compiler.compile(text, name: "shapes")
        }
      }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(objects.count == 2)
  }
}
