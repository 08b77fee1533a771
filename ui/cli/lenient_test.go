package cli

import (
	"strings"
	"testing"
)

// TestLenientProgramsGetTLSFromTheStart: a program that would go on without encryption
// gets 465 where the provider has it, and is told why; what the person names counts.
func TestLenientProgramsGetTLSFromTheStart(t *testing.T) {
	for _, tt := range []struct {
		name, args, port string
		said             bool
	}{
		{"a tie", "gitea --address ada@gmail.com", "465", true},
		{"a host", "gitea --address ada@example.org --host mail.example.org", "465", true},
		{"the provider prefers it", "gitea --address ada@fastmail.com", "465", false},
		{"the provider has none", "gitea --address ada@icloud.com", "587", false},
		{"the person says 587", "gitea --address ada@gmail.com --port 587", "587", false},
		{"the person says STARTTLS", "gitea --address ada@gmail.com --security starttls", "587", false},
		{"nextcloud", "nextcloud --address ada@gmail.com", "465", true},
		{"gitlab", "gitlab --address ada@gmail.com", "465", true},
		{"laravel", "laravel --address ada@gmail.com", "465", true},
		{"one that insists", "grafana --address ada@gmail.com", "587", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			alone(t)
			code, out, errOut := run(t, "", append([]string{"config"}, strings.Fields(tt.args)...)...)
			if code != 0 || !strings.Contains(out, ", port "+tt.port+" with ") {
				t.Errorf("got %d, want port %s\n%s%s", code, tt.port, out, errOut)
			}
			if said := strings.Contains(errOut, "would go on without encryption"); said != tt.said {
				t.Errorf("says why: %t\n%s", said, errOut)
			}
			if tt.said && !strings.Contains(errOut, "--port 587") {
				t.Errorf("it does not say how to have the other door:\n%s", errOut)
			}
		})
	}
}
