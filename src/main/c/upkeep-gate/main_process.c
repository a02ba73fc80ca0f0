#include "main_process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>

#define LOOK_AGAIN (200 * MILLISECOND)

void main_process_open(struct main_process *process, pid_t pid) {
    process->pid = pid;
    process->fd = pid > 0 ? pidfd_open(pid, 0) : -1;
}

bool main_process_has_ended(const struct main_process *process) {
    if (process->pid <= 0) {
        return false;
    }
    if (process->fd < 0) {
        /* EPERM: it is there, and another user's. */
        return kill(process->pid, 0) < 0 && errno == ESRCH;
    }
    struct pollfd look = {.fd = process->fd, .events = POLLIN};
    return poll(&look, 1, 0) == 1;
}

moment main_process_look_again(const struct main_process *process) {
    return process->pid > 0 && process->fd < 0 ? later(now(), LOOK_AGAIN) : NEVER;
}
