#include "program_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Reads in one go at most, so that a program that never stops writing cannot keep us from looking at the clock. */
#define MOST_READS 16

static struct program_probe *program_of(struct probe *probe) {
    return (struct program_probe *)probe;
}

static void close_end(int *end) {
    if (*end >= 0) {
        close(*end);
    }
    *end = -1;
}

static _Noreturn void become_program(char *const *command, pid_t parent, int output, int complaint) {
    setpgid(0, 0);
    /* It ends with us, even when we are killed, or were before this was said. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(127);
    }
    int nothing = open("/dev/null", O_RDONLY);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    /* It is not the service, and shall not speak for it. */
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    if (dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 && dup2(output, STDERR_FILENO) >= 0) {
        execv(command[0], command);
    }
    int error = errno;
    ssize_t told = write(complaint, &error, sizeof error);
    _exit(told == sizeof error ? 127 : 126);
}

/* Ends what is left of its group, while its number is still taken; then lets it go. True once it has ended. */
static bool reap(struct program_probe *program) {
    siginfo_t ended = {0};
    if (program->child == 0 || waitid(P_PID, (id_t)program->child, &ended, WEXITED | WNOHANG | WNOWAIT) < 0 ||
        ended.si_pid == 0) {
        return false;
    }
    kill(-program->child, SIGKILL);
    waitpid(program->child, NULL, 0);
    program->child = 0;
    program->status = ended.si_code == CLD_EXITED ? ended.si_status : 128 + ended.si_status;
    return true;
}

static void cannot_run(struct program_probe *program, int error) {
    outcome_set(&program->probe.outcome, UNKNOWN, "cannot run %s: %s", program->command[0], strerror(error));
}

static void start(struct program_probe *program, const int output[2], const int complaint[2]) {
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        become_program(program->command, parent, output[1], complaint[1]);
    }
    if (child < 0) {
        cannot_run(program, errno);
        return;
    }
    program->child = child;
    /* Here as well, since it may not have come to it before we want to end it. */
    setpgid(child, child);
}

static void begin(struct probe *probe) {
    struct program_probe *program = program_of(probe);
    reap(program);
    program->status = -1;
    program->line_length = 0;
    program->has_line = false;
    if (program->child != 0) {
        outcome_set(&probe->outcome, UNKNOWN, "cannot run %s: the process of an earlier try, %d, cannot be ended",
                    program->command[0], program->child);
        return;
    }
    int output[2], complaint[2];
    if (pipe2(output, O_CLOEXEC) < 0) {
        cannot_run(program, errno);
        return;
    }
    if (pipe2(complaint, O_CLOEXEC) < 0) {
        cannot_run(program, errno);
        close(output[0]);
        close(output[1]);
        return;
    }
    start(program, output, complaint);
    close(output[1]);
    close(complaint[1]);
    /* Our ends alone: those of the program stay as programs expect them. */
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(complaint[0], F_SETFL, O_NONBLOCK);
    probe->fd = output[0];
    probe->events = POLLIN;
    program->complaints = complaint[0];
}

static void take_output(struct program_probe *program, const char *bytes, size_t count) {
    for (size_t i = 0; i < count && !program->has_line; i++) {
        if (bytes[i] == '\n') {
            program->has_line = program->line_length > 0;
        } else {
            program->line[program->line_length++] = bytes[i];
            program->has_line = program->line_length == sizeof program->line;
        }
    }
}

/* Reads what there is of its output; what it leaves running may hold the pipe open for ever. */
static void read_output(struct program_probe *program) {
    for (int reads = 0; reads < MOST_READS && program->probe.fd >= 0; reads++) {
        char bytes[4096];
        ssize_t count = read(program->probe.fd, bytes, sizeof bytes);
        if (count < 0) {
            return;
        }
        if (count == 0) {
            close_end(&program->probe.fd);
            program->probe.events = 0;
            return;
        }
        take_output(program, bytes, (size_t)count);
    }
}

static void judge(struct program_probe *program) {
    int complaint;
    if (read(program->complaints, &complaint, sizeof complaint) == sizeof complaint) {
        cannot_run(program, complaint);
        return;
    }
    char shown[sizeof program->line + 1], wanted[STATUSES_TEXT];
    show_bytes(shown, sizeof shown, program->line, program->line_length);
    bool passes = status_passes(&program->statuses, program->status);
    outcome_set(&program->probe.outcome, passes ? PASSED : FAILED, "%s ended with status %d, wanted %s%s%s", program->command[0],
                program->status, show_statuses(&program->statuses, wanted), program->line_length == 0 ? "" : ": ", shown);
}

static void proceed(struct probe *probe) {
    struct program_probe *program = program_of(probe);
    read_output(program);
    if (reap(program)) {
        read_output(program);
        judge(program);
    }
}

static void expire(struct probe *probe, const char *time) {
    outcome_set(&probe->outcome, FAILED, "%s did not end within %s", program_of(probe)->command[0], time);
}

static void end(struct probe *probe) {
    struct program_probe *program = program_of(probe);
    if (program->child != 0) {
        kill(-program->child, SIGKILL);
        reap(program);
    }
    close_end(&probe->fd);
    probe->events = 0;
    close_end(&program->complaints);
}

void program_probe_make(struct program_probe *program, char *const *command, const struct status_ranges *statuses) {
    *program = (struct program_probe){
            .probe = {.begin = begin, .proceed = proceed, .expire = expire, .end = end, .fd = -1, .wake = NEVER},
            .command = command,
            .statuses = *statuses,
            .status = -1,
            .complaints = -1,
    };
}
