package probe_test

import (
	"slices"
	"testing"

	"postern/probe"
)

// checkFacts checks what holds between the facts of any settled door, whatever
// was met: no fact of one step stands without those of the steps before it.
func checkFacts(t *testing.T, r probe.Result) {
	t.Helper()
	implies := func(name string, premise, conclusion bool) {
		t.Helper()
		if premise && !conclusion {
			t.Errorf("the facts contradict one another, %s: %+v", name, r)
		}
	}
	crossed := r.TLSMode == probe.ModeImplicitOnSTARTTLS || r.TLSMode == probe.ModePlaintextOnTLS
	up := r.TLS == probe.TLSOK
	implies("settled", true, r.Settled())
	implies("addresses come first", r.Connect != probe.ConnectNotReached, r.DNS == probe.DNSOK)
	implies("connected", r.Connect == probe.ConnectOK, r.Address.IsValid() && r.RoundTrips > 0)
	implies("not connected", r.Connect != probe.ConnectOK, r.Greeting == probe.GreetingNotReached && r.TLS == probe.TLSNotReached)
	implies("EHLO after a greeting", r.Hello != probe.HelloNotReached, r.Greeting == probe.GreetingOK || r.Protocol == "FTP" || crossed)
	implies("a code is a greeting's", r.GreetingCode != 0, r.Greeting != probe.GreetingNone && r.Greeting != probe.GreetingNotReached)

	implies("TLS is safe", up, r.TLSVersion == "1.2" || r.TLSVersion == "1.3")
	implies("TLS has a cipher", up, r.TLSCipher != "")
	implies("verified", r.TLSVerified, up && r.Certificate != nil && r.TLSError.Empty())
	implies("not verified", up && !r.TLSVerified, !r.TLSError.Empty())
	implies("a certificate", r.Certificate != nil, up)
	implies("no STARTTLS", r.TLS == probe.TLSNone, r.Hello == probe.HelloOK && !r.STARTTLSOffered && r.TLSMode == probe.ModeNone)
	implies("refused", r.TLS == probe.TLSRefused, r.TLSMode == probe.ModeSTARTTLS)
	implies("offered", r.STARTTLSOffered, r.TLSMode == probe.ModeSTARTTLS || r.TLSMode == probe.ModePlaintextOnTLS)
	implies("by STARTTLS", r.TLSMode == probe.ModeSTARTTLS, r.STARTTLSOffered && !r.Door.Implicit())
	implies("by itself", r.TLSMode == probe.ModeImplicit, r.Door.Implicit() && !r.STARTTLSOffered && r.AuthBeforeTLS == nil)
	implies("the other way round", r.TLSMode == probe.ModePlaintextOnTLS, r.TLS == probe.TLSFailed && r.Door.Implicit())
	implies("the other way, on a clear door", r.TLSMode == probe.ModeImplicitOnSTARTTLS, up && r.Greeting == probe.GreetingNone)
	implies("injected", r.Injected, r.TLSMode == probe.ModeSTARTTLS && (up || r.TLS == probe.TLSFailed))

	implies("offers in TLS", r.ExtensionsAfterTLS != nil, up && r.Hello == probe.HelloOK)
	implies("logins in TLS", r.AuthAfterTLS != nil, r.ExtensionsAfterTLS != nil)
	implies("offers in the clear", r.ExtensionsBeforeTLS != nil, r.TLSMode != probe.ModeImplicit)
	if c := r.Certificate; c != nil {
		bad := slices.ContainsFunc(c.Problems, func(p probe.CertificateProblem) bool { return p != probe.CertWeakKey })
		implies("problems", true, bad == !r.TLSVerified)
		implies("weak key", slices.Contains(c.Problems, probe.CertWeakKey), slices.Contains(r.Warnings, probe.WarnWeakKey))
	}
}
