import GoRelease
import GoTypes
import Symbols
import Testing

@testable import TypeDescriptors

/// GC programs of words at the edges of their rules (cmd/gc/reflect.c, `dgcsym1`).
@Suite struct PointerProgramTests {
  private let main = Package(path: "main", name: "main")

  private func program(
    _ text: String, _ declarations: [String] = []
  ) throws -> PointerProgram {
    let rules = GoRelease.go1_2.typeRules
    guard case .pointerPrograms(let codes) = rules.gcData else { throw Missing() }
    var universe = Universe(language: rules.language, layoutRules: rules.layout)
    try universe.declare(declarations, in: main)
    var builder = DescriptorBuilder(universe: universe, release: .go1_2, definedPackages: ["main"])
    return try builder.pointerProgram(of: .type(try universe.parseType(text, in: main)), codes)
  }

  private struct Missing: Error {}

  @Test func arraysOf32BytesAreWrittenOut() throws {
    #expect(
      try program("[2]string").instructions == [.string(offset: 0), .string(offset: 16)])
    #expect(
      try program("[5]*int").instructions == [
        .arrayStart(offset: 0, count: 5, elementSize: 8), .plainPointer(offset: 0), .arrayNext,
      ])
  }

  @Test func anArrayOfOneIsItsElement() throws {
    #expect(
      try program("struct { n int; a [1][1][3]string }").instructions == [
        .arrayStart(offset: 8, count: 3, elementSize: 16), .string(offset: 0), .arrayNext,
      ])
  }

  @Test func theNinthOpenArrayIsARegion() throws {
    let program = try program("[2][2][2][2][2][2][2][2][2][5]string")
    let starts = program.instructions.filter { if case .arrayStart = $0 { true } else { false } }
    #expect(starts.count == 8)
    #expect(
      program.instructions[8]
        == .region(offset: 0, size: 160, program: "type..gc.[2][5]string"))
    #expect(program.instructions.count == 8 + 1 + 8)
  }

  @Test func whatHasNoPointersIsNotFollowed() throws {
    #expect(
      try program("struct { p *[3]int; q *byte; r *B; s **int }", ["type B byte"])
        .instructions == [
          .plainPointer(offset: 0), .plainPointer(offset: 8), .plainPointer(offset: 16),
          .pointer(offset: 24, program: "type..gc.*int"),
        ])
    #expect(try program("[1000]struct { a int; b float64 }").instructions.isEmpty)
  }

  @Test func emptyArraysCountAsPointersThatAreNotThere() throws {
    #expect(try program("[0]*int").instructions.isEmpty)
    #expect(
      try program("*[0]*int").instructions
        == [.pointer(offset: 0, program: "type..gc.[0]*int")])
    #expect(try program("[1152921504606846976][0]*int").instructions.isEmpty)
  }

  @Test func slicesOfNothingAreNotFollowed() throws {
    #expect(try program("[][0]*int").instructions == [.plainPointer(offset: 0)])
    #expect(
      try program("[]int").instructions == [.slice(offset: 0, program: "type..gc.int")])
  }

  @Test func aProgramThatWouldNeverEndIsRefused() throws {
    // 2^26 pointers without an array: structs that hold two of the one before.
    let declarations =
      ["type T0 struct { p *int }"]
      + (1...26).map { "type T\($0) struct { a, b T\($0 - 1) }" }
    let error = #expect(throws: DescriptorError.self) {
      try program("T26", declarations)
    }
    #expect(error?.description.contains("more than 1048576 instructions") == true)
  }
}
