# shellcheck shell=bash
# What every script here needs: words to the user, ports, waiting, stopping. Source it after
# `set -euo pipefail`, in the repository's root.

if ((BASH_VERSINFO[0] < 5)); then
  printf '%s\n' "${0##*/}: this needs bash 5 or newer, and this is $BASH_VERSION: install it (brew install bash) and start again." >&2
  exit 1
fi

# A line for the user.
say() { printf '%s\n' "$*"; }

# One clear sentence on stderr, and the end.
die() {
  printf '%s\n' "${0##*/}: $*" >&2
  exit 1
}

# no_arguments "$@": for a script that takes none but --help, which shows its usage.
no_arguments() {
  case ${1:-} in
    '') ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) die "it takes no arguments; scripts/${0##*/} --help tells more." ;;
  esac
}

have() { command -v "$1" >/dev/null 2>&1; }

# need COMMAND SENTENCE: ends with the sentence when the command is missing.
need() { have "$1" || die "$2"; }

# at_least VERSION MINIMUM: compares versions like 1.95.0 by their numbers.
at_least() {
  local -a is least
  local i
  IFS=.-+ read -ra is <<<"$1"
  IFS=. read -ra least <<<"$2"
  for i in "${!least[@]}"; do
    ((${is[i]:-0} > least[i])) && return 0
    ((${is[i]:-0} < least[i])) && return 1
  done
  return 0
}

# The value of NAME in .env, unquoted; empty when it is not there.
dotenv_value() {
  local value
  [[ -r .env ]] || return 0
  value=$(sed -nE "s/^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*//p" .env | tail -n 1)
  case $value in
    \"*) value=${value#\"} value=${value%%\"*} ;;
    \'*) value=${value#\'} value=${value%%\'*} ;;
    *) value=${value%%[[:space:]]#*} value=${value%"${value##*[![:space:]]}"} ;;
  esac
  printf '%s' "$value"
}

# setting NAME DEFAULT: the environment's value, else the one in .env, else the default.
setting() {
  local value=${!1:-}
  [[ -n $value ]] || value=$(dotenv_value "$1")
  printf '%s' "${value:-$2}"
}

# secret_setting NAME: the same for what may be in a file that NAME_FILE names; empty when not set.
secret_setting() {
  local value file
  value=$(setting "$1" '')
  file=$(setting "$1_FILE" '')
  if [[ -z $value && -n $file ]]; then
    value=$(cat "$file" 2>/dev/null) || die "The file that $1_FILE names cannot be read: $file."
  fi
  printf '%s' "$value"
}

# Whether NAME or NAME_FILE is set, in the environment or in .env.
is_set() { [[ -n $(setting "$1" '')$(setting "$1_FILE" '') ]]; }

# A part of a URL without its %20 and the like.
url_decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# make_temp NAME: gives TEMP, a folder for this run that only its user can read, and removes those of
# runs that were killed.
make_temp() {
  local folder id
  for folder in "${TMPDIR:-/tmp}/$1".*; do
    id=${folder#"${TMPDIR:-/tmp}/$1".} id=${id%%.*}
    if [[ -O $folder && $id =~ ^[0-9]+$ ]] && gone "$id"; then rm -rf "$folder"; fi
  done
  # shellcheck disable=SC2034 # the caller reads it
  TEMP=$(umask 077 && mktemp -d "${TMPDIR:-/tmp}/$1.$$.XXXXXX")
}

# 256 random bits, as 64 hexadecimal digits.
random_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# The folder for what is dear to make and may be lost.
cache_folder() { printf '%s' "${CI_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/kpi-productivity}"; }

# Whether something on this machine accepts connections on PORT.
port_in_use() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

# A port that nobody uses, below those that the system itself gives out. It is made of the id of a
# subshell, so that nobody else is given the same one before somebody listens there.
free_port() (
  port=$((20000 + BASHPID % 10000))
  while port_in_use "$port"; do port=$((20000 + (RANDOM * 32768 + RANDOM) % 10000)); done
  printf '%s' "$port"
)

# http_status PORT PATH: the status that localhost answers a GET with; empty when it does not.
http_status() (
  exec 2>/dev/null
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exec 3<>"/dev/tcp/::1/$1" || exit 0
  printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
  read -r -t 5 _ status _ <&3 || exit 0
  printf '%s' "$status"
)

alive() { kill -0 "$1" 2>/dev/null; }

# wait_for SECONDS COMMAND…: until the command succeeds; fails when the time is over.
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# spawn COMMAND…: starts it in a process group of its own, so that a Ctrl-C is ours to pass on, and
# gives its id in SPAWNED.
spawn() {
  set -m
  "$@" </dev/null &
  # shellcheck disable=SC2034 # the caller reads it
  SPAWNED=$!
  set +m
}

# stop PID SECONDS [SIGNAL]: asks the process group to end, and ends it when the time is over.
stop() {
  kill -"${3:-TERM}" -- "-$1" 2>/dev/null || kill -"${3:-TERM}" "$1" 2>/dev/null || true
  wait_for "$2" gone "$1" || true
  # What the process itself left of its group is of no use without it.
  kill -KILL -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# A job of this script that runs in the background, so that a signal ends it at once.
JOB=

# run_job COMMAND…: runs it and waits, so that a signal to this script ends it too.
run_job() {
  local code=0
  spawn "$@"
  JOB=$SPAWNED
  wait "$JOB" || code=$?
  JOB=
  return "$code"
}

# A child that has ended stays in the process table until it is waited for.
gone() {
  local state
  alive "$1" || return 0
  [[ -d /proc/self ]] || return 1
  state=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  [[ $state == *') Z '* ]]
}
