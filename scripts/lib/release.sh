# shellcheck shell=bash
# Deployment methods, which release VERSION and roll back to PREVIOUS: Compose on this machine, Railway,
# or custom commands. Source it after common.sh, compose.sh and database.sh; deploy.sh has `step` and
# `exit_with`.

SERVICES=(backend frontend gateway)

use_method() {
  METHOD=$(setting DEPLOY_METHOD none)
  case $METHOD in
    none) ;;
    docker)
      docker_answers || [[ -n $DRY_RUN ]] || exit_with 2 "DEPLOY_METHOD is docker, but no Docker engine is running."
      find_compose || exit_with 2 "DEPLOY_METHOD is docker, but Compose is missing: install docker-compose-plugin."
      ;;
    railway)
      have railway || exit_with 2 "DEPLOY_METHOD is railway, but its command is missing: npm install -g @railway/cli"
      [[ -n $(secret_setting RAILWAY_TOKEN) ]] || exit_with 2 "DEPLOY_METHOD is railway, but RAILWAY_TOKEN is not set: create a project token."
      RAILWAY_TOKEN=$(secret_setting RAILWAY_TOKEN)
      export RAILWAY_TOKEN
      ;;
    *) exit_with 2 "DEPLOY_METHOD is \"$METHOD\": set it to railway, docker or none." ;;
  esac
  VERSION=$(date -u +%Y%m%d%H%M%S)-$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
  "previous_$METHOD"
}

# previous_METHOD: sets PREVIOUS to the running version, for a rollback.
previous_none() { PREVIOUS=$(setting RETURN_COMMAND ''); }

previous_docker() {
  local id
  id=$(compose ps -q gateway 2>/dev/null | head -n 1)
  PREVIOUS=''
  if [[ -n $id ]]; then PREVIOUS=$(docker inspect -f '{{.Config.Image}}' "$id" 2>/dev/null); fi
  PREVIOUS=${PREVIOUS##*:}
}

previous_railway() {
  local service id
  PREVIOUS=''
  for service in "${SERVICES[@]}"; do
    id=$(railway deployment list --service "kpi-$service" --json 2>/dev/null | tr -d ' \n' | sed 's/},{/}\n{/g' |
      grep '"status":"SUCCESS"' | grep -oE '"id":"[^"]+"' | head -n 1 | cut -d '"' -f 4) || true
    [[ -z $id ]] || PREVIOUS+=" $service=$id"
  done
  PREVIOUS=${PREVIOUS# }
}

build_none() { :; }
build_docker() { step "building the images" env KPI_VERSION="$VERSION" "${COMPOSE[@]}" build; }
build_railway() { :; }

migrate_none() { step "migrating the database" with_secrets "$(backend_program)" migrate deploy; }
# Passes the settings in the environment, so that they do not appear in the process list.
with_secrets() (
  DATABASE_URL=$(secret_setting DATABASE_URL) JWT_SECRET=$(secret_setting JWT_SECRET) NODE_ENV=$NAME
  DIRECT_URL=$(secret_setting DIRECT_URL)
  unset DATABASE_URL_FILE DIRECT_URL_FILE JWT_SECRET_FILE
  export DATABASE_URL DIRECT_URL JWT_SECRET NODE_ENV
  exec "$@"
)
migrate_docker() { step "migrating the database" env KPI_VERSION="$VERSION" "${COMPOSE[@]}" run --rm migrate; }
# Railway migrates before the new version gets requests (preDeployCommand).
migrate_railway() { :; }

release_none() {
  [[ -z $(setting RELEASE_COMMAND '') ]] || step "running RELEASE_COMMAND" bash -c "$(setting RELEASE_COMMAND '')"
}
release_docker() { step "starting $VERSION" env KPI_VERSION="$VERSION" "${COMPOSE[@]}" up -d --no-build --remove-orphans; }
release_railway() {
  local service
  for service in "${SERVICES[@]}"; do
    step "deploying the $service to Railway" railway up --ci --service "kpi-$service" || return 1
  done
}

return_none() { step "running RETURN_COMMAND" bash -c "$PREVIOUS"; }
return_docker() { step "starting $PREVIOUS again" env KPI_VERSION="$PREVIOUS" "${COMPOSE[@]}" up -d --no-build --remove-orphans; }
return_railway() {
  local part
  for part in $PREVIOUS; do
    # shellcheck disable=SC2016 # the dollar is GraphQL's
    step "rolling the ${part%%=*} back" railway api 'mutation($id: String!) { deploymentRollback(id: $id) }' \
      --variables "{\"id\":\"${part#*=}\"}" || return 1
  done
}
