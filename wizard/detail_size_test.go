package wizard

import (
	"slices"
	"testing"

	"postern/probe"
)

// TestTheLargestMessageIsTold, as the server says it inside TLS, if it says it there.
func TestTheLargestMessageIsTold(t *testing.T) {
	offers := func(size string) map[string]probe.Text { return map[string]probe.Text{"SIZE": probe.NewText(size)} }
	for name, tt := range map[string]struct {
		before, after map[string]probe.Text
		want          []string
	}{
		"inside":      {offers("1000"), offers("36700160"), []string{"size limit   36 MB a message"}},
		"in clear":    {offers("36700160"), nil, []string{"size limit   36 MB a message"}},
		"not inside":  {offers("1000"), map[string]probe.Text{}, nil},
		"no limit":    {nil, offers("0"), nil},
		"none told":   {nil, offers(""), nil},
		"no SIZE":     {nil, nil, nil},
		"no number":   {nil, offers("\x1b[2J"), nil},
		"not a limit": {nil, offers("-1"), nil},
	} {
		r := probe.Result{ExtensionsBeforeTLS: tt.before, ExtensionsAfterTLS: tt.after}
		if got := sizeLines(r); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
