package main

// tree is the twin of the plugin's type Tree.
type tree struct {
	Left, Right *tree
	Key         int
}

// vertex is the twin of the plugin's type Vertex.
type vertex struct {
	ID    int
	Seen  bool
	Edges []*vertex
	Label string
}

func lists() {
	list := function[func(int) int]("List")
	build := function[func(int) *node]("Build")
	reverse := function[func(*node) *node]("Reverse")
	walk := function[func(*node, func(int) int) int]("Walk")
	merge := function[func(a, b *node) *node]("Merge")
	collecting(func() {
		for i := 0; i < scaled(16); i++ {
			n := 3000 + i
			same("List", list(n), n*(n-1)/2)
			same("List in a goroutine", fresh(func() int { return list(n) }), n*(n-1)/2)
		}
	})
	for i := 0; i < scaled(8); i++ {
		turned := reverse(build(500))
		churn()
		for n, want := turned, 0; n != nil; n, want = n.Next, want+1 {
			same("a reversed node", n.Value, want)
		}
		calls := 0
		sum := fresh(func() int {
			return walk(build(200), func(x int) int {
				if calls++; calls%20 == 0 {
					churn()
				} else {
					light()
				}
				return 2 * x
			})
		})
		same("Walk", sum, 199*200)
		merged := fresh(func() *node { return merge(reverse(build(300)), reverse(build(200))) })
		churn()
		count, last := 0, -1
		for n := merged; n != nil; n = n.Next {
			if n.Value < last {
				fail("merged nodes are not in order: %d after %d", n.Value, last)
			}
			count, last = count+1, n.Value
		}
		same("merged nodes", count, 500)
	}
}

func graphs() {
	plant := function[func(int) *tree]("Plant")
	insert := function[func(*tree, int) *tree]("Insert")
	sum := method[func(*tree) int](new(tree), "Tree", "Sum")
	each := method[func(*tree, func(*tree) bool) bool](new(tree), "Tree", "Each")
	graph := function[func(int) *vertex]("Graph")
	reach := method[func(*vertex) int](new(vertex), "Vertex", "Reach")
	collecting(func() {
		for i := 0; i < scaled(8); i++ {
			t := fresh(func() *tree { return plant(10) })
			want := 0
			for depth := 1; depth <= 10; depth++ {
				want += depth << (10 - depth)
			}
			same("Sum of a full tree", sum(t), want)
			var root *tree
			total := 0
			for k, x := 0, i; k < 500; k++ {
				x = (x*1103515245 + 12345) & 0x7fffffff
				root = insert(root, x%1000)
				total += x % 1000
			}
			same("Sum of a search tree", sum(root), total)
			last, count := -1, 0
			all := fresh(func() bool {
				return each(root, func(t *tree) bool {
					if t.Key < last {
						fail("key %d after %d", t.Key, last)
					}
					last, count = t.Key, count+1
					light()
					return count < 400
				})
			})
			same("Each after a stop", all, false)
			same("visited", count, 400)
			n := 200 + i
			g := fresh(func() *vertex { return graph(n) })
			same("Reach", fresh(func() int { return reach(g) }), n)
			same("edges", len(g.Edges), 3)
			same("the edge to itself", g.Edges[2], g)
		}
	})
}
