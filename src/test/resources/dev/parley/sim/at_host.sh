#!/bin/bash
# A host that speaks plain AT to a modem on TCP, in the steps and with the patience of the usual Arduino libraries: it brings
# the modem up, opens a TCP socket in buffer mode, sends one line and reads what comes back.
#
#   at_host.sh MODEM_PORT HOST PORT TEXT
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1

# Reads lines until one matches the first pattern (success) or the second; what was read is in $said.
await() {
    local line
    said=""
    while IFS= read -r -t "${3:-10}" -u 3 line; do
        line=${line%$'\r'}
        said+="$line"$'\n'
        [[ $line =~ $1 ]] && return 0
        [[ $line =~ $2 ]] && return 1
    done
    return 1
}

at() {
    printf 'AT%s\r\n' "$1" >&3
    await '^OK$' '^(ERROR|\+CM[ES] ERROR.*)$' "$2"
}

need() {
    at "$@" || { echo "AT$1 failed: $said" >&2; exit 1; }
}

for _ in 1 2 3 4 5; do
    at "" 1 && break
done
need E0
need +CMEE=0
need +CPIN? 5
until at +CEREG? && [[ $said =~ \+CEREG:\ [0-2],[15] ]]; do
    read -r -t 0.5 _ </dev/null || true
done
at +QIDEACT=1 40
need '+QICSGP=1,1,"iot.example","",""'
need +QIACT=1 150
need "+QIOPEN=1,0,\"TCP\",\"$2\",$3,0,0"
await '^\+QIOPEN: 0,0$' '^\+QIOPEN: 0,' 150 || { echo "no connection: $said" >&2; exit 1; }

printf 'AT+QISEND=0,%d\r\n' "${#4}" >&3
# The prompt ends in no line feed.
IFS= read -r -t 5 -d '>' -u 3 _ || { echo "no prompt" >&2; exit 1; }
printf '%s' "$4" >&3
await '^SEND OK$' '^(SEND FAIL|ERROR)$' 120 || { echo "not sent: $said" >&2; exit 1; }
await '^\+QIURC: "recv",0$' '^\+QIURC: "closed",0$' 30 || { echo "no answer: $said" >&2; exit 1; }
need +QIRD=0,1500
printf '%s' "$said" | sed -n '/^+QIRD: [1-9]/{n;p}'
need +QICLOSE=0 12
