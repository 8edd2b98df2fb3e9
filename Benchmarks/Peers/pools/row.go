package main

// itemsPerRow is how many identifiers and how many values appendItems appends.
const itemsPerRow = 8

// Row is the element of most designs: two slices that are worth keeping, a name that it keeps, and a count. The Swift
// side pools the same.
type Row struct {
	ids    []int
	values []float64
	name   string
	count  int
}

func makeRow() Row {
	return Row{ids: make([]int, 0, 16), values: make([]float64, 0, 16), name: "order"}
}

// newRow is not inlined: a Row that stayed on the stack would be no plain allocation.
//
//go:noinline
func newRow() *Row {
	row := makeRow()
	return &row
}

// use is a light use of a Row, beside which the cost of the pool shows. What it returns depends on all that it wrote, so
// that no write can be dropped.
func (row *Row) use(seed int) int {
	row.count += seed
	return row.count + len(row.name)
}

// appendItems is a use as programs have it.
func (row *Row) appendItems(seed int) int {
	for i := 0; i < itemsPerRow; i++ {
		row.ids = append(row.ids, seed+i)
		row.values = append(row.values, float64(i))
	}
	return row.ids[itemsPerRow-1] + len(row.values) + row.use(seed)
}

func (row *Row) reset() {
	row.ids = row.ids[:0]
	row.values = row.values[:0]
	row.count = 0
}
