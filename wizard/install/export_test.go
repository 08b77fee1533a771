package install

import "time"

// ApplyOne is Apply for one plan.
func ApplyOne(p Plan, now time.Time) (Done, error) {
	done, err := Apply([]Plan{p}, now)
	if err != nil {
		return Done{}, err
	}
	return done[0], nil
}
