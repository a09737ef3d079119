extension Shapes {
  /// Functions that store GC pointers, one by one and inside larger values.
  static let stores = IRModule(
    declarations: [
      "type Strand struct { Value int; Next *Strand; Name string; Pair [2]*Strand }",
      "var Top *Strand", "var Title string",
      "func Push(c *Strand)", "func (c *Strand) Link(next *Strand)",
      "func (c *Strand) Rename(s string)",
      "func (c *Strand) Both(a, b *Strand)", "func SetTitle(s string)",
    ],
    code: """
      @{Top} = addrspace(1) global ptr1 null, align 8
      @{Title} = global %string zeroinitializer, align 8
      define void @{Push}(ptr1 %c) FN(200) {
        %top = load ptr1, ptr1 @{Top}, align 8, LN(201)
        %next = getelementptr i8, ptr1 %c, i64 8, LN(201)
        store ptr1 %top, ptr1 %next, align 8, LN(201)
        store ptr1 %c, ptr1 @{Top}, align 8, LN(202)
        ret void, LN(203)
      }
      define void @{(*Strand).Link}(ptr1 %c, ptr1 %n) FN(205) {
        %next = getelementptr i8, ptr1 %c, i64 8, LN(206)
        store ptr1 %n, ptr1 %next, align 8, LN(206)
        ret void, LN(206)
      }
      define void @{(*Strand).Rename}(ptr1 %c, ptr1 %p, i64 %n) FN(208) {
        %local = alloca %string, align 8
        %s0 = insertvalue %string zeroinitializer, ptr1 %p, 0, LN(209)
        %s1 = insertvalue %string %s0, i64 %n, 1, LN(209)
        store %string %s1, ptr %local, align 8, LN(209)
        %copy = load %string, ptr %local, align 8, LN(209)
        %name = getelementptr i8, ptr1 %c, i64 16, LN(210)
        store %string %copy, ptr1 %name, align 8, LN(210)
        ret void, LN(210)
      }
      define void @{(*Strand).Both}(ptr1 %c, ptr1 %a, ptr1 %b) FN(212) {
        %pair = getelementptr i8, ptr1 %c, i64 32, LN(213)
        %v0 = insertvalue [2 x ptr1] zeroinitializer, ptr1 %a, 0, LN(213)
        %v1 = insertvalue [2 x ptr1] %v0, ptr1 %b, 1, LN(213)
        store [2 x ptr1] %v1, ptr1 %pair, align 8, LN(213)
        ret void, LN(213)
      }
      define void @{SetTitle}(ptr1 %p, i64 %n) FN(215) {
        %s0 = insertvalue %string zeroinitializer, ptr1 %p, 0, LN(216)
        %s1 = insertvalue %string %s0, i64 %n, 1, LN(216)
        store %string %s1, ptr @{Title}, align 8, LN(216)
        ret void, LN(216)
      }
      """)
}
