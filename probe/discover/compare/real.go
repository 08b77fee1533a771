package main

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"postern/probe"
)

// A cagedRun runs programs in the cage, where they find a set-up's Internet at its own
// addresses: one at a time, for there is one network.
type cagedRun struct {
	postern string // the program
	turn    sync.Mutex
}

// programs are msmtp and Postern themselves, and the models of the others.
func (c *cagedRun) programs(ctx context.Context) []program {
	all := models()
	all[0] = program{"msmtp", firstLine(ctx, "msmtp") + " itself", c.alone(c.msmtp)}
	all[len(all)-1] = program{"Postern", firstLine(ctx, c.postern) + " itself", c.alone(c.findAndProbe)}
	return all
}

// firstLine is what a program says first when asked for its version.
func firstLine(ctx context.Context, path string) string {
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return filepath.Base(path)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return line
}

// alone has a program find a server while the set-up's Internet is all there is. What
// went wrong with the program itself is a warning of its own.
func (c *cagedRun) alone(find func(context.Context, network, string) (answer, error)) func(context.Context, network, string) answer {
	return func(ctx context.Context, n network, address string) answer {
		c.turn.Lock()
		defer c.turn.Unlock()
		stop, err := n.Expose()
		if err != nil {
			return answer{warning: err.Error()}
		}
		defer stop()
		a, err := find(ctx, n, address)
		if err != nil {
			return answer{warning: err.Error()}
		}
		return a
	}
}

// msmtp runs it, and says where a newer one would find something else.
func (*cagedRun) msmtp(ctx context.Context, n network, address string) (answer, error) {
	cmd := command(ctx, "msmtp", "--configure="+address)
	out, err := cmd.Output()
	var a answer
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit): // it has said that there is nothing
	case err != nil:
		return a, err
	default:
		a = readMSMTP(string(out))
	}
	if model := msmtp(ctx, n, address); model != a {
		fmt.Fprintf(os.Stderr, "compare: for %s msmtp itself says %+v, and the model of a newer one %+v\n", address, a, model)
	}
	return a, nil
}

// command is one with no settings but ours.
func command(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.TempDir(), "LC_ALL=C.UTF-8", "RES_OPTIONS=timeout:1 attempts:1"}
	return cmd
}

// findAndProbe runs postern find, and postern probe for what it found: for the first
// server that is named, or else for each guess until one can be used. If that comes to
// nothing, the person agrees to a settings file without encryption.
func (c *cagedRun) findAndProbe(ctx context.Context, n network, address string) (answer, error) {
	dir, err := os.MkdirTemp("", "postern-compare-")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(dir)
	ca := filepath.Join(dir, "ca.pem")
	body := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: n.Authority().Raw})
	if err := os.WriteFile(ca, body, 0o600); err != nil {
		return answer{}, err
	}
	a, err := c.find(ctx, ca, address)
	if err != nil || a.host != "" && a.warning == "" {
		return a, err
	}
	agreed, err := c.find(ctx, ca, address, "--plain-http")
	if err == nil && agreed.host != "" && agreed.warning == "" {
		agreed.asked = true
		return agreed, nil
	}
	return a, err
}

// A found server is one as postern find --json prints it.
type found struct {
	Host     string         `json:"host"`
	Port     int            `json:"port"`
	Security probe.Security `json:"security"`
	User     string         `json:"user"`
	Guess    bool           `json:"guess"`
}

func (c *cagedRun) find(ctx context.Context, ca, address string, more ...string) (answer, error) {
	var report struct {
		Servers []found `json:"servers"`
	}
	if err := c.run(ctx, &report, append([]string{"find", address, "--json", "--ca", ca}, more...)...); err != nil {
		return answer{}, err
	}
	var a answer
	for _, s := range report.Servers {
		var err error
		if a, err = c.probe(ctx, ca, s); err != nil || !s.Guess || a.warning == "" {
			return a, err
		}
	}
	return a, nil
}

// probe tries the door of a server, or all usual ones of a guess.
func (c *cagedRun) probe(ctx context.Context, ca string, s found) (answer, error) {
	args := []string{"probe", s.Host, "--json", "--ca", ca}
	if !s.Guess {
		mode := map[bool]string{true: "tls", false: "starttls"}[s.Security == probe.ImplicitTLS]
		args = append(args, "--port", strconv.Itoa(s.Port)+":"+mode)
	}
	var report struct {
		Ports []struct {
			Port    int    `json:"port"`
			Verdict string `json:"verdict"`
			Ready   bool   `json:"ready"`
		} `json:"ports"`
		Recommendation struct {
			Port     int            `json:"port"`
			Security probe.Security `json:"security"`
		} `json:"recommendation"`
	}
	if err := c.run(ctx, &report, args...); err != nil {
		return answer{}, err
	}
	a := answer{host: s.Host, port: report.Recommendation.Port, security: report.Recommendation.Security, user: s.User}
	for _, p := range report.Ports {
		switch {
		case a.port != 0:
			return a, nil
		case p.Ready && !s.Guess:
			a.port, a.security = s.Port, s.Security
			return a, nil
		case a.warning == "" || a.warning == "refused":
			a.warning = p.Verdict
		}
	}
	return a, nil
}

// run runs Postern, and reads its report.
func (c *cagedRun) run(ctx context.Context, report any, args ...string) error {
	out, err := command(ctx, c.postern, args...).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err
	}
	if err := json.Unmarshal(out, report); err != nil {
		return fmt.Errorf("postern %s: %w", args[0], err)
	}
	return nil
}

// build builds Postern as it is given to people.
func build(ctx context.Context, path string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", path, "postern")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build postern: %w\n%s", err, out)
	}
	return nil
}
