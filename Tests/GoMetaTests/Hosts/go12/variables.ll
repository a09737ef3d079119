; Package v: variables with and without pointers, with values and without, between one another.
source_filename = "v.src"

%string = type { ptr addrspace(1), i64 }

@text = internal constant [5 x i8] c"hello"

@"example.com/v.Small" = addrspace(1) global i8 1
@"example.com/v.Names" = addrspace(1) global { ptr addrspace(1), i64, i64 } zeroinitializer
@"example.com/v.Greeting" = addrspace(1) global %string { ptr addrspace(1) addrspacecast (ptr @text to ptr addrspace(1)), i64 5 }
@"example.com/v.Count" = addrspace(1) global i64 0
@"example.com/v.Pair" = addrspace(1) global { i8, ptr addrspace(1), i8 } zeroinitializer, align 16
@"example.com/v.Table" = addrspace(1) global [3 x %string] [
  %string { ptr addrspace(1) addrspacecast (ptr @text to ptr addrspace(1)), i64 1 },
  %string { ptr addrspace(1) addrspacecast (ptr @text to ptr addrspace(1)), i64 2 },
  %string zeroinitializer]
@"example.com/v.Numbers" = addrspace(1) global [3 x i8] c"\01\02\03"
@"example.com/v.Index" = addrspace(1) global ptr addrspace(1) null
@"example.com/v.Any" = addrspace(1) global { ptr addrspace(1), ptr addrspace(1) } zeroinitializer
@"example.com/v.Queue" = addrspace(1) global ptr addrspace(1) null, align 32
@"example.com/v.Last" = addrspace(1) global { i64, ptr addrspace(1) } { i64 7, ptr addrspace(1) null }

!go.package = !{!0}
!go.declarations = !{!1}
!0 = !{!"example.com/v", !"v"}
!1 = !{
  !"var Small bool", !"var Names []string", !"var Greeting string", !"var Count int",
  !"var Pair struct { A byte; P *int; B bool }", !"var Table [3]string",
  !"var Numbers [3]byte", !"var Index map[string]*int", !"var Any interface{}",
  !"var Queue chan<- []byte", !"var Last struct { N int; F func() }"}
