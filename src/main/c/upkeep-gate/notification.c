#include "notification.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "address.h"

/* A connected socket, or minus an errno. */
static int reach(void) {
    const char *path = getenv("NOTIFY_SOCKET");
    struct address address;
    if (path == NULL || !local_address(path, &address)) {
        return -ENOTCONN;
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -errno;
    }
    /* systemd may be busy and its queue full. */
    struct timeval limit = {.tv_sec = 5};
    if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) < 0 ||
        connect(fd, &address.socket.generic, address.length) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int notify(const char *state) {
    int fd = reach();
    if (fd < 0) {
        return -fd;
    }
    int error = send(fd, state, strlen(state), MSG_NOSIGNAL) < 0 ? errno : 0;
    close(fd);
    return error;
}

int can_notify(void) {
    int fd = reach();
    if (fd < 0) {
        return -fd;
    }
    close(fd);
    return 0;
}
