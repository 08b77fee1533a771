#!/bin/sh
# A check for CI: fails while mail could not leave through a host.
#
#   ci-check.sh HOST...            any flag of postern probe may stand there too
#
# A network hiccups, and a build shall not fail for that: it tries again before it
# believes a failure. The last report, to keep with the build, is in $REPORT.
#
#   REPORT    the file for the report, as JSON (postern-report.json)
#   ATTEMPTS  how often to try (3)
#   PAUSE     how many seconds to wait between (20)
#
# Ends with 0 if every host has a door to recommend, 1 if not, 2 on wrong use.
set -eu

report=${REPORT:-postern-report.json}
left=${ATTEMPTS:-3}

if [ $# -eq 0 ]; then
	echo 'usage: ci-check.sh HOST...' >&2
	exit 2
fi

while :; do
	status=0
	postern probe "$@" --json >"$report" || status=$?
	left=$((left - 1))
	case $status in
	0) exit 0 ;;
	1) [ "$left" -gt 0 ] || break ;;
	*) exit "$status" ;; # wrong use, or interrupted: no second try mends that
	esac
	sleep "${PAUSE:-20}"
done

echo "Mail cannot leave. The report as JSON is in $report; in words:"
postern probe "$@" || true
exit 1
