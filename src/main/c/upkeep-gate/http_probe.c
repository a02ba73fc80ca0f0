/* Asks an HTTP server for a page, and passes if status and text are the wanted ones. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "connection.h"
#include "http_answer.h"

/* Reads in one go at most, so that a server that never stops cannot keep us from looking at the clock. */
#define MOST_READS 16

static const struct options *asked;
static struct connection connection;
static struct http_answer answer;
static struct text_search search;
static size_t sent;

static const char *peer(void) {
    return connection_peer(&connection);
}

/* What the whole answer amounts to. */
static void judge(struct outcome *outcome) {
    const char *blank = answer.reason[0] == '\0' ? "" : " ";
    if (answer.state == HTTP_BROKEN) {
        outcome_set(outcome, FAILED, "%s %s", peer(), answer.fault);
    } else if (!status_passes(&asked->statuses, answer.status)) {
        char wanted[STATUSES_TEXT];
        outcome_set(outcome, FAILED, "%s answered %d%s%s, wanted %s", peer(), answer.status, blank, answer.reason,
                    show_statuses(&asked->statuses, wanted));
    } else if (asked->contains != NULL && !search.is_found) {
        char shown[61];
        show_bytes(shown, sizeof shown, asked->contains, strlen(asked->contains));
        outcome_set(outcome, FAILED, "%s answered %d%s%s, but the %s%lld bytes of body do not contain \"%s\"", peer(),
                    answer.status, blank, answer.reason, answer.is_cut ? "first " : "", (long long)answer.body_bytes, shown);
    } else {
        outcome_set(outcome, PASSED, "%s answered %d%s%s", peer(), answer.status, blank, answer.reason);
    }
}

/* An error on the open connection: what had come until then? */
static void breaks(struct outcome *outcome, int error) {
    if (answer.received > 0 && error == ECONNRESET) {
        outcome_set(outcome, FAILED, "%s reset the connection in the middle of the answer (%lld bytes received)", peer(),
                    (long long)answer.received);
    } else {
        outcome_of_errno(outcome, peer(), error);
    }
}

static void receive(struct probe *probe) {
    for (int reads = 0; reads < MOST_READS && probe->outcome.result == PENDING; reads++) {
        unsigned char bytes[4096];
        ssize_t count = recv(probe->fd, bytes, sizeof bytes, 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }
        if (count < 0) {
            breaks(&probe->outcome, errno);
        } else if (count == 0) {
            http_answer_close(&answer);
        } else {
            http_answer_feed(&answer, bytes, (size_t)count);
        }
        /* A wrong status is told at once; of what is not wanted nothing more need come. */
        bool is_decided = answer.status >= 100 && answer.state > HTTP_HEADER && !status_passes(&asked->statuses, answer.status);
        if (probe->outcome.result == PENDING && (is_decided || http_answer_is_over(&answer))) {
            judge(&probe->outcome);
        }
    }
}

static void transfer(struct probe *probe) {
    while (sent < asked->request.length) {
        ssize_t count = send(probe->fd, asked->request.bytes + sent, asked->request.length - sent, MSG_NOSIGNAL);
        if (count >= 0) {
            sent += (size_t)count;
        } else if (errno == EAGAIN || errno == EINTR) {
            break;
        } else if (errno == EPIPE || errno == ECONNRESET) {
            /* It may have answered before it hung up. */
            sent = asked->request.length;
        } else {
            breaks(&probe->outcome, errno);
            return;
        }
    }
    probe->events = sent < asked->request.length ? POLLIN | POLLOUT : POLLIN;
    receive(probe);
}

static void proceed(struct probe *probe) {
    if (connection.is_open || connection_proceed(&connection, probe)) {
        transfer(probe);
    }
}

static void begin(struct probe *probe) {
    sent = 0;
    http_answer_begin(&answer, strcmp(asked->request.method, "HEAD") == 0, &search);
    if (connection_begin(&connection, probe)) {
        transfer(probe);
    }
}

static void expire(struct probe *probe, const char *time) {
    long long received = answer.received;
    if (!connection.is_open) {
        outcome_set(&probe->outcome, FAILED, "%s did not accept the connection within %s", peer(), time);
    } else if (received == 0) {
        outcome_set(&probe->outcome, FAILED, "%s accepted the connection but sent nothing for %s", peer(), time);
    } else if (answer.state <= HTTP_HEADER) {
        outcome_set(&probe->outcome, FAILED, "%s began to answer, but did not finish the header within %s (%lld bytes received)",
                    peer(), time, received);
    } else {
        outcome_set(&probe->outcome, FAILED, "%s answered %d, but did not finish the body within %s (%lld bytes received)",
                    peer(), answer.status, time, received);
    }
}

static void end(struct probe *probe) {
    connection_end(&connection, probe);
}

struct probe *http_probe(const struct options *options) {
    static struct probe probe = {.begin = begin, .proceed = proceed, .expire = expire, .end = end, .fd = -1, .wake = NEVER};
    asked = options;
    connection.addresses = &options->addresses;
    text_search_for(&search, options->contains);
    return &probe;
}
