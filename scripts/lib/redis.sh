# shellcheck shell=bash
# Access to the Redis in REDIS_URL for redis-cli, which gets the password in the environment. Source it
# after common.sh.

# use_redis: reads REDIS_URL, which may be empty, and the related settings.
use_redis() {
  local rest host user='' password=''
  REDIS_URL=$(secret_setting REDIS_URL)
  REDIS_ARGUMENTS=()
  [[ -n $REDIS_URL ]] || return 0
  case $REDIS_URL in
    redis://*) ;;
    rediss://*) REDIS_ARGUMENTS+=(--tls) ;;
    *) die "REDIS_URL is not a Redis URL: it must start with redis:// or rediss://." ;;
  esac
  rest=${REDIS_URL#*://}
  [[ $rest =~ ^([^]@/?#%[]|%[0-9A-Fa-f]{2})*(@[^@/?#%]*)?([/?][^@#]*)?$ || $rest =~ ^(\[[^]@]*\][^@#]*)$ ]] ||
    die "REDIS_URL is no address of the form redis://host:6379 or rediss://user:password@host:6380/0; percent-encode the password, @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25."
  rest=${rest%%[/?]*}
  if [[ $rest == *@* ]]; then
    user=${rest%@*} rest=${rest##*@}
    if [[ $user == *:* ]]; then password=$(url_decoded "${user#*:}"); fi
    user=$(url_decoded "${user%%:*}")
  fi
  user=${user:-$(setting REDIS_USERNAME '')}
  REDIS_PASSWORD=${password:-$(secret_setting REDIS_PASSWORD)}
  host=$rest
  if [[ $rest =~ :[0-9]+$ ]]; then host=${rest%:*}; fi
  [[ $host == "$rest" ]] || REDIS_ARGUMENTS+=(-p "${rest##*:}")
  host=${host#\[} host=${host%\]}
  REDIS_ARGUMENTS+=(-h "$host")
  [[ -z $user ]] || REDIS_ARGUMENTS+=(--user "$user")
  need redis-cli "redis-cli is missing: install Redis's tools (on Debian and Ubuntu: apt-get install redis-tools) and start again."
}

redis_cli() {
  if [[ -n $REDIS_PASSWORD ]]; then local -x REDISCLI_AUTH=$REDIS_PASSWORD; fi
  redis-cli "${REDIS_ARGUMENTS[@]}" "$@"
}
