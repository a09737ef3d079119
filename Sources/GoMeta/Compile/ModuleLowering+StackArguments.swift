import GoABI
import LLVM

extension ModuleLowering {
  /// In Go's stack convention arguments and results lie in the caller's frame. For each Go function
  /// a function is made that gets their address, loads what the body takes, calls it, and stores
  /// what it returns: so the body may take and return as much as it likes.
  ///
  /// An array that the body takes by address is the caller's own copy, made for this call.
  mutating func addArgumentFunctions(_ module: borrowing Module) throws(CompileError) {
    guard target.convention == .stack else { return }
    for (symbol, body) in bodies.sorted(by: { $0.key < $1.key }) {
      guard let go = body.function, let code = module.function(named: symbol) else { continue }
      let name = Naming.arguments(go.name)
      let layout = go.layout
      try llvm { () throws(LLVMError) in
        let context = module.context
        let function = try module.addFunction(
          name, context.function([context.pointer], returning: context.void))
        function.visibility = .hidden
        let builder = Builder(in: module)
        builder.position(atEndOf: function.appendBlock())
        guard let frame = function.arguments.first else { return }
        var values: [Value] = []
        for (leaf, type) in zip(layout.parameters, code.functionType.parameters) {
          values.append(Self.argument(leaf, type, in: frame.value, builder, context))
        }
        let call = builder.call(code, values)
        // Inlined, the function would be missing from tracebacks.
        call.add(try context.attribute("noinline"))
        let results = Self.scalars(of: call.instruction.value, builder)
        for (leaf, value) in zip(layout.results, results) {
          let place = builder.advance(
            frame, byBytes: context.i64.constant(Int64(leaf.offset)), inBounds: false)
          builder.store(
            value, to: place, alignment: UInt32(truncatingIfNeeded: min(leaf.kind.size, 8)))
        }
        builder.ret()
      }
      bodies[name] = Body(
        goName: Naming.hiddenInTracebacks, function: nil, startLine: body.startLine,
        file: body.file, isGenerated: true)
    }
  }

  private static func argument(
    _ leaf: CallLayout.Leaf, _ type: IRType, in frame: Value, _ builder: borrowing Builder,
    _ context: ContextHandle
  ) -> Value {
    let place = builder.advance(
      frame, byBytes: context.i64.constant(Int64(leaf.offset)), inBounds: false)
    if case .array = leaf.kind {
      return place.type == type ? place : builder.addressSpaceCast(place, to: type)
    }
    let alignment = UInt32(truncatingIfNeeded: min(leaf.kind.size, 8))
    return builder.load(type, from: place, alignment: alignment).value
  }

  /// The scalars of a value, those of nested structs and arrays too.
  private static func scalars(of value: Value, _ builder: borrowing Builder) -> [Value] {
    let count: Int
    switch value.type.kind {
    case .void: return []
    case .array: count = Int(value.type.elementCount ?? 0)
    default:
      guard let structure = StructType(value.type) else { return [value] }
      count = structure.fieldCount
    }
    var values: [Value] = []
    for index in 0..<count {
      values += scalars(of: builder.extractValue(value, index), builder)
    }
    return values
  }
}

extension Target {
  /// How Go code of the release calls.
  var convention: GoConvention {
    release.code.argumentsOnStack ? .stack : .registers
  }
}

extension Target {
  /// The linker name of a function: up to Go 1.20 `init` is what runs all of a package's
  /// initialisation, and a function that the source calls so has a number behind it.
  func functionName(_ name: String, isInit: Bool) -> String {
    isInit && release.code.initIsFunction ? name + ".1" : name
  }
}
