/// Modules whose `go.funcdata` or `go.pcdata` breaks a rule.
extension RefusedModule {
  private static func marker(
    _ name: String, _ call: String, globals: String = "", after: String = "", mentions: [String]
  ) -> RefusedModule {
    RefusedModule(
      name,
      code: """
        @table = constant [2 x i32] zeroinitializer
        @outside = external constant [2 x i32]
        declare void @go.pcdata(i32, i32)
        declare void @go.funcdata(i32, ptr)
        \(globals)
        define i64 @{F}(i64 %n) FN(1) {
          \(call), LN(2)
          \(after)
          ret i64 %n, LN(2)
        }
        """, mentions: ["input.ll: @\"example.com/shapes.F\": "] + mentions)
  }

  static let markers = [
    marker(
      "an index that is no constant",
      "%i = trunc i64 %n to i32\n  call void @go.pcdata(i32 %i, i32 1)",
      mentions: ["call void @go.pcdata(i32 %i, i32 1): its index is no constant"]),
    marker(
      "a value that is no constant",
      "%i = trunc i64 %n to i32\n  call void @go.pcdata(i32 3, i32 %i)",
      mentions: ["call void @go.pcdata(i32 3, i32 %i): its value is no constant"]),
    marker(
      "an undefined value", "call void @go.pcdata(i32 3, i32 undef)",
      mentions: ["its value is no constant"]),
    marker(
      "a value out of int32", "call void @go.pcdata(i32 3, i64 2147483648)",
      mentions: ["i64 2147483648): its value 2147483648 does not fit in an int32"]),
    marker(
      "a value below int32", "call void @go.pcdata(i32 3, i128 -2147483649)",
      mentions: ["its value -2147483649 does not fit in an int32"]),
    marker(
      "an index out of int32", "call void @go.pcdata(i64 4294967296, i32 1)",
      mentions: ["its index 4294967296 does not fit in an int32"]),
    marker(
      "a negative index", "call void @go.pcdata(i32 -1, i32 1)",
      mentions: ["index -1 is out of range: indexes are 0 to 65535"]),
    marker(
      "an index above the limit", "call void @go.pcdata(i32 65536, i32 1)",
      mentions: ["index 65536 is out of range"]),
    marker(
      "an index of funcdata above the limit", "call void @go.funcdata(i32 255, ptr @table)",
      mentions: ["index 255 is out of range: indexes are 0 to 254"]),
    marker(
      "a narrow value", "call void @go.pcdata(i32 3, i16 1)",
      mentions: ["its value is of type i16, want i32"]),
    marker(
      "an argument too few", "call void @go.pcdata(i32 3)",
      mentions: ["call void @go.pcdata(i32 3): takes two arguments"]),
    marker(
      "an argument too many", "call void @go.funcdata(i32 3, ptr @table, i32 1)",
      mentions: ["takes two arguments"]),
    marker(
      "a pointer as value", "call void @go.pcdata(i32 3, ptr @table)",
      mentions: ["its value is of type ptr, want i32"]),
    marker(
      "a number as symbol", "call void @go.funcdata(i32 2, i64 7)",
      mentions: ["of type i64, want the address of a global"]),
    marker(
      "null as symbol", "call void @go.funcdata(i32 2, ptr null)",
      mentions: ["its symbol is no global variable"]),
    marker(
      "a symbol that is only declared", "call void @go.funcdata(i32 2, ptr @outside)",
      mentions: [
        "call void @go.funcdata(i32 2, ptr @outside): @\"outside\" is only declared"
      ]),
    marker(
      "a thread-local symbol", "call void @go.funcdata(i32 2, ptr @t)",
      globals: "@t = thread_local global i64 0", mentions: ["@\"t\" is thread-local"]),
    marker(
      "two symbols of one index", "call void @go.funcdata(i32 2, ptr @table)",
      globals: "@second = constant i64 7",
      after: "call void @go.funcdata(i32 2, ptr @second), LN(3)",
      mentions: ["ptr @second): the function has @\"table\" for index 2 already"]),
    marker(
      "an index of PCDATA that is GoMeta's", "call void @go.pcdata(i32 0, i32 -1)",
      mentions: ["index 0 is filled by GoMeta itself for Go 1.27"]),
    marker(
      "an index of FUNCDATA that is GoMeta's", "call void @go.funcdata(i32 1, ptr @table)",
      mentions: ["index 1 is filled by GoMeta itself for Go 1.27"]),
    marker(
      "an address that is taken", "store ptr @go.pcdata, ptr null",
      mentions: ["store ptr @go.pcdata, ptr null", "the address of @go.pcdata is taken"]),
    marker(
      "a marker as an argument", "call void @h(ptr @go.funcdata)",
      globals: "declare void @h(ptr)", mentions: ["the address of @go.funcdata is taken"]),
    marker(
      "a call that must be a jump", "call void @go.pcdata(i32 3, i32 1)",
      globals: "declare i64 @h(i64)",
      after: "%r = musttail call i64 @h(i64 %n), LN(3)\n  ret i64 %r, LN(3)\ndead:",
      mentions: ["musttail", "no return address"]),
    marker(
      "a call of a variadic function", "call void @go.pcdata(i32 3, i32 1)",
      globals: "declare void @h(i64, ...)",
      after: "call void (i64, ...) @h(i64 %n, i64 1), LN(3)", mentions: ["variadic"]),
    RefusedModule(
      "a marker with a body",
      code: "define void @go.pcdata(i32 %i, i32 %v) FN(1) {\n  ret void, LN(1)\n}\n"
        + RefusedModule.function,
      mentions: ["input.ll: @\"go.pcdata\": ", "belongs to the IR contract"]),
    RefusedModule(
      "a marker whose address is data",
      code: "declare void @go.pcdata(i32, i32)\n@p = constant ptr @go.pcdata\n"
        + RefusedModule.function,
      mentions: ["input.ll: @p = constant ptr @go.pcdata: the address of @go.pcdata is taken"]),
  ]
}
