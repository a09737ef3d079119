module gometa/inlined

go 1.21
