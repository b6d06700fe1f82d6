# shellcheck shell=bash
# Installs the tests' dependencies on Debian and Ubuntu. Source it after common.sh; needs TEMP.

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

may_install() {
  have apt-get && { ((EUID == 0)) || { have sudo && sudo -n true 2>/dev/null; }; }
}

# apt_install PACKAGE…: installs Debian packages without starting their services.
apt_install() {
  local policy=/usr/sbin/policy-rc.d code=0
  if [[ ! -e $TEMP/apt-is-updated ]]; then
    as_root apt-get update
    : >"$TEMP/apt-is-updated"
  fi
  # Packages start their servers on the default ports, unless policy-rc.d forbids it.
  if [[ -e $policy ]]; then
    policy=
  else
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
    printf '%s\n' "$policy" >"$TEMP/policy"
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@" || code=$?
  restore_policy
  return "$code"
}

# Removes the policy of apt_install; also called by traps.
restore_policy() {
  [[ -e $TEMP/policy ]] || return 0
  as_root rm -f "$(<"$TEMP/policy")"
  rm -f "$TEMP/policy"
}

# provide COMMAND PACKAGE…: installs the packages unless COMMAND succeeds; if it cannot, prints what to
# install and fails.
provide() {
  local command=$1
  shift
  "$command" && return
  if may_install && apt_install "$@" && "$command"; then
    return
  fi
  say "To run this, install what it needs: apt-get install $*"
  return 1
}

# provide_kubernetes_validate: installs the Python program that validates against Kubernetes' schemas,
# and sets KUBERNETES_VALIDATE to its path.
provide_kubernetes_validate() {
  local folder
  folder=$(cache_folder)/kubernetes-validate-1.37.0
  export KUBERNETES_VALIDATE=$folder/bin/kubernetes-validate
  [[ ! -x $KUBERNETES_VALIDATE ]] || return 0
  provide has_venv python3-venv && python3 -m venv "$folder" && "$folder/bin/pip" install --quiet kubernetes-validate==1.37.0
}

# provide_schemathesis: installs the Python program that tests an API by its description, and sets
# SCHEMATHESIS to its path.
provide_schemathesis() {
  local folder version=4.32.5
  folder=$(cache_folder)/schemathesis-$version
  export SCHEMATHESIS=$folder/bin/schemathesis
  [[ ! -x $SCHEMATHESIS ]] || return 0
  provide has_venv python3-venv || return
  python3 -m venv "$folder" && "$folder/bin/pip" install --quiet "schemathesis==$version" && return
  say "To run this, install schemathesis: python3 -m venv $folder && $folder/bin/pip install schemathesis==$version"
  return 1
}

has_venv() { python3 -c 'import ensurepip, venv' 2>/dev/null; }
