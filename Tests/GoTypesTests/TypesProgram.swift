/// A Go program that type-checks the packages in the folders it is given, with go/types, and prints
/// the method sets of the last one's variables zz0, zz1, … as JSON.
let methodSetProgram = #"""
  package main

  import (
  	"encoding/json"
  	"fmt"
  	"go/ast"
  	"go/parser"
  	"go/token"
  	"go/types"
  	"os"
  	"path/filepath"
  )

  type known map[string]*types.Package

  func (k known) Import(path string) (*types.Package, error) {
  	if path == "unsafe" {
  		return types.Unsafe, nil
  	}
  	if p := k[path]; p != nil {
  		return p, nil
  	}
  	return nil, fmt.Errorf("unknown package %s", path)
  }

  type Method struct {
  	Name, PkgPath, Signature string
  	Path                     []int
  	Indirect, PointerReceiver bool
  }

  func main() {
  	fset := token.NewFileSet()
  	packages := known{}
  	var last *types.Package
  	for i := 1; i+1 < len(os.Args); i += 2 {
  		var files []*ast.File
  		for _, name := range []string{"declarations.go", "list.go"} {
  			file := filepath.Join(os.Args[i+1], name)
  			if _, err := os.Stat(file); err != nil {
  				continue
  			}
  			f, err := parser.ParseFile(fset, file, nil, 0)
  			if err != nil {
  				panic(err)
  			}
  			files = append(files, f)
  		}
  		p, err := (&types.Config{Importer: packages}).Check(os.Args[i], fset, files, nil)
  		if err != nil {
  			panic(err)
  		}
  		packages[os.Args[i]] = p
  		last = p
  	}
  	qualify := func(p *types.Package) string {
  		if p == last {
  			return ""
  		}
  		return p.Name()
  	}
  	all := [][]Method{}
  	for i := 0; ; i++ {
  		v := last.Scope().Lookup(fmt.Sprintf("zz%d", i))
  		if v == nil {
  			break
  		}
  		set := types.NewMethodSet(v.Type())
  		list := []Method{}
  		for i := range make([]int, set.Len()) {
  			s := set.At(i)
  			f := s.Obj().(*types.Func)
  			sig := f.Type().(*types.Signature)
  			m := Method{Name: f.Name(), Indirect: s.Indirect()}
  			if !f.Exported() {
  				m.PkgPath = f.Pkg().Path()
  			}
  			m.Path = s.Index()[:len(s.Index())-1]
  			_, m.PointerReceiver = sig.Recv().Type().(*types.Pointer)
  			params, results := unnamed(sig.Params()), unnamed(sig.Results())
  			bare := types.NewSignatureType(nil, nil, nil, params, results, sig.Variadic())
  			m.Signature = types.TypeString(bare, qualify)
  			list = append(list, m)
  		}
  		all = append(all, list)
  	}
  	json.NewEncoder(os.Stdout).Encode(all)
  }

  func unnamed(t *types.Tuple) *types.Tuple {
  	var list []*types.Var
  	for i := range make([]int, t.Len()) {
  		list = append(list, types.NewParam(token.NoPos, nil, "", t.At(i).Type()))
  	}
  	return types.NewTuple(list...)
  }
  """#

/// A Go program that says of each source text in a JSON array whether go/types accepts it, as the
/// text of package p, beside a package example.com/other. Prints the errors, a line each, or "".
let acceptanceProgram = #"""
  package main

  import (
  	"encoding/json"
  	"fmt"
  	"go/ast"
  	"go/parser"
  	"go/token"
  	"go/types"
  	"os"
  	"strings"
  )

  type importer struct{ other *types.Package }

  func (i importer) Import(path string) (*types.Package, error) {
  	switch path {
  	case "unsafe":
  		return types.Unsafe, nil
  	case "example.com/other":
  		return i.other, nil
  	}
  	return nil, fmt.Errorf("unknown package %s", path)
  }

  func check(i importer, path, source string) (*types.Package, error) {
  	fset := token.NewFileSet()
  	file, err := parser.ParseFile(fset, path, source, 0)
  	if err != nil {
  		return nil, err
  	}
  	var all []string
  	config := types.Config{Importer: i, Error: func(err error) { all = append(all, err.Error()) }}
  	p, err := config.Check(path, fset, []*ast.File{file}, nil)
  	if err != nil {
  		return nil, fmt.Errorf("%s", strings.Join(all, "\n"))
  	}
  	return p, nil
  }

  func main() {
  	text, err := os.ReadFile(os.Args[1])
  	var sources []string
  	if err == nil {
  		err = json.Unmarshal(text, &sources)
  	}
  	if err != nil {
  		panic(err)
  	}
  	var i importer
  	if i.other, err = check(i, "example.com/other", sources[0]); err != nil {
  		panic(err)
  	}
  	results := []string{}
  	for _, source := range sources[1:] {
  		result := ""
  		if _, err := check(i, "example.com/p", source); err != nil {
  			result = err.Error()
  		}
  		results = append(results, result)
  	}
  	json.NewEncoder(os.Stdout).Encode(results)
  }
  """#
