# What the scripts in this folder share. Sourced, never run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.venv/bin/python

say() { printf '==> %s\n' "$*"; }
warn() { printf '\n*** %s\n\n' "$*" >&2; }
die() { printf '\n*** %s\n' "$*" >&2; exit 1; }
run() { printf '+ %s\n' "$*"; "$@"; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo "$@"; else return 1; fi
}

# need_packages NAME...: installs the Debian packages that are missing. Fails when it may not.
need_packages() {
  have apt-get || return 1
  local name missing=()
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Debian packages to install: ${missing[*]}"
  as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# is_taken PORT: true when something on this machine answers there.
is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

# setting NAME: the value that the program will read, from the environment or from .env.
setting() {
  "$python" -c 'import sys; from django.conf import settings; print(getattr(settings, sys.argv[1]))' "$1"
}
export DJANGO_SETTINGS_MODULE=config.settings
