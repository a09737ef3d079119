extension ReleaseSources {
  /// The part of the program that reads functions: which of package runtime are written in Go, there
  /// or in another package, or in assembly for the register convention; and how go/types sees them
  /// and the signatures that are claimed for them.
  static let functionProgram = """
    package main

    import (
    	"go/ast"
    	"go/build"
    	"go/importer"
    	"go/parser"
    	"go/token"
    	"go/types"
    	"log"
    	"os"
    	"path/filepath"
    	"regexp"
    	"strconv"
    	"strings"
    )

    var assembly = regexp.MustCompile(`(?m)^TEXT (?:runtime)?·([A-Za-z0-9_]+)<ABIInternal>[(]SB[)]`)

    // defined is the set of functions of package runtime that a package has code for.
    func defined(path string, names map[string]bool) {
    	pkg, err := build.Import(path, "", 0)
    	if err != nil {
    		return // not a package of this release
    	}
    	for _, name := range pkg.GoFiles {
    		file, err := parser.ParseFile(
    			token.NewFileSet(), filepath.Join(pkg.Dir, name), nil, parser.ParseComments)
    		if err != nil {
    			log.Fatal(err)
    		}
    		links := map[string]string{}
    		for _, group := range file.Comments {
    			for _, comment := range group.List {
    				words := strings.Fields(comment.Text)
    				if len(words) == 3 && words[0] == "//go:linkname" {
    					links[words[1]] = words[2]
    				}
    			}
    		}
    		for _, declaration := range file.Decls {
    			function, isFunction := declaration.(*ast.FuncDecl)
    			if !isFunction || function.Recv != nil || function.Body == nil {
    				continue
    			}
    			name := path + "." + function.Name.Name
    			if link := links[function.Name.Name]; link != "" {
    				name = link
    			}
    			names[name] = true
    		}
    	}
    	for _, name := range pkg.SFiles {
    		text, err := os.ReadFile(filepath.Join(pkg.Dir, name))
    		if err != nil {
    			log.Fatal(err)
    		}
    		for _, match := range assembly.FindAllStringSubmatch(string(text), -1) {
    			names["runtime."+match[1]] = true
    		}
    	}
    }

    // scalars are the parts of a value that travel in registers of their own.
    func scalars(t types.Type) string {
    	switch shape := t.Underlying().(type) {
    	case *types.Basic:
    		switch shape.Kind() {
    		case types.String:
    			return "p8"
    		case types.UnsafePointer:
    			return "p"
    		case types.Float32:
    			return "f"
    		case types.Float64:
    			return "d"
    		case types.Complex64:
    			return "ff"
    		case types.Complex128:
    			return "dd"
    		}
    		return strconv.FormatInt(types.SizesFor("gc", "amd64").Sizeof(shape), 10)
    	case *types.Slice:
    		return "p88"
    	case *types.Interface:
    		return "pp"
    	case *types.Array:
    		return "array"
    	case *types.Struct:
    		text := ""
    		for index := 0; index < shape.NumFields(); index++ {
    			text += scalars(shape.Field(index).Type())
    		}
    		return text
    	}
    	return "p"
    }

    func tuple(list *types.Tuple) string {
    	var texts []string
    	for index := 0; index < list.Len(); index++ {
    		texts = append(texts, scalars(list.At(index).Type()))
    	}
    	return "(" + strings.Join(texts, ", ") + ")"
    }

    func shape(signature *types.Signature) string {
    	return tuple(signature.Params()) + " " + tuple(signature.Results())
    }

    func registerFunctions(arch string, pkg *types.Package) map[string]string {
    	build.Default.GOARCH = arch
    	names := map[string]bool{}
    	for _, path := range []string{"runtime", "internal/runtime/maps", "internal/bytealg"} {
    		defined(path, names)
    	}
    	functions := map[string]string{}
    	for _, name := range pkg.Scope().Names() {
    		function, isFunction := pkg.Scope().Lookup(name).(*types.Func)
    		if isFunction && names["runtime."+name] {
    			functions["runtime."+name] = shape(function.Type().(*types.Signature))
    		}
    	}
    	return functions
    }

    func claims() map[string]string {
    	text, err := os.ReadFile("claims.txt")
    	if err != nil {
    		log.Fatal(err)
    	}
    	shapes := map[string]string{}
    	config := &types.Config{Importer: importer.ForCompiler(token.NewFileSet(), "source", nil)}
    	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\\n") {
    		name, signature, _ := strings.Cut(line, "\\t")
    		if name == "" {
    			continue
    		}
    		source := "package p; import `unsafe`; var _ unsafe.Pointer; type F " + signature
    		fileSet := token.NewFileSet()
    		file, err := parser.ParseFile(fileSet, "claim.go", source, 0)
    		if err != nil {
    			log.Fatal(name, err)
    		}
    		pkg, err := config.Check("p", fileSet, []*ast.File{file}, nil)
    		if err != nil {
    			log.Fatal(name, err)
    		}
    		shapes[name] = shape(pkg.Scope().Lookup("F").Type().Underlying().(*types.Signature))
    	}
    	return shapes
    }
    """
}
