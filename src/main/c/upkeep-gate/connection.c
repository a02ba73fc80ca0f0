#include "connection.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket in the file system whose queue is full has nothing to wait for; so long until the next look. */
#define QUEUE_IS_FULL (50 * MILLISECOND)

const char *connection_peer(const struct connection *connection) {
    return connection->addresses->each[connection->at].text;
}

static const struct address *current(const struct connection *connection) {
    return &connection->addresses->each[connection->at];
}

void connection_end(struct connection *connection, struct probe *probe) {
    if (probe->fd >= 0) {
        close(probe->fd);
    }
    probe->fd = -1;
    probe->events = 0;
    probe->wake = NEVER;
    connection->is_open = false;
}

/* Asks the kernel for the connection; returns an errno, or 0 once it is open. */
static int ask(struct connection *connection, struct probe *probe) {
    const struct address *address = current(connection);
    if (probe->fd < 0) {
        int family = address->socket.generic.sa_family;
        probe->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (probe->fd < 0) {
            return errno;
        }
    }
    return connect(probe->fd, &address->socket.generic, address->length) == 0 ? 0 : errno;
}

/* What the errno means: open, to be waited for, or this address has failed. */
static bool judge(struct connection *connection, struct probe *probe, int error) {
    while (true) {
        if (error == 0) {
            connection->is_open = true;
            probe->events = 0;
            probe->wake = NEVER;
            return true;
        }
        if (error == EINPROGRESS || error == EINTR) {
            probe->events = POLLOUT;
            return false;
        }
        if (error == EAGAIN) {
            probe->events = 0;
            probe->wake = later(now(), QUEUE_IS_FULL);
            return false;
        }
        if (connection->failure.result != FAILED) {
            outcome_of_errno(&connection->failure, connection_peer(connection), error);
        }
        connection_end(connection, probe);
        if (connection->at + 1 == connection->addresses->count) {
            probe->outcome = connection->failure;
            return false;
        }
        connection->at++;
        error = ask(connection, probe);
    }
}

bool connection_begin(struct connection *connection, struct probe *probe) {
    connection->at = 0;
    connection->is_open = false;
    outcome_clear(&connection->failure);
    return judge(connection, probe, ask(connection, probe));
}

bool connection_proceed(struct connection *connection, struct probe *probe) {
    int error = 0;
    if (probe->events == 0) {
        if (probe->wake > now()) {
            return false;
        }
        error = ask(connection, probe);
    } else {
        struct pollfd look = {.fd = probe->fd, .events = POLLOUT};
        if (poll(&look, 1, 0) < 1) {
            return false;
        }
        socklen_t length = sizeof error;
        if (getsockopt(probe->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) {
            error = errno;
        }
    }
    return judge(connection, probe, error);
}
