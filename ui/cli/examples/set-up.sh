#!/bin/sh
# The whole wizard without a person, for provisioning: find the door that works from
# this computer, write the program's settings for it, and check the login once.
#
#   set-up.sh PROGRAM HOST ADDRESS PASSWORD-COMMAND [FLAG...]
#
#   set-up.sh msmtp smtp.example.org robot@example.org 'pass show mail/robot'
#
# FLAG is any that postern probe, config and verify all know, such as --ca FILE.
# POSTERN_PORTS names the doors to try, as for postern probe --port (465,587,2525);
# 8465:tls is one where encryption has to begin at once.
# No password is in what is written: the program fetches it with the command.
#
# Ends with 0 if the settings are written and the login works, 1 if not.
set -eu

if [ $# -lt 4 ]; then
	echo 'usage: set-up.sh PROGRAM HOST ADDRESS PASSWORD-COMMAND [FLAG...]' >&2
	exit 2
fi
program=$1 host=$2 address=$3 secret=$4
doors=${POSTERN_PORTS:-465,587,2525}
shift 4

# JSON says more; but this can be read without another program.
port=$(postern probe "$host" --port "$doors" --format openmetrics "$@" |
	sed -n 's/^postern_recommended_port{.*} //p')
if [ "${port:-0}" -eq 0 ]; then
	echo "No door of $host works from here:" >&2
	postern probe "$host" --port "$doors" "$@" >&2 || true
	exit 1
fi
case ,$doors, in # the number alone does not tell of every door how to speak to it
*,"$port":tls,*) set -- --security tls "$@" ;;
*,"$port":starttls,*) set -- --security starttls "$@" ;;
esac

postern config "$program" --write --replace --host "$host" --port "$port" \
	--address "$address" --password-command "$secret" "$@"
postern verify --host "$host" --port "$port" \
	--address "$address" --password-command "$secret" "$@"
