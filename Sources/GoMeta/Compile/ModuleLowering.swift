import GoABI
import GoTypes
import LLVM
import Symbols
import TypeDescriptors

/// Turns a module of the IR contract into one of Go's world, step by step: each step is an
/// extension in a file of its own, and `Compiler` names them in order.
struct ModuleLowering {
  let target: Target
  let contract: IRContract
  let universe: Universe
  let functions: GoFunctionTable

  /// Facts of the functions that get a record, by their present name in the module.
  var bodies: [String: Body] = [:]

  /// What `go.funcdata` said, before and after functions get their last names.
  var functionData: [FunctionData] = []
  var namedFunctionData: [NamedFunctionData] = []

  /// The debug info of functions that tracebacks leave out, also where they are inlined.
  var wrapperSubprograms: Set<Subprogram> = []

  /// Method wrappers to make beside those that the module itself tells of.
  var wrappers: [MethodWrapper] = []
  /// Import paths of the packages whose code is compiled by us, in any object of the plugin.
  var definedPackages: Set<String> = []
  /// Method wrappers that have no code of LLVM's: they go on at another method.
  var forwards: [Forward] = []
  /// The descriptors that the object itself carries; nil where the link step makes them.
  var descriptors: DescriptorSet?
  /// The root programs of its variables.
  var roots: [Symbol] = []
  /// Their variables, by section.
  var rootPlaces: [String: [RootVariable]] = [:]

  /// The functions that managed code calls through a check of the stack.
  /// By the names of their code.
  var checkedFunctions: [String: CheckedFunction] = [:]
  /// The names by which managed code calls Go's functions: thunks of this object, and those that the
  /// link step makes.
  var exits: [String: Exit] = [:]
  /// PCDATA values of calls that are statepoints, by their ID.
  var callValues: [UInt64: [PCDataValue]] = [:]

  struct Forward {
    var name: String
    var thunk: Thunk
    /// Empty for a method found in an itab.
    var callee: String
    /// Whether the callee is code of a package that only the host has, if it has that method.
    var isHosts: Bool
    /// Nil for arguments that the thunk leaves where they are, wherever that is.
    var layout: CallLayout?
  }

  struct Body {
    /// The name in tracebacks.
    var goName: String
    /// Set where Go can call it.
    var function: GoFunction?
    var startLine: UInt32
    var file: String
    /// Made here, not by the front end.
    var isGenerated: Bool
  }
}

extension ModuleLowering {
  /// LLVM's errors, as this layer's.
  func llvm<Result>(_ body: () throws(LLVMError) -> Result) throws(CompileError) -> Result {
    do { return try body() } catch { throw .llvm(error) }
  }

  /// What the module says beside its metadata that Go's stacks do not allow at all.
  func checkContract(_ module: borrowing Module, name: String) throws(CompileError) {
    for function in module.functions where !function.isDeclaration {
      if function.personality != nil {
        if let call = function.instructions.first(where: { $0.opcode == .invoke }) {
          throw .unsupported(
            symbol: function.name,
            what:
              "\(place(call))an invoke: exceptions do not unwind through goroutine stacks; lower "
              + "it to a call and return errors")
        }
        // Left over from code inlined here that had some, as rustc's is from Rust's core.
        function.personality = nil
      }
      if function.subprogram == nil { throw .noDebugInfo(function: function.name) }
    }
    if let flag = module.flag("sign-return-address")?.value.flatMap({ Constant($0) }), !flag.isZero
    {
      throw .contract(
        module: name,
        what: "return addresses are signed (module flag sign-return-address): Go's unwinder reads "
          + "them as they are; compile without -mbranch-protection")
    }
  }
}
