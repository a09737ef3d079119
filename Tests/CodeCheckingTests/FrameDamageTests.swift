import MachineCode
import Testing

@testable import CodeChecking

/// Depths, stack checks, records and unsafe points that lie are named.
@Suite struct FrameDamageTests {
  @Test("A depth that is off by 8, row by row", arguments: CheckedPlugin.Target.two)
  func depth(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var damages: [Damage] = []
    for (index, function) in plugin.functions.enumerated() {
      let rows = plugin.rows(.depth, function)
      let reached = try reachedOffsets(function, listing)
      for row in rows.indices {
        let start = row == 0 ? 0 : rows[row - 1].end
        guard let first = reached.first(where: { $0 >= start && $0 < rows[row].end }) else {
          continue
        }
        damages.append(
          Damage(
            function: index, address: function.entry + UInt64(first),
            says: { $0 == .wrongDepth(table: rows[row].value + 8, code: rows[row].value) }
          ) {
            var changed = rows
            changed[row].value += 8
            try $0.set(.depth, of: $0.functions[index], to: changed)
          })
      }
    }
    #expect(damages.count > 60)
    try Damage.requireNamed(damages, in: bytes, target)
  }

  /// Offsets of instructions, without those behind the last one that can run.
  private func reachedOffsets(
    _ function: PatchedPlugin.Function, _ listing: Listing
  ) throws -> [Int] {
    listing.instructions(of: function).filter {
      !$0.mnemonic.hasPrefix("nop") && $0.mnemonic != "int3" && !$0.mnemonic.hasPrefix("data16")
        && !$0.mnemonic.hasPrefix("cs") && $0.operands != "%ax,%ax"
    }.map { Int($0.address - function.entry) }
  }

  @Test("A stack check whose branch is gone", arguments: CheckedPlugin.Target.two)
  func unchecked(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var count = 0
    for function in plugin.functions {
      let code = listing.instructions(of: function)
      guard let branch = code.first(where: { ["jbe", "b.ls"].contains($0.mnemonic) }),
        code.contains(where: { $0.operands.contains("runtime.morestack") })
      else { continue }
      count += 1
      var plugin = plugin
      for offset in 0..<branch.size {
        let nop: [UInt8] = target.machine == .x86_64 ? [0x90] : [0x1f, 0x20, 0x03, 0xd5]
        plugin.store(UInt64(nop[offset % nop.count]), 1, at: plugin.place(branch.address) + offset)
      }
      // Named where the function goes on to what it should have checked for, or where it would have
      // asked for more.
      let found = try problems(plugin.bytes, target)
      let isNamed = found.contains { problem in
        guard function.entry <= problem.address, problem.address < function.end else {
          return false
        }
        if case .unchecked = problem.kind { return true }
        return problem.kind == .checkSkipped
      }
      #expect(isNamed, "\(function.name): \(found)")
      #expect(
        found.allSatisfy { function.entry <= $0.address && $0.address < function.end },
        "\(function.name): \(found)")
    }
    #expect(count > 10)
  }

  @Test("A stack check for less than is needed", arguments: CheckedPlugin.Target.two)
  func tooSmall(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let symbols = try ObjectFile(bytes).symbols.filter { $0.name.hasSuffix(".stack") }
    #expect(symbols.count > 10)
    for word in symbols where !word.name.hasPrefix("go:") {
      // What has no frame needs nothing.
      let name = word.name.split(separator: ".").prefix(while: { $0 != "call" && $0 != "stack" })
        .joined(separator: ".")
      let depth = plugin.functions.filter { $0.name == name }.flatMap { plugin.rows(.depth, $0) }
      let isStub = word.name.hasSuffix(".call.stack")
      let body = try #require(plugin.functions.first { $0.name == name })
      let bodyDepth = plugin.rows(.depth, body).map(\.value).max() ?? 0
      guard !depth.isEmpty, !isStub || bodyDepth > 0 else { continue }
      var plugin = plugin
      plugin.setWord(word.value, 0)
      let found = try problems(plugin.bytes, target)
      #expect(!found.isEmpty, "\(word.name)")
      #expect(
        found.allSatisfy {
          if case .tooSmallCheck(checked: 0, _) = $0.kind { true } else { false }
        }, "\(word.name): \(found)")
    }
  }

  @Test("A file without its records is no pass", arguments: CheckedPlugin.Target.two)
  func withoutRecords(_ target: CheckedPlugin.Target) async throws {
    var plugin = try PatchedPlugin(try await CheckedPlugin.bytes(target), target)
    try plugin.hide(section: ".llvm_stackmaps")
    let bytes = plugin.bytes
    #expect {
      try problems(bytes, target)
    } throws: { error in
      if case .noStackMaps = error as? CodeCheckError { true } else { false }
    }
  }

  @Test("Names are not needed", arguments: CheckedPlugin.Target.two)
  func stripped(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    var plugin = try PatchedPlugin(bytes, target)
    // Another type of section: what knows only symbol tables passes it over.
    let object = try ObjectFile(bytes)
    let table = try #require(object.section(named: ".symtab"))
    plugin.store(
      1, 4, at: Int(try #require(bytes.number(UInt64.self, at: 40))) + 64 * table.index + 4)
    #expect(try ObjectFile(plugin.bytes).symbols.isEmpty)
    #expect(try problems(plugin.bytes, target) == [])
  }

  @Test("A record whose call is somewhere else", arguments: CheckedPlugin.Target.two)
  func movedRecord(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let section = try plugin.section(".llvm_stackmaps")
    let listing = try Listing(bytes, target.machine)
    var count = 0
    for (index, function) in plugin.functions.enumerated() {
      for call in listing.calls(in: function) {
        let end = Int(call.address - function.entry) + call.size
        // Records are found by their offset, behind their IDs of 8 bytes; other fields may be like
        // it.
        for place in stride(
          from: section.fileRange.lowerBound, to: section.fileRange.upperBound - 4, by: 4)
        where bytes.number(UInt32.self, at: place) == UInt32(end)
          && bytes.number(UInt16.self, at: place + 4) == 0
          && (3...64).contains(bytes.number(UInt16.self, at: place + 6) ?? 0)
        {
          var plugin = plugin
          plugin.store(UInt64(end + 4), 4, at: place)
          let found = (try? problems(plugin.bytes, target)) ?? []
          guard
            found.contains(where: {
              $0.kind == .noRecord && $0.address == call.address
            })
          else { continue }
          count += 1
          #expect(
            found.contains {
              $0.kind == .recordWithoutCall
                && $0.address == plugin.functions[index].entry + UInt64(end + 4)
            }, "\(function.name)+\(end): \(found)")
        }
      }
    }
    #expect(count > 10)
  }

  @Test("Thunks that may be stopped", arguments: CheckedPlugin.Target.two)
  func safeThunk(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var count = 0
    for function in plugin.functions {
      let rows = plugin.rows(.pcdata(0), function)
      guard rows.map(\.value) == [-2], let end = rows.last?.end,
        let call = listing.calls(in: function).first(where: {
          $0.operands.contains("runtime.morestack")
        })
      else { continue }
      count += 1
      var plugin = plugin
      try plugin.set(.pcdata(0), of: function, to: [(-1, end)])
      // It counts as code that the collector looks into: its calls then have no records.
      let found = try problems(plugin.bytes, target)
      #expect(
        found.contains { $0.address == call.address && $0.kind == .noRecord }, "\(function.name)")
    }
    #expect(count > 10)
  }
}
