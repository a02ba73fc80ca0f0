#!/bin/sh
# Makes of a machine of the base `servers` one with Postfix and OpenSMTPD beside each other, each with ports that are ill in a way of
# their own; what they take is in /var/mail/watcher, and in /home/watcher/Maildir. Neither is started.
set -eu

mkdir -p /etc/lab /run/lab && cd /etc/lab
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj '/CN=Lab authority' \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out request.pem -subj '/CN=localhost' 2>/dev/null
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n' >extensions
certificate() { openssl x509 -req -in request.pem "$@" -extfile extensions 2>/dev/null; }
day() { date -ud "$1" +%Y%m%d%H%M%SZ; }
certificate -CA ca.pem -CAkey ca.key -not_before "$(day yesterday)" -not_after "$(day '+20 days')" >good.pem
certificate -CA ca.pem -CAkey ca.key -not_before "$(day '-20 days')" -not_after "$(day yesterday)" >expired.pem
certificate -signkey key.pem -not_before "$(day yesterday)" -not_after "$(day '+20 days')" >unknown.pem
chmod 600 key.pem
cp ca.pem /usr/local/share/ca-certificates/lab.crt && update-ca-certificates >/dev/null 2>&1

useradd --system --create-home watcher

# Postfix. Without its own chroot, as the names of this machine are not known there.
postconf -F '*/*/chroot=n'
postconf -e 'smtpd_client_connection_rate_limit=0' 'smtpd_error_sleep_time=0'
port() {
  port=127.0.0.1:$1 options='' && shift
  for option; do options="$options -o { $option }"; done
  postconf -M "$port/inet=$port inet n - n - - smtpd$options"
}
port 2501 'smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10023, permit'
port 2502 'smtpd_recipient_restrictions = check_recipient_access inline:{{watcher@localhost = 450 4.2.1 the mailbox is busy}}, permit'
port 2503 'smtpd_recipient_restrictions = check_recipient_access inline:{{watcher@localhost = 550 5.1.1 nobody of that name}}, permit'
port 2504 'smtpd_client_restrictions = reject' 'smtpd_delay_reject = no'
port 2505 'smtpd_tls_cert_file = /etc/lab/unknown.pem' 'smtpd_tls_key_file = /etc/lab/key.pem'
port 2506 'smtpd_tls_cert_file = /etc/lab/expired.pem' 'smtpd_tls_key_file = /etc/lab/key.pem'
port 2507 'smtpd_tls_cert_file = /etc/lab/good.pem' 'smtpd_tls_key_file = /etc/lab/key.pem'
port 2508 'smtpd_tls_security_level = none'
port 2509 'smtpd_recipient_restrictions = sleep 30, permit'
port 2510 'smtpd_end_of_data_restrictions = sleep 15, permit'
port 2511 'smtpd_recipient_restrictions = sleep 3, permit'
printf 'POSTGREY_OPTS="--inet=127.0.0.1:10023 --delay=8"\n' >/etc/default/postgrey

# OpenSMTPD, as its package would have it, which cannot be installed beside Postfix.
cp --archive /srv/lab/unpacked/opensmtpd/usr/sbin/smtpd /srv/lab/unpacked/opensmtpd/usr/sbin/smtpctl /usr/sbin/
cp --archive /srv/lab/unpacked/opensmtpd/usr/libexec/opensmtpd /usr/libexec/
mkdir -p /var/lib/opensmtpd/empty
for name in opensmtpd opensmtpq; do useradd --system --user-group --home-dir /var/lib/opensmtpd/empty --shell /usr/sbin/nologin "$name"; done
cat >/etc/smtpd.conf <<'CONF'
pki good cert "/etc/lab/good.pem"
pki good key "/etc/lab/key.pem"
pki expired cert "/etc/lab/expired.pem"
pki expired key "/etc/lab/key.pem"
table anybody { "watcher@localhost" }
table machine { "127.0.0.1" }
filter busy phase rcpt-to match rcpt-to <anybody> reject "451 4.7.1 come again later"
filter nobody phase rcpt-to match rcpt-to <anybody> reject "550 5.1.1 nobody of that name"
filter away phase connect match src <machine> disconnect "421 4.3.2 going down"
listen on 127.0.0.1 port 2601
listen on 127.0.0.1 port 2602 filter busy
listen on 127.0.0.1 port 2603 filter nobody
listen on 127.0.0.1 port 2604 filter away
listen on 127.0.0.1 port 2606 tls pki expired
listen on 127.0.0.1 port 2607 tls pki good
action mailbox maildir
match from any for any action mailbox
CONF
printf '[Service]\nExecStart=/usr/sbin/smtpd -d\n' >/etc/systemd/system/opensmtpd.service
systemctl daemon-reload
