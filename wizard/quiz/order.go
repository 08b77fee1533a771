package quiz

// order puts n things into the order of a seed. Things of different names are ordered
// each in their own way.
func order(seed uint64, name string, n int, swap func(i, j int)) {
	for _, b := range []byte(name) { // FNV-1a
		seed = (seed ^ uint64(b)) * 1099511628211
	}
	for i := n - 1; i > 0; i-- {
		seed += 0x9e3779b97f4a7c15 // SplitMix64
		x := (seed ^ seed>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		swap(i, int((x^x>>31)%uint64(i+1)))
	}
}
