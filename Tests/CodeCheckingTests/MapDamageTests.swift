import Testing

@testable import CodeChecking

/// Maps that lie are named, whichever bit of whichever call it is.
@Suite struct MapDamageTests {
  @Test("What gometa makes has no problems", arguments: CheckedPlugin.Target.all)
  func good(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    #expect(try problems(bytes, target) == [])
  }

  private struct Site {
    var function: Int
    var call: Listing.Instruction
    /// Where it returns to.
    var end: Int
    var bits: Set<Int>
    var count: Int
  }

  /// Each call that may stop, with the words that have a bit there.
  private func sites(
    _ plugin: PatchedPlugin, _ listing: Listing, _ which: PatchedPlugin.Maps
  ) -> [Site] {
    plugin.functions.indices.flatMap { index -> [Site] in
      let function = plugin.functions[index]
      let rows = plugin.rows(.pcdata(1), function)
      return listing.calls(in: function).compactMap { call in
        let end = Int(call.address - function.entry) + call.size
        guard let content = plugin.maps(which, function) else { return nil }
        let map = max(rows.first { end - 1 < $0.end }?.value ?? 0, 0)
        guard map < content.maps.count else { return nil }
        return Site(
          function: index, call: call, end: end, bits: content.maps[map], count: content.bitCount)
      }
    }
  }

  /// The deepest that SP is in a function.
  private func depth(_ plugin: PatchedPlugin, _ function: Int, at offset: Int) -> Int {
    plugin.rows(.depth, plugin.functions[function]).first { offset < $0.end }?.value ?? 0
  }

  @Test("A bit of a locals map that is cleared", arguments: CheckedPlugin.Target.two)
  func clearedLocal(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var damages: [Damage] = []
    for site in sites(plugin, listing, .locals) {
      // Where there is no frame the map is not looked at.
      guard depth(plugin, site.function, at: site.end - 1) > 24 else { continue }
      for bit in site.bits {
        let word = -8 - 8 * (site.count - bit)
        damages.append(
          Damage(
            function: site.function, address: site.call.address,
            says: {
              $0 == .missingBit(word: word, why: .record)
                || $0 == .missingBit(word: word, why: .argument)
                || $0 == .framePointerUnmapped(word: word)
            }
          ) {
            try $0.changeMap(.locals, of: $0.functions[site.function], at: site.end) {
              $0.remove(bit)
            }
          })
      }
    }
    #expect(damages.count > 30)
    try Damage.requireNamed(damages, in: bytes, target)
  }

  @Test("A bit of a locals map too many", arguments: CheckedPlugin.Target.two)
  func surplusLocal(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var damages: [Damage] = []
    for site in sites(plugin, listing, .locals)
    where plugin.functions[site.function].name.hasSuffix("Recur")
      || plugin.functions[site.function].name.hasSuffix("List")
    {
      let depth = depth(plugin, site.function, at: site.end - 1)
      let isBody = plugin.rows(.pcdata(0), plugin.functions[site.function]).contains {
        $0.value == -1
      }
      guard isBody || plugin.rows(.pcdata(0), plugin.functions[site.function]).isEmpty else {
        continue
      }
      for bit in 0..<site.count
      where !site.bits.contains(bit) && 8 * (site.count - bit) + 8 <= depth {
        let word = -8 - 8 * (site.count - bit)
        damages.append(
          Damage(
            function: site.function, address: site.call.address,
            says: { $0 == .surplusBit(word: word) }
          ) {
            try $0.changeMap(.locals, of: $0.functions[site.function], at: site.end) {
              $0.insert(bit)
            }
          })
      }
    }
    #expect(damages.count > 4)
    try Damage.requireNamed(damages, in: bytes, target)
  }

  @Test("A bit of an arguments map that is cleared", arguments: CheckedPlugin.Target.two)
  func clearedArgument(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var damages: [Damage] = []
    for site in sites(plugin, listing, .arguments)
    where site.call.operands.contains("runtime.morestack") {
      for bit in site.bits {
        damages.append(
          Damage(
            function: site.function, address: site.call.address,
            says: { $0 == .missingArgumentBit(word: 8 + 8 * bit) }
          ) {
            try $0.changeMap(.arguments, of: $0.functions[site.function], at: site.end) {
              $0.remove(bit)
            }
          })
      }
    }
    #expect(damages.count > 10)
    try Damage.requireNamed(damages, in: bytes, target)
  }

  @Test("Locals maps that are missing", arguments: CheckedPlugin.Target.two)
  func missing(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let plugin = try PatchedPlugin(bytes, target)
    let listing = try Listing(bytes, target.machine)
    var damages: [Damage] = []
    for (index, function) in plugin.functions.enumerated() {
      let isSafe = plugin.rows(.pcdata(0), function).allSatisfy { $0.value != -2 }
      guard isSafe || !listing.calls(in: function).isEmpty else { continue }
      damages.append(
        Damage(function: index, address: function.entry, says: { $0 == .noLocalMaps }) {
          guard let place = $0.reference(.locals, $0.functions[index]) else { return }
          $0.setWord(place, .max)
        })
    }
    #expect(damages.count > 20)
    // What follows from it at the calls is named, too.
    for damage in damages {
      var plugin = try PatchedPlugin(bytes, target)
      try damage.apply(&plugin)
      let found = try problems(plugin.bytes, target)
      #expect(found.contains { $0.address == damage.address && $0.kind == .noLocalMaps })
      let function = plugin.functions[damage.function]
      #expect(found.allSatisfy { function.entry <= $0.address && $0.address < function.end })
    }
  }
}
