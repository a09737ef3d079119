/// A module of managed functions that allocate, loop over slices, and call one another.
enum ManagedProgram {
  static func text(functions: Int) -> String {
    var code = """
      %node = type { i64, ptr addrspace(1), ptr addrspace(1) }
      @"go.type:node" = external constant i8
      declare ptr addrspace(1) @"runtime.newobject"(ptr)
      declare i64 @"go.call:func(int) int"(ptr addrspace(1), i64)

      """
    var nodes = """
      !llvm.module.flags = !{!0, !1}
      !llvm.dbg.cu = !{!2}
      !0 = !{i32 7, !"Dwarf Version", i32 5}
      !1 = !{i32 2, !"Debug Info Version", i32 3}
      !2 = distinct !DICompileUnit(language: DW_LANG_Go, file: !3, emissionKind: LineTablesOnly)
      !3 = !DIFile(filename: "program.gl", directory: "/src")
      !4 = !DISubroutineType(types: !5)
      !5 = !{null}
      !go.package = !{!6}
      !6 = !{!"example.com/program", !"program"}
      !go.declarations = !{!7}
      !7 = !{!"type node struct { value int; left, right *node }"

      """
    var number = 10
    for index in 0..<functions {
      code += function(index, next: (index * 7 + 1) % functions, &number, &nodes)
    }
    let declarations = (0..<functions).map {
      ", !\"func F\($0)(n int, values []int, f func(int) int) (*node, int)\""
    }
    let lines = nodes.split(separator: "\n", omittingEmptySubsequences: false)
    return code
      + lines.map { $0.hasPrefix("!7 = ") ? $0 + declarations.joined() + "}" : String($0) }
      .joined(separator: "\n")
  }

  static func withoutLines(functions: Int) -> String {
    text(functions: functions).split(separator: "\n")
      .filter { !$0.hasPrefix("!") }
      .map { $0.replacing(/,? !dbg !\d+/, with: "") }.joined(separator: "\n") + "\n"
  }

  private static func function(
    _ index: Int, next: Int, _ number: inout Int, _ nodes: inout String
  ) -> String {
    let scope = number
    number += 1
    nodes +=
      "!\(scope) = distinct !DISubprogram(name: \"F\(index)\", scope: !3, file: !3, "
      + "line: \(scope), type: !4, scopeLine: \(scope), spFlags: DISPFlagDefinition, unit: !2)\n"
    var body = ""
    for line in lines(index, next: next) {
      guard line.hasPrefix("  ") else {
        body += line + "\n"
        continue
      }
      nodes += "!\(number) = !DILocation(line: \(number), scope: !\(scope))\n"
      body += "\(line), !dbg !\(number)\n"
      number += 1
    }
    return "define { ptr addrspace(1), i64 } @\"example.com/program.F\(index)\"(i64 %n, "
      + "ptr addrspace(1) %p, i64 %len, i64 %cap, ptr addrspace(1) %f) noinline "
      + "gc \"statepoint-example\" !dbg !\(scope) {\n\(body)}\n"
  }

  private static func lines(_ index: Int, next: Int) -> [String] {
    """
    entry:
      %root = call ptr addrspace(1) @"runtime.newobject"(ptr @"go.type:node")
      %some = icmp sgt i64 %len, 0
      br i1 %some, label %loop, label %done
    loop:
      %i = phi i64 [0, %entry], [%i1, %rest]
      %sum = phi i64 [\(index), %entry], [%sum2, %rest]
      %last = phi ptr addrspace(1) [%root, %entry], [%node, %rest]
      %place = getelementptr i64, ptr addrspace(1) %p, i64 %i
      %value = load i64, ptr addrspace(1) %place
      %odd = and i64 %value, \(index % 13 + 1)
      %isodd = icmp ne i64 %odd, 0
      br i1 %isodd, label %make, label %rest
    make:
      %new = call ptr addrspace(1) @"runtime.newobject"(ptr @"go.type:node")
      %left = getelementptr %node, ptr addrspace(1) %new, i64 0, i32 1
      store i64 %value, ptr addrspace(1) %new
      store ptr addrspace(1) %last, ptr addrspace(1) %left
      br label %rest
    rest:
      %node = phi ptr addrspace(1) [%last, %loop], [%new, %make]
      %more = call i64 @"go.call:func(int) int"(ptr addrspace(1) %f, i64 %value)
      %scaled = mul i64 %more, \(index + 3)
      %sum2 = add i64 %sum, %scaled
      %i1 = add i64 %i, 1
      %again = icmp slt i64 %i1, %len
      br i1 %again, label %loop, label %done
    done:
      %total = phi i64 [0, %entry], [%sum2, %rest]
      %head = phi ptr addrspace(1) [%root, %entry], [%node, %rest]
      %deep = icmp sgt i64 %n, 0
      br i1 %deep, label %down, label %out
    down:
      %m = sub i64 %n, 1
      %below = call { ptr addrspace(1), i64 } @"example.com/program.F\(next)"(i64 %m, ptr addrspace(1) %p, i64 %len, i64 %cap, ptr addrspace(1) %f)
      %child = extractvalue { ptr addrspace(1), i64 } %below, 0
      %count = extractvalue { ptr addrspace(1), i64 } %below, 1
      %right = getelementptr %node, ptr addrspace(1) %head, i64 0, i32 2
      store ptr addrspace(1) %child, ptr addrspace(1) %right
      %all = add i64 %total, %count
      br label %out
    out:
      %result = phi i64 [%total, %done], [%all, %down]
      %r0 = insertvalue { ptr addrspace(1), i64 } poison, ptr addrspace(1) %head, 0
      %r1 = insertvalue { ptr addrspace(1), i64 } %r0, i64 %result, 1
      ret { ptr addrspace(1), i64 } %r1
    """.split(separator: "\n").map(String.init)
  }
}
