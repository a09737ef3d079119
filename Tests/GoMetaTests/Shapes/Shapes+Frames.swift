extension Shapes {
  /// A frame of 64 KiB, and a loop that takes a while.
  static let frames = IRModule(
    declarations: [
      "func Big(n int) int", "func Spin(n int) int", "func Keep(p *int, s []int) int",
      "func Nothing()",
      "func Put(n int8, s []int, p *int)",
    ],
    code: """
      define i64 @{Big}(i64 %n) FN(70) {
      entry:
        %array = alloca [8192 x i64], align 8
        br label %fill, LN(71)
      fill:
        %i = phi i64 [ 0, %entry ], [ %i.next, %fill ]
        %at = getelementptr i64, ptr %array, i64 %i, LN(71)
        %x = mul i64 %i, %n, LN(71)
        store volatile i64 %x, ptr %at, align 8, LN(71)
        %i.next = add i64 %i, 1, LN(71)
        %more = icmp ult i64 %i.next, 8192, LN(71)
        br i1 %more, label %fill, label %sum, LN(71)
      sum:
        %j = phi i64 [ 0, %fill ], [ %j.next, %sum ]
        %s = phi i64 [ 0, %fill ], [ %s.next, %sum ]
        %from = getelementptr i64, ptr %array, i64 %j, LN(72)
        %y = load volatile i64, ptr %from, align 8, LN(72)
        %s.next = add i64 %s, %y, LN(72)
        %j.next = add i64 %j, 1, LN(72)
        %again = icmp ult i64 %j.next, 8192, LN(72)
        br i1 %again, label %sum, label %end, LN(72)
      end:
        ret i64 %s.next, LN(73)
      }
      define i64 @{Keep}(ptr1 %p, ptr1 %s, i64 %len, i64 %cap) FN(64) {
        %array = alloca [8192 x i64], align 8
        %at = getelementptr i64, ptr %array, i64 77
        store volatile i64 %cap, ptr %at, align 8, LN(65)
        %last = sub i64 %len, 1, LN(66)
        %from = getelementptr i64, ptr1 %s, i64 %last, LN(66)
        %x = load i64, ptr1 %p, align 8, LN(66)
        %y = load i64, ptr1 %from, align 8, LN(66)
        %sum = add i64 %x, %y, LN(66)
        ret i64 %sum, LN(66)
      }
      define void @{Put}(i8 %n, ptr1 %s, i64 %len, i64 %cap, ptr1 %p) FN(69) {
        %array = alloca [8192 x i64], align 8
        %at = getelementptr i64, ptr %array, i64 77
        store volatile i64 %cap, ptr %at, align 8, LN(69)
        %wide = sext i8 %n to i64, LN(69)
        store i64 %wide, ptr1 %p, align 8, LN(69)
        %last = sub i64 %len, 1, LN(69)
        %to = getelementptr i64, ptr1 %s, i64 %last, LN(69)
        store i64 %wide, ptr1 %to, align 8, LN(69)
        ret void, LN(69)
      }
      define void @{Nothing}() FN(68) {
        store volatile i64 1, ptr @nothing, align 8, LN(68)
        ret void, LN(68)
      }
      @nothing = internal global i64 0, align 8
      define i64 @{Spin}(i64 %n) FN(75) {
      entry:
        %count = alloca i64, align 8
        store volatile i64 0, ptr %count, align 8, LN(76)
        br label %loop, LN(76)
      loop:
        %x = load volatile i64, ptr %count, align 8, LN(77)
        %y = add i64 %x, 1, LN(77)
        store volatile i64 %y, ptr %count, align 8, LN(77)
        %more = icmp slt i64 %y, %n, LN(77)
        br i1 %more, label %loop, label %end, LN(77)
      end:
        ret i64 %y, LN(78)
      }
      """)

  /// Calls ten deep, by turns of Go functions and of functions that Go does not know, each with a
  /// frame of another size; and three deep to a load that may fault.
  static let chains = {
    var part = IRModule(
      declarations: [
        "func Chain(n int) int", "func Deref(p *int) int", "func follow(p *int) int",
        "func load(p *int) int",
      ],
      code: """
        define i64 @{Chain}(i64 %n) FN(80) {
          %r = notail call i64 @{chain1}(i64 %n), LN(80)
          ret i64 %r, LN(80)
        }
        define i64 @{Deref}(ptr1 %p) FN(101) {
          %r = notail call i64 @{follow}(ptr1 %p), LN(102)
          %s = add i64 %r, 1, LN(102)
          ret i64 %s, LN(102)
        }
        define i64 @{follow}(ptr1 %p) noinline FN(104) {
          %r = notail call i64 @{load}(ptr1 %p), LN(105)
          %s = add i64 %r, 1, LN(105)
          ret i64 %s, LN(105)
        }
        define i64 @{load}(ptr1 %p) noinline FN(107) {
          %r = load i64, ptr1 %p, align 8, LN(108)
          ret i64 %r, LN(108)
        }

        """)
    for level in 1...10 {
      let isGo = level % 2 == 1
      func name(_ level: Int) -> String { level % 2 == 1 ? "@{chain\(level)}" : "@chain\(level)" }
      if isGo { part.declarations.append("func chain\(level)(n int) int") }
      let callee = level == 10 ? "" : "notail call i64 \(name(level + 1))(i64 %y)"
      part.code += """
        define \(isGo ? "" : "internal ")i64 \(name(level))(i64 %n) noinline FN(\(80 + level)) {
          %local = alloca [\(level * 5) x i64], align 8
          %at = getelementptr [\(level * 5) x i64], ptr %local, i64 0, i64 \(level)
          store volatile i64 %n, ptr %at, align 8, LN(\(80 + level))
          %x = load volatile i64, ptr %at, align 8, LN(\(80 + level))
          %y = add i64 %x, \(level), LN(\(80 + level))
          %r = \(callee.isEmpty ? "mul i64 %y, 2" : callee), LN(\(80 + level))
          %z = load volatile i64, ptr %at, align 8, LN(\(80 + level))
          %s = add i64 %r, %z, LN(\(80 + level))
          ret i64 %s, LN(\(80 + level))
        }

        """
    }
    return part
  }()

  /// What !go.func says: a traceback's names and lines.
  static let names = IRModule(
    declarations: ["func Named(p *int) int"],
    code: """
      define i64 @{Named}(ptr1 %p) FN(111) {
        %r = notail call i64 @wrapped(ptr1 %p), LN(112)
        %s = add i64 %r, 1, LN(112)
        ret i64 %s, LN(112)
      }
      define internal i64 @wrapped(ptr1 %p) noinline FN(114) !go.func !{!"wrapper", i1 true} {
        %r = notail call i64 @renamed(ptr1 %p), LN(115)
        %s = add i64 %r, 1, LN(115)
        ret i64 %s, LN(115)
      }
      define internal i64 @renamed(ptr1 %p) noinline FN(0)
          !go.func !{!"name", !"example.com/shapes.by.another.name", !"startLine", i32 117} {
        %r = load i64, ptr1 %p, align 8, LN(118)
        ret i64 %r, LN(118)
      }
      """)
}
