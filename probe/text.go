package probe

// Text is text from the network, made safe to print where it entered. It holds
// only printable characters: every control character, invalid UTF-8 byte,
// direction or invisible character stands as a visible escape (\x1B, <U+202E>).
// The zero value is the empty text. It prints, compares and marshals as its
// escaped form; the raw bytes are gone.
type Text struct{ safe string }

// String returns the escaped text.
func (t Text) String() string { return t.safe }

// Empty reports whether there is no text.
func (t Text) Empty() bool { return t.safe == "" }

// MarshalText returns the escaped text, for JSON.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.safe), nil }
