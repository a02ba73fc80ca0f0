# shellcheck shell=bash
# What ./bench compares with, and where it comes from. Needs src/lab/common.sh.

readonly PM2_VERSION=7.0.4 SUPERLANCE_VERSION=2.0.0

# PM2 into a folder, without the scripts of packages; Node.js itself is Debian's, in the machine.
ensure_pm2() {
  local folder=$1
  [ ! -e "$folder/node_modules/pm2/package.json" ] || return 0
  command -v npm >/dev/null || ensure_packages "PM2" npm || return 1
  step "PM2 from npm" npm install --prefix "$folder" --omit=dev --ignore-scripts --no-audit --no-fund "pm2@$PM2_VERSION" ||
    { note_missing "PM2: the registry of npm"; return 1; }
}

# superlance, whose httpok Supervisor looks at web servers with.
ensure_httpok() {
  local folder=$1
  [ ! -e "$folder/superlance/httpok.py" ] || return 0
  if [ -n "${BENCH_SUPERLANCE:-}" ]; then
    mkdir -p "$folder" && cp -r "$BENCH_SUPERLANCE/superlance" "$folder/"
    return
  fi
  step "superlance from PyPI" fetch_superlance "$folder" ||
    { note_missing "httpok: superlance is not in Debian, and PyPI could not be asked; BENCH_SUPERLANCE names a folder with its source"; return 1; }
}

fetch_superlance() {
  local folder=$1
  python3 -m pip --version || apt_install python3-pip || return 1
  mkdir -p "$folder" && python3 -m pip download --quiet --no-deps --only-binary=:all: --dest "$folder" "superlance==$SUPERLANCE_VERSION" &&
    python3 -m zipfile -e "$folder"/superlance-*.whl "$folder"
}
