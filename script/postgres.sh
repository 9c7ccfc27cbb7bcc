# A throwaway PostgreSQL for the tests, in $scratch, on a free loopback port. Sourced by script/test.
postgres_data=""

as_postgres() {  # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

find_postgres() {
  local path
  for path in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
    "$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")"; do
    if [ -x "$path/initdb" ]; then echo "$path"; return; fi
  done
  return 1
}

install_postgres() {  # without the cluster that Debian would start by itself
  local hook=/etc/postgresql-common/createcluster.d/no-cluster-for-tests.conf
  have apt-get || return 1
  as_root mkdir -p "${hook%/*}" && echo 'create_main_cluster = false' | as_root tee "$hook" >/dev/null || return 1
  need_packages postgresql || { as_root rm -f "$hook"; return 1; }
  as_root rm -f "$hook"
}

start_postgres() {  # sets TEST_DATABASE_URL
  local bin port secret
  bin=$(find_postgres) || { install_postgres && bin=$(find_postgres); } || return 1
  port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  secret=$("$python" -c 'import secrets; print(secrets.token_hex(16))')
  echo "$secret" >"$scratch/secret"
  chmod 711 "$scratch"
  mkdir "$scratch/postgres"
  [ "$(id -u)" != 0 ] || chown postgres "$scratch/postgres" "$scratch/secret"
  say "PostgreSQL for the tests, from $bin, on port $port"
  as_postgres "$bin/initdb" -D "$scratch/postgres" -U cvi -E UTF8 --no-locale --no-sync \
    --auth=scram-sha-256 --pwfile="$scratch/secret" >"$scratch/initdb.log" || { cat "$scratch/initdb.log"; return 1; }
  as_postgres "$bin/pg_ctl" -D "$scratch/postgres" -l "$scratch/postgres/log" -w -s start -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories=$scratch/postgres \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off" ||
    { as_root cat "$scratch/postgres/log"; return 1; }
  postgres_bin=$bin postgres_data=$scratch/postgres
  TEST_DATABASE_URL=postgres://cvi:$secret@127.0.0.1:$port/cvi
}

stop_postgres() {
  [ -z "$postgres_data" ] || as_postgres "$postgres_bin/pg_ctl" -D "$postgres_data" -s -m immediate stop
}
