#!/bin/sh
# Makes of a machine of the base `servers` one on which the servers of `units` can be started: certificates, users, data.
# upkeep is installed already, since some files are for its user.
set -eu
here=/srv/lab/servers

# An authority, one key, and two certificates of it: one that is valid, and one that was.
mkdir -p /etc/lab && cd /etc/lab
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj '/CN=Lab authority' \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj '/CN=lab.example.org' 2>/dev/null
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n' >extensions
certificate() { openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -extfile extensions -out "$1" -not_before "$2" -not_after "$3" 2>/dev/null; }
certificate valid.pem "$(date -ud yesterday +%Y%m%d%H%M%SZ)" "$(date -ud '+20 days' +%Y%m%d%H%M%SZ)"
certificate expired.pem "$(date -ud '-20 days' +%Y%m%d%H%M%SZ)" "$(date -ud yesterday +%Y%m%d%H%M%SZ)"
cp valid.pem server.pem
chmod 644 ./*.key
# Some servers want a key that nobody else may read.
install -o news -g news -m 600 server.key news.key
install -o postgres -g postgres -m 600 server.key postgresql.key

cp -r "$here/root/." /

printf right >right && printf wrong >wrong
ssh-keygen -q -t ed25519 -N '' -f ssh_host_ed25519_key
useradd --create-home --shell /bin/bash --password "$(openssl passwd -6 right)" probe
useradd --system vmail && install -d -o vmail -g vmail /var/mail/virtual
rm -f /etc/freeradius/3.0/sites-enabled/inner-tunnel /etc/freeradius/3.0/mods-enabled/eap
sed -i 's/^\tstatus_server = .*/\tstatus_server = yes/' /etc/freeradius/3.0/radiusd.conf
printf 'probe:%s\n' "$(openssl passwd -1 right)" >/etc/news/passwords
touch /var/lib/news/history && chown news: /var/lib/news/history && su -s /bin/sh news -c '/usr/lib/news/bin/makedbz -i -o'
postconf -M 'smtps/inet=smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes'
postconf -F '*/*/chroot=n'
mosquitto_passwd -b -c /etc/mosquitto/passwords probe right 2>/dev/null
chown mosquitto /etc/mosquitto/passwords
install -o openldap -g openldap -d /var/lib/ldap && rm -f /var/lib/ldap/*
slapadd -f /etc/ldap/slapd.conf -l entry.ldif && chown -R openldap: /var/lib/ldap
ln -sf ../mods-available/ssl.load ../mods-available/socache_shmcb.load ../mods-available/ssl.conf /etc/apache2/mods-enabled/
printf '{"users": [{"name": "probe", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [], "limits": {}}],
 "vhosts": [{"name": "/"}], "permissions": [{"user": "probe", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
 "queues": [{"name": "orders", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {}}]}\n' \
  "$({ printf 'salt'; printf 'saltright' | openssl dgst -sha256 -binary; } | base64)" >/etc/rabbitmq/definitions.json
echo "CREATE ROLE probe LOGIN PASSWORD 'right'" |
  sudo -u postgres /usr/lib/postgresql/17/bin/postgres --single -c config_file=/etc/postgresql/17/main/postgresql.conf postgres >/dev/null
# What a container does not let anybody but root: echo requests.
echo 0 2147483647 >/proc/sys/net/ipv4/ping_group_range
systemctl daemon-reload
