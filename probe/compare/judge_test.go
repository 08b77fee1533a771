package main

import (
	"testing"

	"postern/probe"
	"postern/wizard/advice"
)

func TestJudgeOther(t *testing.T) {
	refused := situation{verdict: advice.Refused, causes: []string{`refused`}}
	expired := situation{
		verdict: advice.BadCertificate, causes: []string{`expired`, `host`},
		problems: []probe.CertificateProblem{probe.CertExpired, probe.CertWrongHost},
	}
	for name, test := range map[string]struct {
		s    situation
		a    answer
		want mark
	}{
		"goes on at a good door":           {situation{verdict: advice.Ready}, answer{ok: true}, right},
		"goes on at a door for servers":    {situation{verdict: advice.ReadyForRelay}, answer{ok: true}, right},
		"calls a good door bad":            {situation{verdict: advice.Ready}, answer{text: "failed"}, wrong},
		"hangs at a good door":             {situation{verdict: advice.Ready}, answer{hung: true}, hung},
		"doubts a doubtful door":           {situation{verdict: advice.Ready, doubtful: true, causes: []string{"key"}}, answer{text: "weak KEY"}, right},
		"doubts, and does not say why":     {situation{verdict: advice.Ready, doubtful: true, causes: []string{"key"}}, answer{text: "failed"}, vague},
		"names the cause":                  {refused, answer{text: "Connection refused"}, right},
		"does not":                         {refused, answer{text: "cannot connect"}, vague},
		"says nothing":                     {refused, answer{}, vague},
		"names the cause and is too sure":  {refused, answer{text: "refused; no STARTTLS"}, right},
		"says what is not so":              {refused, answer{text: "the operation timed out"}, wrong},
		"ends well":                        {refused, answer{ok: true}, wrong},
		"names the cause and never ends":   {refused, answer{text: "refused", hung: true}, hung},
		"names one cause of two":           {expired, answer{text: "certificate has expired"}, vague},
		"names both":                       {expired, answer{text: "certificate expired, wrong host"}, right},
		"names a fault that is not there":  {expired, answer{text: "self-signed certificate"}, wrong},
		"names the fault and goes on":      {expired, answer{text: "expired, wrong host", ok: true}, wrong},
		"lists what is offered":            {situation{verdict: advice.NoLogin}, answer{ok: true}, vague},
		"lists the only login":             {situation{verdict: advice.NoLogin, causes: []string{"GSSAPI"}}, answer{ok: true, text: "AUTH GSSAPI"}, right},
		"shows the refusal and ends well":  {situation{verdict: advice.RefusesYou, causes: []string{"554"}}, answer{ok: true, text: "554 no"}, right},
		"ends when told to":                {situation{verdict: advice.Cancelled}, answer{}, right},
		"does not even then":               {situation{verdict: advice.Cancelled}, answer{hung: true}, hung},
		"time ran out where it did":        {situation{verdict: advice.Silent, causes: []string{"silent"}}, answer{text: "timeout"}, vague},
		"no such name, and there is none":  {situation{verdict: advice.NoSuchName, causes: []string{"not known"}}, answer{text: "Bad hostname"}, vague},
		"no such name, and nobody can say": {situation{verdict: advice.NameLookupFailed}, answer{text: "Bad hostname"}, wrong},
	} {
		t.Run(name, func(t *testing.T) {
			if got := judgeOther(test.s, test.a); got.mark != test.want {
				t.Errorf("got %s, %s; want %s", got.mark, got.why, test.want)
			}
		})
	}
}

func TestJudgePostern(t *testing.T) {
	report := func(verdict, problems, port string) answer {
		return answer{text: `{"ports":[{"verdict":"` + verdict + `","certificate":{"problems":[` + problems + `]}}],"recommendation":{"port":` + port + "}}\n"}
	}
	expired := situation{verdict: advice.BadCertificate, problems: []probe.CertificateProblem{probe.CertExpired}}
	for name, test := range map[string]struct {
		s    situation
		a    answer
		want mark
	}{
		"ready":                     {situation{verdict: advice.Ready}, report("ready", "", "587"), right},
		"ready, not recommended":    {situation{verdict: advice.Ready}, report("ready", "", "null"), wrong},
		"ready and it is not":       {situation{verdict: advice.PlaintextInjected}, report("ready", "", "587"), wrong},
		"recommended and it is not": {expired, report("bad-certificate", `"expired"`, "587"), wrong},
		"every problem":             {expired, report("bad-certificate", `"expired","weak_key"`, "null"), right},
		"not the problem":           {expired, report("bad-certificate", `"weak_key"`, "null"), vague},
		"another verdict":           {expired, report("tls-failed", "", "null"), wrong},
		"no report":                 {expired, answer{text: "panic"}, wrong},
		"no door":                   {expired, answer{text: `{"ports":[]}`}, wrong},
		"no end":                    {expired, answer{hung: true}, hung},
	} {
		t.Run(name, func(t *testing.T) {
			if got := judgePostern(test.s, test.a); got.mark != test.want {
				t.Errorf("got %s, %s; want %s", got.mark, got.why, test.want)
			}
		})
	}
}

// TestFalsehood tries claims about a certificate that only signs itself.
func TestFalsehood(t *testing.T) {
	s := situation{verdict: advice.BadCertificate, problems: []probe.CertificateProblem{probe.CertSelfSigned}}
	for text, lie := range map[string]bool{
		"verify error: self-signed certificate":                      false,
		"verify error: self-signed certificate in certificate chain": false,
		"verify error: certificate has expired":                      true,
		"uses expired certificate":                                   false, // says which chain
		"hostname mismatch":                                          true,
		"Didn't find STARTTLS in server response":                    true,
		"certificate verify failed":                                  false,
	} {
		if got := falsehood(s, text) != ""; got != lie {
			t.Errorf("%q is a lie: %v, want %v", text, got, lie)
		}
	}
}
