#!/bin/sh
# A check for Nagios, Icinga, Naemon and whatever else speaks their plugins' language:
# one line, performance data after the bar, and an exit code.
#
#   check_postern.sh -H HOST [-p DOORS] [-w DAYS] [-c DAYS] [-t TIME] [-C FILE]
#
#   -H HOST   the mail server
#   -p DOORS  the doors that it should have, as for postern probe --port (465,587)
#   -w DAYS   warn when a certificate ends in fewer days than that (14)
#   -c DAYS   critical when it does so in fewer than that (3)
#   -t TIME   how long one door may take (8s)
#   -C FILE   trust the authority in this PEM file too
#
# OK (0): each of the doors is ready. WARNING (1): some are not, but one can be
# recommended; or a certificate ends soon. CRITICAL (2): none can be, or a
# certificate ends at once. UNKNOWN (3): it was called wrongly, or broken off.
set -u

unknown() {
	echo "POSTERN UNKNOWN - $1"
	exit 3
}
usage='usage: check_postern.sh -H HOST [-p DOORS] [-w DAYS] [-c DAYS] [-t TIME] [-C FILE]'

host='' doors=465,587 warn=14 critical=3 limit=8s ca=''
while getopts :H:p:w:c:t:C: flag; do
	case $flag in
	H) host=$OPTARG ;;
	p) doors=$OPTARG ;;
	w) warn=$OPTARG ;;
	c) critical=$OPTARG ;;
	t) limit=$OPTARG ;;
	C) ca=$OPTARG ;;
	*) unknown "$usage" ;;
	esac
done
shift $((OPTIND - 1))
case $#$host in
0 | [!0]* | 0-*) unknown "$usage" ;; # no host, more than flags, or a flag for a host
esac
case $warn$critical in
*[!0-9]*) unknown 'the days are no numbers' ;;
esac
command -v postern >/dev/null || unknown 'there is no postern on the path'

# What goes wrong is said on the one line as well: monitoring shows nothing else.
metrics=$(postern probe --port "$doors" --timeout "$limit" ${ca:+--ca "$ca"} --format openmetrics -- "$host" 2>&1)
status=$?
case $status in
0 | 1) ;;
130) unknown 'it was broken off' ;;
*) unknown "$(printf '%s' "$metrics" | tr '\n|' '  ')" ;;
esac

# The metrics carry both times, so that no clock has to be asked. A verdict of many
# words has none of the characters that mean something here.
printf '%s\n' "$metrics" | awk -v host="$host" -v warn="$warn" -v critical="$critical" '
	function label(name,   rest) {
		rest = $0
		if (!sub(".*[{,]" name "=\"", "", rest)) return ""
		sub(/".*/, "", rest)
		return rest
	}
	/^#/ || !/^postern_/ { next }
	{ port = label("port") }
	/^postern_probe_start_time_seconds[{]/  { began = $NF }
	/^postern_probe_duration_seconds[{]/    { took = $NF }
	/^postern_recommended_port[{]/          { use = $NF }
	/^postern_door_ready[{]/                { doors++; ready += $NF }
	/^postern_door_verdict[{]/ {
		said = said (said ? ", " : "") port " " label("verdict")
	}
	/^postern_door_duration_seconds[{]/     { perf = perf " time_" port "=" $NF "s" }
	/^postern_door_certificate_not_after_seconds[{]/ {
		if (ends == "" || $NF < ends) ends = $NF
	}
	END {
		if (!doors) { print "POSTERN UNKNOWN - nothing was measured"; exit 3 }
		state = 0
		if (ready < doors) state = 1
		if (ends != "") {
			days = int((ends - began) / 86400)
			said = said "; certificate ends in " days (days == 1 ? " day" : " days")
			perf = perf " days=" days ";" warn ":;" critical ":"
			if (days < warn && state < 1) state = 1
			if (days < critical) state = 2
		}
		if (use + 0 == 0) state = 2
		split("OK WARNING CRITICAL", word, " ")
		print "POSTERN " word[state + 1] " - " host ": " (use + 0 ? "use " use : "no door to recommend") \
			" (" said ") | time=" took "s ready=" ready ";;;0;" doors perf
		exit state
	}'
