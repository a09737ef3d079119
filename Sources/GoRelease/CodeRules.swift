public import Symbols

/// What a release expects of machine code, and what of its runtime such code calls.
public struct CodeRules: Sendable {
  /// Whether parameters and results lie in memory (before Go 1.17), or travel in registers.
  public let argumentsOnStack: Bool
  /// Called by a function whose goroutine has too little stack for it; nil where code must make do
  /// with what a function that does not ask may use.
  public let moreStack: String?
  /// How much stack such code may use, in bytes with the return address; nil where code asks.
  public let uncheckedStack: Int?
  /// Takes part in each store of a pointer while the collector marks; nil where it marks only when
  /// nothing else runs.
  public let writeBarrier: String?
  /// The word that tells whether it marks.
  public let writeBarrierFlag: String
  /// Whether a plugin is initialised by one function, `init` of its package, rather than by tasks
  /// that moduledata lists.
  public let initIsFunction: Bool

  /// Whether a plugin's path is looked up as it is: with ".init" behind it, and in some patch
  /// releases before the names of what it exports. Otherwise it is escaped as in symbols.
  public let pluginPathIsPlain: Bool
  /// The functions of the runtime that take nothing and never return.
  public let panics: Set<String>
  /// Whether functions that hash and compare return what they find, or have it stored where their
  /// first argument points.
  public let algorithmsReturn: Bool
  /// The runtime's function without arguments that returns any number, by which a NaN is hashed.
  public let random: String
  /// How many of the low bits of its vector registers a goroutine finds again when it was pre-empted
  /// asynchronously, since Go 1.14 (runtime/preempt_amd64.s, preempt_arm64.s).
  public let savedVectorBits: [Architecture: Int]
  /// Whether what a function's data say of its open-coded defers begins with where the bits are and
  /// how many there are, followed by the place of each; otherwise there is one place of all
  /// (cmd/compile/internal/ssagen, emitOpenDeferInfo). Until Go 1.21.
  public let countsOpenDefers: Bool
  /// Whether `runtime.gorecover` is told where its caller's arguments are. Until Go 1.25.
  public let recoverTakesArguments: Bool

  init(
    argumentsOnStack: Bool, moreStack: String?, uncheckedStack: Int? = nil, writeBarrier: String?,
    writeBarrierFlag: String = "runtime.writeBarrier", initIsFunction: Bool,
    pluginPathIsPlain: Bool = false, panics: Set<String> = ["runtime.panicdivide"],
    algorithmsReturn: Bool = true, random: String = "runtime.rand",
    savedVectorBits: [Architecture: Int] = [:], countsOpenDefers: Bool = false,
    recoverTakesArguments: Bool = true
  ) {
    self.argumentsOnStack = argumentsOnStack
    self.moreStack = moreStack
    self.uncheckedStack = uncheckedStack
    self.writeBarrier = writeBarrier
    self.writeBarrierFlag = writeBarrierFlag
    self.initIsFunction = initIsFunction
    self.pluginPathIsPlain = pluginPathIsPlain
    self.panics = panics
    self.algorithmsReturn = algorithmsReturn
    self.random = random
    self.savedVectorBits = savedVectorBits
    self.countsOpenDefers = countsOpenDefers
    self.recoverTakesArguments = recoverTakesArguments
  }
}

extension CodeRules {
  static let go1_2 = CodeRules(
    argumentsOnStack: true, moreStack: nil, uncheckedStack: 128, writeBarrier: nil,
    initIsFunction: true,
    algorithmsReturn: false)
  static let go1_8 = CodeRules(
    argumentsOnStack: true, moreStack: "runtime.morestack_noctxt",
    writeBarrier: "runtime.writebarrierptr", initIsFunction: true, pluginPathIsPlain: true)
  static let go1_21 = registers(
    random: "runtime.fastrand", arm64VectorBits: 64, countsOpenDefers: true)
  /// Since Go 1.22.
  static let go1_22 = registers(random: "runtime.rand", arm64VectorBits: 64)
  /// Since Go 1.26.
  static let go1_26 = registers(
    random: "runtime.rand", arm64VectorBits: 128, recoverTakesArguments: false)

  /// Since Go 1.21.
  private static func registers(
    random: String, arm64VectorBits: Int, countsOpenDefers: Bool = false,
    recoverTakesArguments: Bool = true
  ) -> CodeRules {
    CodeRules(
      argumentsOnStack: false, moreStack: "runtime.morestack_noctxt.abi0",
      writeBarrier: "runtime.gcWriteBarrier2", initIsFunction: false,
      panics: ["runtime.panicdivide", "runtime.panicshift"], random: random,
      savedVectorBits: [.x86_64: 128, .arm64: arm64VectorBits],
      countsOpenDefers: countsOpenDefers, recoverTakesArguments: recoverTakesArguments)
  }
}
