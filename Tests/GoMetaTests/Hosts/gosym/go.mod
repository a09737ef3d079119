module example.com/gosymreader

go 1.21
