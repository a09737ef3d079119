/// Functions in C, made up from a seed: locals, addresses of them that the compiler does not see
/// through, loops, branches, and calls in which the stack moves or does not.
struct StackAddressRandomProgram {
  private var random: StackPointerRandom
  private var text = ""
  private var depth = 0
  private var counters = 0
  private var distances = false

  /// - Parameter distances: whether addresses are subtracted from one another.
  static func source(seed: UInt64, functions: Int, distances: Bool = false) -> String {
    var program = StackAddressRandomProgram(random: StackPointerRandom(seed: seed))
    program.distances = distances
    program.text = """
      extern long move(long), movePlain(void), leaf(long);
      extern void leafPlain(void);
      #define OPAQUE(x) __asm__ volatile("" : "+r"(x) : : "memory")

      """
    for index in 0..<functions { program.addFunction(index) }
    return program.text
  }

  private init(random: StackPointerRandom) {
    self.random = random
  }

  private mutating func pick(_ count: Int) -> Int {
    Int(random.next() >> 33) % count
  }

  private mutating func variable() -> String { "v\(pick(4))" }
  private mutating func pointer() -> String { "p\(pick(3))" }
  private mutating func array() -> String { ["a", "b", "c"][pick(3)] }

  private mutating func addFunction(_ index: Int) {
    // p2 may point elsewhere than to the frame.
    text += """
      long f\(index)(long n, long *v) {
        long a[16], b[8]; volatile long c[16];
        long v0 = n, v1 = v[1], v2 = v[2], v3 = n * 3;
        long *p0 = a, *p1 = b, *p2 = v;
        for (long i = 0; i < 16; i++) { a[i] = n + i; c[i] = i; b[i & 7] = n; }

      """
    for _ in 0..<3 + pick(8) { addStatement() }
    text += "  return v0 + v1 * v2 - v3 + *p0 + *p1 + *p2 + a[n & 15] + b[v1 & 7] + c[n & 15];\n}\n"
  }

  private mutating func addStatement() {
    let value = variable()
    switch pick(16) {
    case 0, 1: text += "  \(value) = move(\(variable()));\n"
    case 2: text += "  \(value) += movePlain();\n"
    case 3: text += "  \(value) ^= leaf(\(variable()) + \(pick(50)));\n"
    case 4: text += "  leafPlain();\n"
    case 5: text += "  \(value) += \(variable()) * \(variable()) + \(array())[\(pick(8))];\n"
    case 6: text += "  \(array())[\(variable()) & 7] = \(variable());\n"
    case 7: text += "  \(pointer()) = &a[\(variable()) & 15];\n"
    case 8, 9:
      let name = pointer()
      text += "  \(name) = &\(pick(2) == 0 ? "a" : "b")[\(pick(8))]; OPAQUE(\(name));\n"
    case 10: text += "  *\(pointer()) = \(variable()); \(value) -= *\(pointer());\n"
    case 11 where distances: text += "  \(value) += p\(pick(2)) - p\(pick(2));\n"
    case 11: text += "  \(pointer())++; \(value) += 5;\n"
    case 12: text += "  OPAQUE(\(value)); \(value) = \(value) > \(variable()) ? \(value) : 7;\n"
    case 13: addLoop()
    case 14, 15: addBranch()
    default: break
    }
  }

  private mutating func addLoop() {
    guard depth < 2 else { return }
    depth += 1
    let name = "i\(counters)"
    counters += 1
    text += "  for (long \(name) = 0; \(name) < (\(variable()) & 7); \(name)++) {\n"
    if pick(2) == 0 { text += "  v0 += c[\(name)] + a[\(name)];\n" }
    for _ in 0..<1 + pick(4) { addStatement() }
    text += "  }\n"
    depth -= 1
  }

  private mutating func addBranch() {
    guard depth < 3 else { return }
    depth += 1
    text += "  if (\(variable()) & \(1 << pick(3))) {\n"
    for _ in 0..<1 + pick(3) { addStatement() }
    if pick(2) == 0 {
      text += "  } else {\n"
      for _ in 0..<1 + pick(3) { addStatement() }
    }
    text += "  }\n"
    depth -= 1
  }
}
