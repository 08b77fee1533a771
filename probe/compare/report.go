package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"postern/probe"
	"postern/wizard/advice"
)

// A finding is what a report of Postern says about the one door asked for.
type finding struct {
	verdict     advice.Verdict
	problems    []probe.CertificateProblem
	recommended bool
}

// readReport reads the first line of what postern probe --json printed.
func readReport(text string) (finding, error) {
	var report struct {
		Ports []struct {
			Verdict     advice.Verdict `json:"verdict"`
			Certificate struct {
				Problems []probe.CertificateProblem `json:"problems"`
			} `json:"certificate"`
		} `json:"ports"`
		Recommendation struct {
			Port *int `json:"port"`
		} `json:"recommendation"`
	}
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&report); err != nil {
		return finding{}, fmt.Errorf("no report: %w", err)
	}
	if len(report.Ports) != 1 {
		return finding{}, errors.New("no report on the one port asked for")
	}
	door := report.Ports[0]
	return finding{door.Verdict, door.Certificate.Problems, report.Recommendation.Port != nil}, nil
}
