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

  init(
    argumentsOnStack: Bool, moreStack: String?, uncheckedStack: Int? = nil, writeBarrier: String?,
    writeBarrierFlag: String = "runtime.writeBarrier", initIsFunction: Bool,
    pluginPathIsPlain: Bool = false, panics: Set<String> = ["runtime.panicdivide"],
    algorithmsReturn: Bool = true, random: String = "runtime.rand"
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
  static let go1_21 = registers(random: "runtime.fastrand")
  /// Since Go 1.22.
  static let go1_27 = registers(random: "runtime.rand")

  /// Since Go 1.21.
  private static func registers(random: String) -> CodeRules {
    CodeRules(
      argumentsOnStack: false, moreStack: "runtime.morestack_noctxt.abi0",
      writeBarrier: "runtime.gcWriteBarrier2", initIsFunction: false,
      panics: ["runtime.panicdivide", "runtime.panicshift"], random: random)
  }
}
