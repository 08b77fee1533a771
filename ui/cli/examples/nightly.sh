#!/bin/sh
# Says in the morning what is not as it was: a nightly look at some hosts, compared
# with the last one. It is silent while all is as it was and as it should be, so that
# cron sends a mail only when there is something to read.
#
#   nightly.sh FILE HOST...        any flag of postern probe may stand there too
#
# FILE holds the last reports; the first run makes it. What has changed is told once:
# then the new reports take the place of the old, which stay as FILE.before. A host
# without a door to recommend is told of every night.
#
#   17 3 * * *  /usr/local/bin/nightly.sh /var/lib/postern/hosts.json smtp.example.org
#
# postern-nightly.service and postern-nightly.timer do the same with systemd.
#
# Ends with 0 if nothing has changed and every host has a door, 1 if not.
set -eu

if [ $# -lt 2 ]; then
	echo 'usage: nightly.sh FILE HOST...' >&2
	exit 2
fi
file=$1
shift
new=$file.new
told=$file.told
trap 'rm -f "$new" "$told"' EXIT
trap 'exit 130' HUP INT TERM

# look leaves the reports of now in $new. 1 is a result as well: no door somewhere.
look() {
	status=0
	postern probe "$@" --json >"$new" || status=$?
	[ "$status" -le 1 ] || exit "$status"
}

if [ ! -e "$file" ]; then
	look "$@"
	mv "$new" "$file"
	[ "$status" -eq 0 ] || echo "A host has no door to recommend: postern probe $*"
	exit "$status"
fi

status=0
postern probe "$@" --compare "$file" >"$told" || status=$?
case $status in
0) exit 0 ;;
1) cat "$told" ;;
*) exit "$status" ;;
esac

look "$@"
cp -p "$file" "$file.before"
mv "$new" "$file"
exit 1
