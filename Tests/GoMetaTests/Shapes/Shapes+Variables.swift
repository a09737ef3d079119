extension Shapes {
  static let variables = IRModule(
    declarations: [
      "type Node struct { Value int; Next *Node }", "var Head *Node", "var Any any",
      "var Text string", "var List []*Node", "var Table [4]*Node", "var Counter int32",
      "var Function func(int) int", "var Channel chan int", "var Small uint8", "var Last *Node",
      "func Walk() int", "func Count() int32",
    ],
    code: """
      @{Head} = addrspace(1) global ptr1 null, align 8
      @{Any} = addrspace(1) global %interface zeroinitializer, align 8
      @{Text} = addrspace(1) global %string zeroinitializer, align 8
      @{List} = addrspace(1) global %slice zeroinitializer, align 8
      @{Table} = addrspace(1) global [4 x ptr1] zeroinitializer, align 8
      @{Counter} = addrspace(1) global i32 41, align 4
      @{Function} = addrspace(1) global ptr1 null, align 8
      @{Channel} = addrspace(1) global ptr1 null, align 8
      @{Small} = addrspace(1) global i8 5, align 1
      @{Last} = addrspace(1) global ptr1 null, align 8
      define i64 @{Walk}() FN(120) {
      entry:
        %first = load ptr1, ptr1 @{Head}, align 8, LN(121)
        br label %test, LN(121)
      test:
        %node = phi ptr1 [ %first, %entry ], [ %next, %body ]
        %sum = phi i64 [ 0, %entry ], [ %more, %body ]
        %end = icmp eq ptr1 %node, null, LN(122)
        br i1 %end, label %done, label %body, LN(122)
      body:
        %x = load i64, ptr1 %node, align 8, LN(123)
        %more = add i64 %sum, %x, LN(123)
        %at = getelementptr i8, ptr1 %node, i64 8, LN(124)
        %next = load ptr1, ptr1 %at, align 8, LN(124)
        br label %test, LN(124)
      done:
        ret i64 %sum, LN(126)
      }
      define i32 @{Count}() FN(128) {
        %x = load i32, ptr1 @{Counter}, align 4, LN(129)
        %y = add i32 %x, 1, LN(129)
        store i32 %y, ptr1 @{Counter}, align 4, LN(129)
        ret i32 %y, LN(129)
      }
      """)

  /// Variables of types whose values Go compares by generated functions. Their twins in the host
  /// are compared by those of Go's compiler.
  static let comparisons = {
    let types = [
      ("Floats", "struct { A float32; B float64; C complex64; D int8 }", 32),
      ("Padded", "struct { A int8; B int64; C int16; D int32; E bool }", 32),
      ("Strings", "struct { S, T string; N int16 }", 40),
      ("StringArray", "struct { A [3]string; B [2]float64 }", 64),
      ("Large", "struct { A [100]byte; B int8; C [3]int64 }", 128),
      ("Nested", "struct { P Padded; Q [2]Strings; R struct { X, Y int16 } }", 120),
      ("Blank", "struct { A int16; _ int32; B, _ int64; C string }", 40),
      ("Pointers", "struct { A *int; B byte; C chan int }", 24),
      ("Matrix", "[3][2]float32", 24),
      ("Deep", "[2]struct { A [2]struct { S string; N int8 }; B int8 }", 112),
      ("Wide", "[300]int8", 300),
    ]
    return IRModule(
      declarations: types.map { "type \($0.0) \($0.1)" } + types.map { "var V\($0.0) \($0.0)" },
      code: types.map {
        "@{V\($0.0)} = addrspace(1) global [\($0.2) x i8] zeroinitializer, align 8"
      }.joined(separator: "\n"))
  }()
}
