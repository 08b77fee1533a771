#!/bin/sh
# For Prometheus: puts what the doors of some hosts are like where node_exporter's
# textfile collector reads it (--collector.textfile.directory).
#
#   textfile.sh FOLDER HOST...     any flag of postern probe may stand there too
#
# From cron, every ten minutes:
#
#   */10 * * * *  /usr/local/bin/textfile.sh /var/lib/node_exporter smtp.example.org
#
# The file is complete at every moment: it is written beside, and then renamed. If
# Postern is broken off, the old one stays, and postern_probe_start_time_seconds in
# it grows old; an alert on that is worth having:
#
#   time() - postern_probe_start_time_seconds > 3600
#   postern_recommended_port == 0
#   postern_door_certificate_not_after_seconds - time() < 14 * 86400
#   postern_door_tls_info{version!="1.3"}
#   postern_door_warning{warning="ipv6-broken"}
set -eu

if [ $# -lt 2 ]; then
	echo 'usage: textfile.sh FOLDER HOST...' >&2
	exit 2
fi
folder=$1
shift

new=$(mktemp "$folder/.postern.XXXXXX") # not named .prom, so the collector does not see it
trap 'rm -f "$new"' EXIT
trap 'exit 130' HUP INT TERM

status=0
postern probe "$@" --format openmetrics >"$new" || status=$?
case $status in
0 | 1) ;; # 1: a host has no door to recommend, and the metrics say so
*) exit "$status" ;;
esac

chmod 644 "$new" # node_exporter is another user
mv "$new" "$folder/postern.prom"
