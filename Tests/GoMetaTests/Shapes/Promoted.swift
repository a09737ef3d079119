/// The package example.com/promoted: types that get methods from embedded fields, and code that
/// makes interface values. The host in Hosts/shapes uses them.
enum Promoted {
  static let module = IRModule(
    path: "example.com/promoted",
    declarations: types + variables + functions,
    imports: [
      ["fmt", "fmt", "type Stringer interface { String() string }"],
      [
        "time", "time", "type Duration int64", "func (d Duration) String() string",
        "type Location struct { name string }",
        "type Time struct { wall uint64; ext int64; loc *Location }",
        "func (t Time) Unix() int64",
      ],
      [
        "bytes", "bytes", "type readOp int8",
        "type Buffer struct { buf []byte; off int; lastRead readOp }",
        "func (b *Buffer) Len() int", "func (b *Buffer) WriteString(s string) (n int, err error)",
      ],
      [
        "net/http", "http", "type Header map[string][]string",
        "func (h Header) Get(key string) string",
      ],
    ], code: code)

  private static let types = [
    "type Leaf struct { N int; S string }", "func (l Leaf) Name() string",
    "func (l Leaf) Peek(p *int) int", "func (l *Leaf) Grow(k int) int",
    "func (l *Leaf) Fault(p *int) int", "func (l *Leaf) Error() string",
    "type ByValue struct { A int8; Leaf; B float64 }", "type ByPointer struct { X int; *Leaf }",
    "type Only struct { *Leaf }", "type Deep struct { Pad [1]int64; ByValue }",
    "type DeepPointer struct { Z int32; *ByPointer }",
    "type Shape interface { Area() float64; Scale(k float64); Wide(a [3]int64) [3]int64 }",
    "type Square struct { Side float64 }", "func (s *Square) Area() float64",
    "func (s *Square) Scale(k float64)",
    "type Holder struct { Shape; N int; F func() }", "type Pointing struct { *Holder }",
    "type inner struct { V int }", "func (i *inner) Bump() int", "func (i inner) Get() int",
    "type Outer struct { W int; inner }",
    "type Wide struct { Words [20]int64; inner }",
    "type Timed struct { N int; time.Duration }", "type Dated struct { N int; time.Time }",
    "type Doc struct { Title string; *bytes.Buffer }",
    "type Own struct { Title string; bytes.Buffer }",
    "type Headed struct { http.Header }",
    "type Sized interface { Area() float64; Scale(k float64) }",
  ]

  private static let variables = [
    "var VLeaf Leaf", "var VByValue ByValue", "var VByPointer ByPointer", "var VOnly Only",
    "var VDeep Deep", "var VDeepPointer DeepPointer", "var VHolder Holder",
    "var VPointing Pointing", "var VOuter Outer", "var VWide Wide", "var VTimed Timed",
    "var VDated Dated", "var VDoc Doc", "var VOwn Own", "var VSquare Square", "var VHeaded Headed",
    "var VUnnamed struct { *Leaf; Err error; F func() }",
    "var VInterface struct { Q int; Shape; F func() }",
    "var VTagged struct { ByPointer `json:\"a@b\\\\c\"`; Q int }",
  ]

  private static let functions = [
    "func AsError(l *Leaf) error", "func AsSized() Sized", "func AsStringer() fmt.Stringer",
    "func AsUnnamed() interface { Grow(k int) int }",
  ]

