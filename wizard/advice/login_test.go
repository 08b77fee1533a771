package advice

import (
	"testing"

	"postern/probe"
	"postern/wizard/catalog"
)

// provider returns a real entry of the catalogue, nil for "".
func provider(t *testing.T, id string) *catalog.Provider {
	t.Helper()
	if id == "" {
		return nil
	}
	p, ok := catalog.Default().Find(id)
	if !ok {
		t.Fatalf("no provider %s", id)
	}
	return &p
}

// refused returns a sign-in that the server answered so.
func refused(code int, status, text string) probe.SignIn {
	return probe.SignIn{
		Entered: ready(587), Step: probe.SignInSettled, Mechanism: "PLAIN",
		Login: probe.LoginRefused, LoginReply: probe.Reply{Code: code, Text: probe.NewText(text)}, LoginStatus: status,
	}
}

func TestJudgeLoginByTheNumber(t *testing.T) {
	for _, tt := range []struct {
		code             int
		status, text, id string
		want             LoginVerdict
	}{
		{535, "5.7.8", "authentication failed", "", LoginBadPassword},
		{534, "5.7.9", "Application-specific password required", "", LoginAppPassword},
		{535, "5.7.139", "SmtpClientAuthentication is disabled for the Tenant", "", LoginBasicDisabled},
		{530, "5.7.0", "Must issue a STARTTLS command first", "", LoginNeedTLS},
		{538, "5.7.11", "", "", LoginNeedTLS},
		{454, "4.7.0", "Temporary authentication failure", "", LoginTempFail},
	} {
		if got := JudgeLogin(refused(tt.code, tt.status, tt.text), provider(t, tt.id)); got != tt.want {
			t.Errorf("%d %s %s: %s, want %s", tt.code, tt.status, tt.text, got, tt.want)
		}
	}
}
