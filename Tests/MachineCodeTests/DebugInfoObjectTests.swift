import Foundation
import Testing

@testable import MachineCode

/// A relocatable file has the same functions, inlined at the same places, as the program that is
/// linked from it alone, of which `llvm-symbolizer` tells.
@Suite struct DebugInfoObjectTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var compiler: ObjectFileTool
    var flags: [String]
    var testDescription: String { ([compiler.rawValue] + flags).joined(separator: " ") }
  }

  static let cases: [Case] = [
    Case(compiler: .gxx, flags: ["-O2", "-ffunction-sections"]),
    Case(compiler: .gxx, flags: ["-O2", "-gdwarf-4", "-fdebug-types-section", "-gz"]),
    Case(compiler: .gxxForARM64, flags: ["-O2"]),
    Case(compiler: .clang, flags: ["-O2", "-ffunction-sections"]),
    Case(compiler: .clang, flags: ["-O2", "-gdwarf-4"]),
  ]

  @Test(arguments: cases)
  func objectsSayWhatTheProgramMadeOfThemDoes(_ sample: Case) throws {
    let folder = try ObjectFileFolder()
    try folder.write(DebugInfoSource.cxx, to: "main.cc")
    try sample.compiler.run(
      ["-g", "-w", "-c"] + sample.flags + ["main.cc", "-o", "main.o"], in: folder.url)
    try sample.compiler.run(
      ["main.o", "-o", "sample"] + (sample.compiler == .clang ? ["-lstdc++"] : []), in: folder.url)
    let object = try CodeInput(InputBytes(folder.bytes("main.o")))
    let program = try CodeInput(InputBytes(folder.bytes("sample")))
    // By name, where the functions of the program are.
    var places: [String: FunctionIndex.Function] = [:]
    for function in program.functions.functions {
      places[String(decoding: program.name(of: function), as: UTF8.self)] = function
    }
    let chains = try DebugInfoChains(object)
    var ours: [UInt64] = []
    var theirs: [UInt64] = []
    for address in chains.addresses(stride: 1) {
      guard let index = object.functions.index(containing: address) else { continue }
      let function = object.functions.functions[index]
      let name = String(decoding: object.name(of: function), as: UTF8.self)
      guard let place = places[name] else { continue }
      ours.append(address)
      theirs.append(place.address + (address - function.address))
    }
    let answers = try DebugInfoOracle.symbolizer(folder, theirs)
    var frames = 0
    var differences = 0
    for (place, answer) in answers.enumerated() {
      frames += answer.count
      let chain = chains.frames(at: ours[place])
      guard chain != answer else { continue }
      differences += 1
      if differences == 1 { Issue.record("\(chain), of the symbolizer \(answer)") }
    }
    #expect(frames > 3000)
    print(
      "\(sample.testDescription), object: \(ours.count) addresses, \(frames) frames, "
        + "\(differences) differences")
  }
}
