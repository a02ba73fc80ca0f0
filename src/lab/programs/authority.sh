#!/bin/sh
# authority.sh FOLDER NAME: a key and a certificate for a host of that name in FOLDER, key.pem and fullchain.pem, by an authority that this
# machine trusts; new ones each time.
set -eu
authority=/etc/lab-authority
key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
if [ ! -e $authority/ca.pem ]; then
  mkdir -p $authority
  # shellcheck disable=SC2086 # options
  openssl req -x509 $key -subj '/CN=Lab' -days 3650 -keyout $authority/ca-key.pem -out $authority/ca.pem
  install -m 644 $authority/ca.pem /usr/local/share/ca-certificates/lab.crt
  update-ca-certificates
fi
mkdir -p "$1"
printf 'subjectAltName=DNS:%s\n' "$2" >"$1/extensions"
# shellcheck disable=SC2086
openssl req $key -subj "/CN=$2" -keyout "$1/key.pem" -out "$1/request.pem"
openssl x509 -req -in "$1/request.pem" -days 365 -CA $authority/ca.pem -CAkey $authority/ca-key.pem -extfile "$1/extensions" \
  -out "$1/fullchain.pem"
