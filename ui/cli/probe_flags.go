package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"postern/probe"
)

// parsePorts adds the doors of a list such as 587,465,2525:starttls,443:tls. A
// port without a word after it has no Security yet.
func parsePorts(doors []probe.Door, list string) ([]probe.Door, error) {
	for _, item := range strings.Split(list, ",") {
		number, mode, said := strings.Cut(strings.TrimSpace(item), ":")
		port, err := parsePort(number)
		if err != nil {
			return doors, err
		}
		d := probe.Door{Port: port}
		if said {
			if d.Security, err = parseMode(mode); err != nil {
				return doors, err
			}
		}
		if slices.ContainsFunc(doors, func(o probe.Door) bool { return o.Port == port }) {
			return doors, wrongf("port %d is named twice; name each once", port)
		}
		doors = append(doors, d)
	}
	return doors, nil
}

func parsePort(s string) (int, error) {
	if s == "" {
		return 0, wrongf("a port is missing; write numbers with commas between, as in 587,465")
	}
	if strings.Trim(s, "0123456789") != "" {
		return 0, wrongf("%s is no port; ports are numbers from 1 to 65535", shown(s))
	}
	port, err := strconv.Atoi(s)
	if err != nil || port < 1 || port > 65535 {
		return 0, wrongf("%s is out of range; ports are numbers from 1 to 65535", s)
	}
	return port, nil
}

func parseMode(s string) (probe.Security, error) {
	switch m := probe.Security(s); m {
	case probe.STARTTLS, probe.ImplicitTLS:
		return m, nil
	}
	return "", wrongf("after the port comes starttls or tls, not %s; as in 2525:starttls", shown(s))
}

// parseTimeout reads how long something may take, which is named for a person.
func parseTimeout(s, what string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return 0, wrongf("write a time with its unit, as in 30s or 1m")
	case d < 100*time.Millisecond || d > 10*time.Minute:
		return 0, wrongf("%s may take from 100ms to 10m", what)
	}
	return d, nil
}

// counted is a number with its noun, in the plural where it needs one.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