  private static let code = """
    @{VLeaf} = addrspace(1) global { i64, %string } zeroinitializer, align 8
    @{VByValue} = addrspace(1) global { i8, i64, %string, double } zeroinitializer, align 8
    @{VByPointer} = addrspace(1) global { i64, ptr1 } zeroinitializer, align 8
    @{VOnly} = addrspace(1) global ptr1 null, align 8
    @{VDeep} = addrspace(1) global { [1 x i64], i8, i64, %string, double } zeroinitializer, align 8
    @{VDeepPointer} = addrspace(1) global { i32, ptr1 } zeroinitializer, align 8
    @{VHolder} = addrspace(1) global { %interface, i64, ptr1 } zeroinitializer, align 8
    @{VPointing} = addrspace(1) global ptr1 null, align 8
    @{VOuter} = addrspace(1) global { i64, i64 } { i64 1, i64 5 }, align 8
    @{VWide} = addrspace(1) global { [20 x i64], i64 } zeroinitializer, align 8
    @{VTimed} = addrspace(1) global { i64, i64 } { i64 1, i64 1500000000 }, align 8
    @{VDated} = addrspace(1) global { i64, i64, i64, ptr1 } zeroinitializer, align 8
    @{VDoc} = addrspace(1) global { %string, ptr1 } zeroinitializer, align 8
    @{VOwn} = addrspace(1) global { %string, %slice, i64, i64 } zeroinitializer, align 8
    @{VHeaded} = addrspace(1) global ptr1 null, align 8
    @{VSquare} = addrspace(1) global double 3.0, align 8
    @{VUnnamed} = addrspace(1) global { ptr1, %interface, ptr1 } zeroinitializer, align 8
    @{VInterface} = addrspace(1) global { i64, %interface, ptr1 } zeroinitializer, align 8
    @{VTagged} = addrspace(1) global { i64, ptr1, i64 } zeroinitializer, align 8
    @"go.itab:*Leaf,error" = external constant i8
    @"go.itab:*Square,Sized" = external constant i8
    @"go.itab:time.Duration,fmt.Stringer" = external constant i8
    @"go.itab:*ByPointer,interface { Grow(k int) int }" = external constant i8
    @second = private addrspace(1) constant i64 1000000000, align 8

    define %string @{Leaf.Name}(i64 %N, ptr1 %p, i64 %len) FN(10) {
      %s0 = insertvalue %string poison, ptr1 %p, 0, LN(11)
      %s1 = insertvalue %string %s0, i64 %len, 1, LN(11)
      ret %string %s1, LN(11)
    }
    define i64 @{Leaf.Peek}(i64 %N, ptr1 %s, i64 %len, ptr1 %p) FN(20) {
      %x = load i64, ptr1 %p, align 8, LN(21)
      %y = add i64 %x, %N, LN(21)
      ret i64 %y, LN(21)
    }
    define i64 @{(*Leaf).Grow}(ptr1 %l, i64 %k) FN(30) {
      %x = load i64, ptr1 %l, align 8, LN(31)
      %y = add i64 %x, %k, LN(31)
      store i64 %y, ptr1 %l, align 8, LN(31)
      ret i64 %y, LN(32)
    }
    define i64 @{(*Leaf).Fault}(ptr1 %l, ptr1 %p) FN(40) {
      %x = load i64, ptr1 %p, align 8, LN(41)
      %n = load i64, ptr1 %l, align 8, LN(41)
      %y = add i64 %x, %n, LN(41)
      ret i64 %y, LN(41)
    }
    define %string @{(*Leaf).Error}(ptr1 %l) FN(50) {
      %place = getelementptr i8, ptr1 %l, i64 8, LN(51)
      %p = load ptr1, ptr1 %place, align 8, LN(51)
      %lenplace = getelementptr i8, ptr1 %l, i64 16, LN(51)
      %len = load i64, ptr1 %lenplace, align 8, LN(51)
      %s0 = insertvalue %string poison, ptr1 %p, 0, LN(51)
      %s1 = insertvalue %string %s0, i64 %len, 1, LN(51)
      ret %string %s1, LN(51)
    }
    define double @{(*Square).Area}(ptr1 %s) FN(60) {
      %x = load double, ptr1 %s, align 8, LN(61)
      %y = fmul double %x, %x, LN(61)
      ret double %y, LN(61)
    }
    define void @{(*Square).Scale}(ptr1 %s, double %k) FN(65) {
      %x = load double, ptr1 %s, align 8, LN(66)
      %y = fmul double %x, %k, LN(66)
      store double %y, ptr1 %s, align 8, LN(66)
      ret void, LN(66)
    }
    define i64 @{(*inner).Bump}(ptr1 %i) FN(70) {
      %x = load i64, ptr1 %i, align 8, LN(71)
      %y = add i64 %x, 1, LN(71)
      store i64 %y, ptr1 %i, align 8, LN(71)
      ret i64 %y, LN(71)
    }
    define i64 @{inner.Get}(i64 %V) FN(75) {
      ret i64 %V, LN(76)
    }
    define %interface @{AsError}(ptr1 %l) FN(80) {
      %table = addrspacecast ptr @"go.itab:*Leaf,error" to ptr1, LN(81)
      %i0 = insertvalue %interface poison, ptr1 %table, 0, LN(81)
      %i1 = insertvalue %interface %i0, ptr1 %l, 1, LN(81)
      ret %interface %i1, LN(81)
    }
    define %interface @{AsSized}() FN(85) {
      %table = addrspacecast ptr @"go.itab:*Square,Sized" to ptr1, LN(86)
      %i0 = insertvalue %interface poison, ptr1 %table, 0, LN(86)
      %i1 = insertvalue %interface %i0, ptr1 @{VSquare}, 1, LN(86)
      ret %interface %i1, LN(86)
    }
    define %interface @{AsStringer}() FN(90) {
      %table = addrspacecast ptr @"go.itab:time.Duration,fmt.Stringer" to ptr1, LN(91)
      %i0 = insertvalue %interface poison, ptr1 %table, 0, LN(91)
      %i1 = insertvalue %interface %i0, ptr1 @second, 1, LN(91)
      ret %interface %i1, LN(91)
    }
    define %interface @{AsUnnamed}() FN(95) {
      %table = addrspacecast ptr @"go.itab:*ByPointer,interface { Grow(k int) int }" to ptr1, LN(96)
      %i0 = insertvalue %interface poison, ptr1 %table, 0, LN(96)
      %i1 = insertvalue %interface %i0, ptr1 @{VByPointer}, 1, LN(96)
      ret %interface %i1, LN(96)
    }
    """
}
