# shellcheck shell=bash
# Shared by all scripts: output, settings, ports, waiting, processes. Source it after
# `set -euo pipefail`, in the repository's root.

if ((BASH_VERSINFO[0] < 5)); then
  printf '%s\n' "${0##*/}: this needs bash 5 or newer, and this is $BASH_VERSION: install it (brew install bash) and start again." >&2
  exit 1
fi

# Prints a line.
say() { printf '%s\n' "$*"; }

# Prints an error on stderr and exits.
die() {
  printf '%s\n' "${0##*/}: $*" >&2
  exit 1
}

# no_arguments "$@": for a script whose only option is --help.
no_arguments() {
  case ${1:-} in
    '') ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) die "it takes no arguments; see scripts/${0##*/} --help." ;;
  esac
}

have() { command -v "$1" >/dev/null 2>&1; }

# need COMMAND MESSAGE: exits with the message if the command is missing.
need() { have "$1" || die "$2"; }

# at_least VERSION MINIMUM: compares versions like 1.95.0 numerically.
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

# The names and values in .env.
declare -gA DOTENV=()

# read_dotenv: reads .env in the working folder to DOTENV, by the rules of the services
# (crates/common/src/config/dot_env.rs), or exits. Sourcing this file calls it.
read_dotenv() {
  local line number=0 name
  local -a lines
  DOTENV=()
  [[ -f .env && -r .env ]] || return 0
  if (($(LC_ALL=C tr -cd '\0' <.env | wc -c) > 0)) || ! iconv -f UTF-8 -t UTF-8 .env >/dev/null 2>&1; then
    die ".env is not UTF-8 text, perhaps UTF-16: save it as UTF-8."
  fi
  mapfile -t lines <.env
  if ((${#lines[@]} > 0)); then lines[0]=${lines[0]#$'\xEF\xBB\xBF'}; fi
  for line in "${lines[@]}"; do
    number=$((number + 1))
    if [[ $line =~ ^[[:space:]]*(#|$) ]]; then continue; fi
    [[ $line =~ ^[[:space:]]*(export\ )?[[:space:]]*([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=(.*)$ ]] ||
      die ".env: line $number is not of the form NAME=value."
    name=${BASH_REMATCH[2]}
    read_value "${BASH_REMATCH[3]}" ||
      die ".env: line $number has a value that not all programs read alike: write it in single quotes, $name='…', or in a file that ${name}_FILE names."
    DOTENV[$name]=$VALUE
  done
}

# read_value TEXT: sets VALUE to the value in what follows NAME=; fails if not all programs read it alike.
read_value() {
  local text rest=''
  text=$(trimmed "$1")
  case $text in
    \'*\'*)
      text=${text#\'} VALUE=${text%%\'*} rest=${text#*\'}
      [[ $VALUE != *\\\\* && $VALUE != *\\ && $VALUE != *\$\{* ]] || return 1
      ;;
    '"'*'"'*)
      text=${text#\"} VALUE=${text%%\"*} rest=${text#*\"}
      [[ $VALUE != *[\$\\\`]* ]] || return 1
      ;;
    *)
      VALUE=$(trimmed "${1%%' #'*}")
      [[ $VALUE != *[[:space:]\'\"\$\\\`\#]* ]] || return 1
      ;;
  esac
  [[ -z $(trimmed "${rest%%' #'*}") ]]
}

# trimmed TEXT: without blanks at its ends.
trimmed() {
  local text=${1#"${1%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# setting NAME DEFAULT: the environment's value, else the one in .env, else the default.
setting() {
  local value=${!1:-}
  value=${value:-${DOTENV[$1]:-}}
  printf '%s' "${value:-$2}"
}

# secret_setting NAME: the same for a value that may be in the file NAME_FILE; empty if not set.
secret_setting() {
  local value file
  value=$(setting "$1" '')
  file=$(setting "$1_FILE" '')
  if [[ -z $value && -n $file ]]; then
    value=$(cat "$file" 2>/dev/null) || die "The file that $1_FILE names cannot be read: $file."
    value=${value#$'\xEF\xBB\xBF'} value=${value%$'\r'}
  fi
  printf '%s' "$value"
}

# Whether NAME or NAME_FILE is set, in the environment or in .env.
is_set() { [[ -n $(setting "$1" '')$(setting "$1_FILE" '') ]]; }

# Decodes the percent encoding of a part of a URL.
url_decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# make_temp NAME: creates TEMP, a private folder for this run, and removes those of killed runs.
make_temp() {
  local folder id
  for folder in "${TMPDIR:-/tmp}/$1".*; do
    id=${folder#"${TMPDIR:-/tmp}/$1".} id=${id%%.*}
    if [[ -O $folder && $id =~ ^[0-9]+$ ]] && gone "$id"; then rm -rf "$folder"; fi
  done
  # shellcheck disable=SC2034 # the caller reads it
  TEMP=$(umask 077 && mktemp -d "${TMPDIR:-/tmp}/$1.$$.XXXXXX")
}

# clean_up_on_exit FUNCTION: runs FUNCTION when the script exits. HUP, INT and TERM exit with the usual
# codes, and so run it too.
clean_up_on_exit() {
  # shellcheck disable=SC2064 # the name is expanded now
  trap "$1" EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# 256 random bits, as 64 hexadecimal digits.
random_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# The cache folder.
cache_folder() { printf '%s' "${CI_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/kpi-productivity}"; }

# Whether a process on this machine listens on PORT.
port_in_use() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

# A free port below the ephemeral range. It is derived from the id of a subshell, so that concurrent
# calls get different ports before a process listens on them.
free_port() (
  port=$((20000 + BASHPID % 10000))
  while port_in_use "$port"; do port=$((20000 + (RANDOM * 32768 + RANDOM) % 10000)); done
  printf '%s' "$port"
)

# http_status PORT PATH: the status of a GET to localhost; empty without a response.
http_status() (
  exec 2>/dev/null
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exec 3<>"/dev/tcp/::1/$1" || exit 0
  printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
  read -r -t 5 _ status _ <&3 || exit 0
  printf '%s' "$status"
)

alive() { kill -0 "$1" 2>/dev/null; }

# wait_for SECONDS COMMAND…: waits until the command succeeds; fails after SECONDS.
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# spawn COMMAND…: starts it in a separate process group, so that Ctrl-C only reaches this script, and
# sets SPAWNED to its id.
spawn() {
  set -m
  "$@" </dev/null &
  # shellcheck disable=SC2034 # the caller reads it
  SPAWNED=$!
  set +m
}

# stop PID SECONDS [SIGNAL]: signals the process group, and kills it after SECONDS.
stop() {
  kill -"${3:-TERM}" -- "-$1" 2>/dev/null || kill -"${3:-TERM}" "$1" 2>/dev/null || true
  wait_for "$2" gone "$1" || true
  # Kill remaining processes of the group.
  kill -KILL -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# The id of the current background job, for traps.
JOB=

# run_job COMMAND…: runs it in the background and waits, so that traps run at once and can stop it.
run_job() {
  local code=0
  spawn "$@"
  JOB=$SPAWNED
  wait "$JOB" || code=$?
  JOB=
  return "$code"
}

# Whether a process has exited; a zombie counts as exited.
gone() {
  local state
  alive "$1" || return 0
  [[ -d /proc/self ]] || return 1
  state=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  [[ $state == *') Z '* ]]
}

read_dotenv
