# shellcheck shell=bash
# Validation of a deployment's settings. Source it after common.sh and checks.sh.

# Patterns of secrets from examples and of common passwords.
WEAK='your-super-secret-key|change-?me|development-secret|^(secret|password|postgres|admin|kpi|example)$|0123456789abcdef'

# check_settings NAME URL_NAME: exits with a list of all problems, without secrets.
check_settings() {
  local method secret url password origin
  local -a problems=()
  method=$(setting DEPLOY_METHOD none)
  url=$(setting "$2" '')
  [[ -n $url ]] || problems+=("$2 is not set")
  [[ $1 != production || $url == https://* ]] || problems+=("$2 must begin with https://")
  if [[ $method == none ]]; then
    secret=$(secret_setting JWT_SECRET)
    if [[ -z $secret ]]; then
      problems+=("JWT_SECRET is not set")
    elif ((${#secret} < 32)); then
      problems+=("JWT_SECRET is shorter than 32 characters")
    elif [[ ${secret,,} =~ $WEAK ]]; then
      problems+=("JWT_SECRET is one from an example")
    fi
    url=$(secret_setting DATABASE_URL)
    case $url in
      '') problems+=("DATABASE_URL is not set") ;;
      postgres://* | postgresql://*)
        password=${url#*://} password=${password%%@*}
        password=${password#*:}
        [[ ! ${password,,} =~ $WEAK ]] || problems+=("the password in DATABASE_URL is one from an example")
        ;;
      *) problems+=("DATABASE_URL is not a PostgreSQL URL") ;;
    esac
  fi
  while IFS= read -r origin || [[ -n $origin ]]; do
    [[ -z $origin ]] || [[ $origin =~ ^https://[^/*]+$ ]] || [[ $1 == staging && $origin =~ ^http://[^/*]+$ ]] ||
      problems+=("CORS_ORIGIN has \"$origin\", which is not an origin like https://kpi.example.com")
  done < <(setting CORS_ORIGIN '' | tr ',' '\n' | tr -d ' ')
  case $(setting REDIS_REQUIRED false) in
    true | false) ;;
    *) problems+=("REDIS_REQUIRED is neither true nor false") ;;
  esac
  ((${#problems[@]} == 0)) || exit_with 2 "Invalid settings: $(join_problems "${problems[@]}")."
}

# join_problems PROBLEM…: separated by semicolons.
join_problems() {
  local all
  all=$(printf '%s; ' "$@")
  printf '%s' "${all%; }"
}
