/// Modules made at random, whose calls say by the name of what they call which PCDATA values they
/// are meant to have: branches, loops, calls of one another that the optimiser inlines, arguments
/// and results that need conversions, selections and calls of library functions.
struct MarkedModule {
  private var random: Generator
  private var count = 0
  private var lines: [String] = []
  private var callees: [String: String] = [:]
  private var functions: [String] = []

  /// - Parameter seed: a module of its own for each.
  static func text(seed: UInt64) -> String {
    var module = MarkedModule(random: Generator(state: seed))
    for index in 0..<5 { module.addFunction("fn\(index)") }
    let declarations = module.callees.keys.sorted().map { name in
      "declare \(module.callees[name] ?? "")".replacing("NAME", with: "@\"\(name)\"")
    }
    return IRModule(
      code: module.lines.joined(separator: "\n") + "\n" + declarations.joined(separator: "\n")
        + "\ndeclare void @go.pcdata(i32, i32)\ndeclare void @llvm.assume(i1)\n"
    ).text
  }

  private init(random: Generator) { self.random = random }

  private mutating func addFunction(_ name: String) {
    lines.append("define i64 @\(name)(i64 %a, i64 %b) FN(1) {")
    lines.append("entry:")
    var values = ["%a", "%b"]
    addStatements(&values, depth: 2, block: "entry")
    lines.append("  ret i64 \(values.last ?? "0"), LN(9)")
    lines.append("}")
    functions.append(name)
  }

  private mutating func fresh() -> Int {
    count += 1
    return count
  }

  /// Values made in inner blocks stay there.
  private mutating func addStatements(_ values: inout [String], depth: Int, block: String) {
    var block = block
    for _ in 0...random.below(3) {
      switch depth == 0 ? 0 : random.below(8) {
      case 0...3: addCall(&values)
      case 4, 5: block = addBranch(values, depth)
      case 6: block = addLoop(values, depth, from: block)
      default:
        guard let callee = functions.randomElement(using: &random) else { continue }
        let result = "%h\(fresh())"
        lines.append(
          "  \(result) = call i64 @\(callee)(i64 \(pick(values)), i64 \(pick(values))), LN(3)")
        values.append(result)
      }
    }
  }

  private mutating func addBranch(_ values: [String], _ depth: Int) -> String {
    let number = fresh()
    lines.append("  %c\(number) = icmp slt i64 \(pick(values)), \(random.below(50))")
    lines.append("  br i1 %c\(number), label %T\(number), label %E\(number)")
    for arm in ["T", "E"] {
      var own = values
      lines.append("\(arm)\(number):")
      addStatements(&own, depth: depth - 1, block: "\(arm)\(number)")
      lines.append("  br label %J\(number)")
    }
    lines.append("J\(number):")
    return "J\(number)"
  }

  private mutating func addLoop(_ values: [String], _ depth: Int, from block: String) -> String {
    let number = fresh()
    lines += [
      "  br label %L\(number)", "L\(number):",
      "  %i\(number) = phi i64 [0, %\(block)], [%n\(number), %C\(number)]",
    ]
    var own = values + ["%i\(number)"]
    addStatements(&own, depth: depth - 1, block: "L\(number)")
    lines += [
      "  br label %C\(number)", "C\(number):", "  %n\(number) = add i64 %i\(number), 1",
      "  %e\(number) = icmp slt i64 %n\(number), \(["2", "4", "%a"][random.below(3)])",
      "  br i1 %e\(number), label %L\(number), label %X\(number)", "X\(number):",
    ]
    return "X\(number)"
  }

  private mutating func addCall(_ values: inout [String]) {
    var intent: [Int32: Int32] = [:]
    let number = fresh()
    let argument = derived(values)
    lines.append("  %f\(number) = uitofp i64 \(argument) to double")
    if random.below(4) > 0 {
      for _ in 0...random.below(3) {
        let index: Int32 = [3, 4, 5, 700][random.below(4)]
        let value: Int32 = [0, 1, -1, 45, .max, .min][random.below(6)]
        intent[index] = value
        lines.append("  call void @go.pcdata(i32 \(index), i32 \(value)), LN(4)")
        if random.below(3) == 0 { lines.append("  call void @llvm.assume(i1 true)") }
      }
    }
    let form = random.below(4)
    let name = Intent.name(intent) + [".i", ".v", ".f", ".s"][form]
    let types = [
      "i64 NAME(i64)", "void NAME(i64)", "double NAME(double, i64)", "{i64, i64} NAME(i64)",
    ]
    callees[name] = types[form]
    let result = "%r\(number)"
    switch form {
    case 0: lines.append("  \(result) = call i64 @\"\(name)\"(i64 \(argument)), LN(5)")
    case 1: lines.append("  call void @\"\(name)\"(i64 \(argument)), LN(5)")
    case 2:
      lines.append(
        "  %d\(number) = call double @\"\(name)\"(double %f\(number), i64 \(argument)), LN(5)")
      lines.append("  %m\(number) = frem double %d\(number), 3.0, LN(5)")
      lines.append("  \(result) = fptoui double %m\(number) to i64")
    default:
      lines.append("  %s\(number) = call {i64, i64} @\"\(name)\"(i64 \(argument)), LN(5)")
      lines.append("  \(result) = extractvalue {i64, i64} %s\(number), 1")
    }
    if form != 1 { values.append(result) }
  }

  private mutating func pick(_ values: [String]) -> String {
    values.randomElement(using: &random) ?? "0"
  }

  private mutating func derived(_ values: [String]) -> String {
    let result = "%v\(fresh())"
    let (left, right) = (pick(values), pick(values))
    switch random.below(4) {
    case 0: return left
    case 1:
      lines.append("  \(result)c = icmp ult i64 \(left), \(right)")
      lines.append("  \(result) = select i1 \(result)c, i64 \(left), i64 7")
    case 2: lines.append("  \(result) = sdiv i64 \(left), 7")
    default: lines.append("  \(result) = mul i64 \(left), \(right)")
    }
    return result
  }
}

/// Numbers that are the same in every run (splitmix64).
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: UInt64) -> Int { Int(next() % limit) }
}
