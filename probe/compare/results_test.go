package main

import (
	"strings"
	"testing"
	"time"

	"postern/wizard/advice"
)

func TestTables(t *testing.T) {
	r := newResults(
		[]entry{{tool: tool{name: "msmtp"}}, {tool: tool{name: "Postern"}}},
		[]opened{{situation: situation{name: "silent", verdict: advice.Silent}}, {situation: situation{name: "refused", verdict: advice.Refused}}},
		[][]run{
			{{tool: "msmtp", judgement: judgement{mark: hung}, answer: answer{elapsed: 2 * time.Second}}, {tool: "Postern", judgement: judgement{mark: right}}},
			{{tool: "msmtp", judgement: judgement{mark: right}, raw: []string{"U+001B"}}, {tool: "Postern", judgement: judgement{mark: right}}},
		},
	)
	var b strings.Builder
	r.summary().print(&b, markdown)
	r.rows().print(&b, plain)
	want := `| program | right | vague | wrong | hung | raw bytes | time in all |
| --- | --- | --- | --- | --- | --- | --- |
| msmtp | 1 | 0 | 0 | 1 | 1 | 2 s |
| Postern | 2 | 0 | 0 | 0 | 0 | 0 s |
situation  what is true  msmtp    Postern
silent     silent        hung     right
refused    refused       right *  right
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !r.posternRight() {
		t.Error("Postern was right, and it is not said so")
	}
	r.runs[0][1].raw = []string{"U+001B"}
	if r.posternRight() {
		t.Error("Postern let an escape through, and is called right")
	}
}
