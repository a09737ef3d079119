import Foundation
import MachineCode
import Testing

/// The debug sections of relocatable files are what a linker makes of them.
@Suite struct InputRelocationTests {
  static let sections: [(name: String, field: KeyPath<DebugSections, InputBytes> & Sendable)] = [
    (".debug_line", \.line), (".debug_line_str", \.lineStr), (".debug_str", \.str),
    (".debug_str_offsets", \.strOffsets), (".debug_info", \.info), (".debug_abbrev", \.abbrev),
    (".debug_addr", \.addr), (".debug_ranges", \.ranges), (".debug_rnglists", \.rnglists),
    (".debug_frame", \.frame),
  ]

  @Test(arguments: InputSample.all + [.go]) func debugSectionsAreTheLinkers(_ sample: InputSample)
    throws
  {
    let linker = try InputLinker(sample.make())
    var compared = 0
    for (name, field) in Self.sections {
      let own = linker.input.debug[keyPath: field]
      let expected = try linker.contents(name)
      if Array(own) != expected {
        let difference = zip(own, expected).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record("\(name)+\(difference?.offset ?? min(own.count, expected.count))")
      }
      if !expected.isEmpty { compared += 1 }
    }
    #expect(compared >= 4)
  }
}
