import LLVM
import Testing

@Suite struct BuilderTests {
  /// Makes `@f` of this type with one block, and leaves the builder there.
  private func build(
    _ parameters: (ContextHandle) -> [IRType], _ result: (ContextHandle) -> IRType,
    says text: String, _ body: (borrowing Module, borrowing Builder, Function) throws -> Void
  ) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let function = try module.addFunction(
      "f", types.function(parameters(types), returning: result(types)))
    for (index, argument) in function.arguments.enumerated() { argument.setName("a\(index)") }
    let builder = Builder(in: module)
    builder.position(atEndOf: function.appendBlock("entry"))
    try body(module, builder, function)
    try expect(module, says: text)
  }

  @Test func integerArithmetic() throws {
    try build(
      { [$0.i64, $0.i64] }, { $0.i64 },
      says: """
        define i64 @f(i64 %a0, i64 %a1) {
        entry:
          %r0 = add nuw nsw i64 %a0, %a1
          %r1 = sub i64 %r0, %a1
          %r2 = mul nsw i64 %r1, %a1
          %r3 = shl nuw i64 %r2, %a1
          %r4 = udiv i64 %r3, %a1
          %r5 = sdiv i64 %r4, %a1
          %r6 = urem i64 %r5, %a1
          %r7 = srem i64 %r6, %a1
          %r8 = lshr i64 %r7, %a1
          %r9 = ashr i64 %r8, %a1
          %r10 = and i64 %r9, %a1
          %r11 = or i64 %r10, %a1
          %r12 = xor i64 %r11, %a1
          %r13 = sub i64 0, %r12
          %r14 = xor i64 %r13, -1
          %r15 = freeze i64 %r14
          %r16 = icmp ult i64 %r15, %a1
          %r17 = select i1 %r16, i64 %a0, i64 %a1
          ret i64 %r17
        }
        """
    ) { _, b, f in
      let (x, y) = (f.arguments[0], f.arguments[1])
      var r = b.add(x, y, [.noUnsigned, .noSigned], name: "r0")
      r = b.sub(r, y, name: "r1")
      r = b.mul(r, y, .noSigned, name: "r2")
      r = b.shl(r, y, .noUnsigned, name: "r3")
      r = b.udiv(r, y, name: "r4")
      r = b.sdiv(r, y, name: "r5")
      r = b.urem(r, y, name: "r6")
      r = b.srem(r, y, name: "r7")
      r = b.lshr(r, y, name: "r8")
      r = b.ashr(r, y, name: "r9")
      r = b.and(r, y, name: "r10")
      r = b.or(r, y, name: "r11")
      r = b.xor(r, y, name: "r12")
      r = b.neg(r, name: "r13")
      r = b.not(r, name: "r14")
      r = b.freeze(r, name: "r15")
      r = b.select(b.compare(.unsignedLess, r, y, name: "r16"), x, y, name: "r17")
      b.ret(r)
    }
  }

  @Test func floatingPointArithmetic() throws {
    try build(
      { [$0.double, $0.double] }, { $0.i1 },
      says: """
        define i1 @f(double %a0, double %a1) {
        entry:
          %r0 = fadd double %a0, %a1
          %r1 = fsub double %r0, %a1
          %r2 = fmul double %r1, %a1
          %r3 = fdiv double %r2, %a1
          %r4 = frem double %r3, %a1
          %r5 = fneg double %r4
          %r6 = call double @llvm.sqrt.f64(double %r5)
          %r7 = fcmp uge double %r6, %a1
          ret i1 %r7
        }
        declare double @llvm.sqrt.f64(double)
        """
    ) { m, b, f in
      let y = f.arguments[1]
      var r = b.fadd(f.arguments[0], y, name: "r0")
      r = b.fsub(r, y, name: "r1")
      r = b.fmul(r, y, name: "r2")
      r = b.fdiv(r, y, name: "r3")
      r = b.frem(r, y, name: "r4")
      r = b.fneg(r, name: "r5")
      let sqrt = try m.intrinsic("llvm.sqrt", overloads: [m.context.double])
      r = b.call(sqrt, [r], name: "r6").value
      b.ret(b.compare(.unorderedGreaterOrEqual, r, y, name: "r7"))
    }
  }

  @Test(arguments: IntegerPredicate.allCases)
  func integerPredicatesReachTheTextAndComeBack(_ predicate: IntegerPredicate) throws {
    let word: String =
      switch predicate {
      case .equal: "eq"
      case .notEqual: "ne"
      case .unsignedGreater: "ugt"
      case .unsignedGreaterOrEqual: "uge"
      case .unsignedLess: "ult"
      case .unsignedLessOrEqual: "ule"
      case .signedGreater: "sgt"
      case .signedGreaterOrEqual: "sge"
      case .signedLess: "slt"
      case .signedLessOrEqual: "sle"
      }
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let f = try module.addFunction("f", types.function([types.i8, types.i8], returning: types.i1))
    let builder = Builder(in: module)
    builder.position(atEndOf: f.appendBlock())
    let value = builder.compare(predicate, f.arguments[0], f.arguments[1])
    #expect(value.description == "  %3 = icmp \(word) i8 %0, %1")
    #expect(Instruction(value)?.integerPredicate == predicate)
  }

  @Test(arguments: FloatPredicate.allCases)
  func floatPredicatesReachTheTextAndComeBack(_ predicate: FloatPredicate) throws {
    let word: String =
      switch predicate {
      case .alwaysFalse: "false"
      case .alwaysTrue: "true"
      case .orderedEqual: "oeq"
      case .orderedGreater: "ogt"
      case .orderedGreaterOrEqual: "oge"
      case .orderedLess: "olt"
      case .orderedLessOrEqual: "ole"
      case .orderedNotEqual: "one"
      case .ordered: "ord"
      case .unordered: "uno"
      case .unorderedEqual: "ueq"
      case .unorderedGreater: "ugt"
      case .unorderedGreaterOrEqual: "uge"
      case .unorderedLess: "ult"
      case .unorderedLessOrEqual: "ule"
      case .unorderedNotEqual: "une"
      }
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let f = try module.addFunction(
      "f", types.function([types.float, types.float], returning: types.i1))
    let builder = Builder(in: module)
    builder.position(atEndOf: f.appendBlock())
    let value = builder.compare(predicate, f.arguments[0], f.arguments[1])
    #expect(value.description == "  %3 = fcmp \(word) float %0, %1")
    #expect(Instruction(value)?.floatPredicate == predicate)
  }

  @Test func casts() throws {
    try build(
      { [$0.i64, $0.double, $0.pointer] }, { $0.pointer(addressSpace: 1) },
      says: """
        define ptr addrspace(1) @f(i64 %a0, double %a1, ptr %a2) {
        entry:
          %r0 = trunc i64 %a0 to i32
          %r1 = zext i32 %r0 to i64
          %r2 = sext i32 %r0 to i64
          %r3 = fptrunc double %a1 to float
          %r4 = fpext float %r3 to double
          %r5 = ptrtoint ptr %a2 to i64
          %r6 = inttoptr i64 %r5 to ptr
          %r7 = bitcast double %r4 to i64
          %r8 = sitofp i64 %r7 to double
          %r9 = sext i32 %r0 to i64
          %r10 = addrspacecast ptr %r6 to ptr addrspace(1)
          ret ptr addrspace(1) %r10
        }
        """
    ) { m, b, f in
      let t = m.context
      let r0 = b.trunc(f.arguments[0], to: t.i32, name: "r0")
      _ = b.zext(r0, to: t.i64, name: "r1")
      _ = b.sext(r0, to: t.i64, name: "r2")
      let r3 = b.fpTrunc(f.arguments[1], to: t.float, name: "r3")
      let r4 = b.fpExt(r3, to: t.double, name: "r4")
      let r5 = b.ptrToInt(f.arguments[2], to: t.i64, name: "r5")
      let r6 = b.intToPtr(r5, to: t.pointer, name: "r6")
      let r7 = b.bitCast(r4, to: t.i64, name: "r7")
      _ = b.cast(.siToFP, r7, to: t.double, name: "r8")
      _ = b.integerCast(r0, to: t.i64, signed: true, name: "r9")
      let r10 = b.addressSpaceCast(r6, to: t.pointer(addressSpace: 1), name: "r10")
      b.ret(b.addressSpaceCast(r10, to: t.pointer(addressSpace: 1)))
    }
  }

  @Test func memory() throws {
    try build(
      { [$0.pointer, $0.i64] }, { $0.void },
      says: """
        define void @f(ptr %a0, i64 %a1) {
        entry:
          %slot = alloca { i8, i64 }, align 16
          %room = alloca i32, i64 %a1, align 4
          %field = getelementptr inbounds nuw { i8, i64 }, ptr %slot, i32 0, i32 1
          %word = load i64, ptr %field, align 8
          %odd = load volatile i64, ptr %a0, align 1
          store i64 %word, ptr %a0, align 8
          store volatile i64 %odd, ptr %field, align 2
          %near = getelementptr inbounds i8, ptr %a0, i64 %a1
          %element = getelementptr i32, ptr %near, i64 %a1
          call void @llvm.memcpy.p0.p0.i64(ptr align 1 %a0, ptr align 8 %slot, i64 16, i1 false)
          call void @llvm.memset.p0.i64(ptr align 4 %a0, i8 0, i64 %a1, i1 false)
          ret void
        }
        declare void @llvm.memcpy.p0.p0.i64(ptr noalias nocapture writeonly, ptr noalias nocapture readonly, i64, i1 immarg)
        declare void @llvm.memset.p0.i64(ptr nocapture writeonly, i8, i64, i1 immarg)
        """
        .replacing(
          "inbounds nuw { i8",
          with: LLVMVersion.linked.major < 20 ? "inbounds { i8" : "inbounds nuw { i8")
    ) { m, b, f in
      let t = m.context
      let pair = t.structure([t.i8, t.i64])
      let (p, n) = (f.arguments[0], f.arguments[1])
      let slot = b.alloca(pair.type, alignment: 16, name: "slot")
      _ = b.alloca(t.i32, count: n.value, name: "room")
      let field = b.fieldPointer(pair, slot, field: 1, name: "field")
      let word = b.load(t.i64, from: field, alignment: 8, name: "word")
      let odd = b.load(t.i64, from: p, alignment: 1, volatile: true, name: "odd")
      b.store(word, to: p, alignment: 8)
      b.store(odd, to: field, alignment: 2, volatile: true)
      let near = b.advance(p, byBytes: n, name: "near")
      _ = b.elementPointer(t.i32, near, [n.value], inBounds: false, name: "element")
      b.copyMemory(
        to: p, alignment: 1, from: slot, alignment: 8, count: t.i64.constant(16))
      b.fillMemory(p, alignment: 4, with: t.i8.zero, count: n)
      b.ret()
    }
  }

  @Test func controlFlow() throws {
    try build(
      { [$0.i32] }, { $0.i32 },
      says: """
        define i32 @f(i32 %a0) {
        entry:
          %c = icmp eq i32 %a0, 0
          br i1 %c, label %exit, label %more
        more:
          switch i32 %a0, label %never [
            i32 1, label %exit
            i32 2, label %two
          ]
        two:
          br label %exit
        never:
          unreachable
        exit:
          %r = phi i32 [ 0, %entry ], [ %a0, %more ], [ 4, %two ]
          ret i32 %r
        }
        """
    ) { m, b, f in
      let t = m.context
      let x = f.arguments[0]
      let more = f.appendBlock("more")
      let two = f.appendBlock("two")
      let never = f.appendBlock("never")
      let exit = f.appendBlock("exit")
      let entry = try required(b.block)
      #expect(entry == f.entry)
      b.branch(if: b.compare(.equal, x, t.i32.zero, name: "c"), to: exit, else: more)
      b.position(atEndOf: more)
      b.switch(
        x, cases: [(t.i32.constant(1), exit), (t.i32.constant(2), two)], default: never)
      b.position(atEndOf: two)
      b.branch(to: exit)
      b.position(atEndOf: never)
      b.unreachable()
      b.position(atEndOf: exit)
      let phi = b.phi(t.i32, [(t.i32.zero.value, entry), (x.value, more)], name: "r")
      b.addIncoming(to: phi, t.i32.constant(4), from: two)
      b.ret(phi)
      b.clearPosition()
      let nowhere = b.block
      #expect(nowhere == nil)
      b.position(atStartOf: exit)
      let again = b.block
      #expect(again == exit)
    }
  }

  @Test func aggregatesAndVectors() throws {
    try build(
      { [$0.i64, $0.vector(of: $0.i64, count: 2)] },
      { $0.structure([$0.i64, $0.i8]).type },
      says: """
        define { i64, i8 } @f(i64 %a0, <2 x i64> %a1) {
        entry:
          %r0 = insertvalue { i64, i8 } poison, i64 %a0, 0
          %r1 = insertvalue { i64, i8 } %r0, i8 7, 1
          %r2 = extractvalue { i64, i8 } %r1, 0
          %r3 = extractelement <2 x i64> %a1, i32 1
          %r4 = insertelement <2 x i64> %a1, i64 %r2, i32 0
          ret { i64, i8 } %r1
        }
        """
    ) { m, b, f in
      let t = m.context
      let r0 = b.insertValue(
        f.arguments[0], into: t.structure([t.i64, t.i8]).type.poison, 0, name: "r0")
      let r1 = b.insertValue(t.i8.constant(7), into: r0, 1, name: "r1")
      let r2 = b.extractValue(r1, 0, name: "r2")
      _ = b.extractElement(f.arguments[1], t.i32.constant(1), name: "r3")
      _ = b.insertElement(r2, into: f.arguments[1], t.i32.zero, name: "r4")
      b.ret(r1)
    }
  }

  @Test func calls() throws {
    try build(
      { [$0.pointer] }, { $0.void },
      says: """
        define void @f(ptr %a0) {
        entry:
          %r0 = call preserve_mostcc i64 @g(i64 5)
          call void %a0(i64 %r0) [ "deopt"(), "gc-live"(ptr %a0, i64 %r0) ]
          %r1 = call i64 asm sideeffect "movq $1, $0", "=r,r,~{memory}"(i64 %r0)
          call void (...) @variadic(i64 %r1, ptr %a0)
          ret void
        }
        declare preserve_mostcc i64 @g(i64)
        declare void @variadic(...)
        """
    ) { m, b, f in
      let t = m.context
      let g = try m.addFunction("g", t.function([t.i64], returning: t.i64))
      g.callingConvention = .preserveMost
      let r0 = b.call(g, [t.i64.constant(5).value], name: "r0")
      let p = f.arguments[0].value
      b.call(
        t.function([t.i64], returning: t.void), p, [r0.value],
        bundles: [OperandBundle("deopt", []), OperandBundle("gc-live", [p, r0.value])],
        name: "ignored")
      let assembly = InlineAssembly(
        t.function([t.i64], returning: t.i64), "movq $1, $0", constraints: "=r,r,~{memory}",
        hasSideEffects: true)
      let r1 = b.call(assembly, [r0.value], name: "r1")
      let variadic = try m.addFunction(
        "variadic", t.function([], returning: t.void, variadic: true))
      b.call(variadic, [r1.value, p])
      b.ret()
    }
  }

  @Test func constantsAreFoldedAndMakeNoInstruction() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let function = try module.addFunction("f", types.function([], returning: types.void))
    let builder = Builder(in: module)
    let block = function.appendBlock()
    builder.position(atEndOf: block)
    let sum = builder.add(types.i8.constant(100), types.i8.constant(100), .noUnsigned)
    #expect(sum.unsignedInteger == 200 && Instruction(sum) == nil && block.instructions == [])
  }
}
