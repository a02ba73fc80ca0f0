/* Passes once the service accepts a connection; nothing is said on it. */
#include "connection.h"

static struct connection connection;

static void proceed(struct probe *probe) {
    if (connection_proceed(&connection, probe)) {
        outcome_set(&probe->outcome, PASSED, "%s accepts connections", connection_peer(&connection));
    }
}

static void begin(struct probe *probe) {
    if (connection_begin(&connection, probe)) {
        outcome_set(&probe->outcome, PASSED, "%s accepts connections", connection_peer(&connection));
    }
}

static void expire(struct probe *probe, const char *time) {
    outcome_set(&probe->outcome, FAILED, "%s did not accept the connection within %s", connection_peer(&connection), time);
}

static void end(struct probe *probe) {
    connection_end(&connection, probe);
}

struct probe *connection_probe(const struct options *options) {
    static struct probe probe = {.begin = begin, .proceed = proceed, .expire = expire, .end = end, .fd = -1, .wake = NEVER};
    connection.addresses = &options->addresses;
    return &probe;
}
