#include "outcome.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void outcome_clear(struct outcome *outcome) {
    outcome->result = PENDING;
    outcome->text[0] = '\0';
}

void outcome_set(struct outcome *outcome, enum result result, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(outcome->text, sizeof outcome->text, format, arguments);
    va_end(arguments);
    for (char *each = outcome->text; *each != '\0'; each++) {
        if (*each < ' ' || *each > '~') {
            *each = '?';
        }
    }
    outcome->result = result;
}

void outcome_of_errno(struct outcome *outcome, const char *peer, int error) {
    switch (error) {
        case ECONNREFUSED:
            outcome_set(outcome, FAILED, "%s refused the connection: nothing listens there", peer);
            return;
        case ENOENT:
            outcome_set(outcome, FAILED, "%s is not there", peer);
            return;
        case ETIMEDOUT:
            outcome_set(outcome, FAILED, "%s did not answer the connection attempt", peer);
            return;
        case ECONNRESET:
        case EPIPE:
        case ECONNABORTED:
            outcome_set(outcome, FAILED, "%s reset the connection", peer);
            return;
        case EHOSTUNREACH:
        case EHOSTDOWN:
            outcome_set(outcome, FAILED, "%s cannot be reached: %s", peer, strerror(error));
            return;
        case EACCES:
        case EPERM:
            outcome_set(outcome, UNKNOWN, "cannot ask %s: it is forbidden (%s); look at the firewall and at the unit's sandbox",
                        peer, strerror(error));
            return;
        case EAFNOSUPPORT:
            outcome_set(outcome, UNKNOWN,
                        "cannot ask %s: no such address family; look at RestrictAddressFamilies= of the unit", peer);
            return;
        default:
            outcome_set(outcome, UNKNOWN, "cannot ask %s: %s", peer, strerror(error));
    }
}

void show_bytes(char *text, size_t size, const void *bytes, size_t length) {
    const unsigned char *from = bytes;
    size_t count = length < size ? length : size - 1;
    for (size_t i = 0; i < count; i++) {
        text[i] = from[i] < ' ' || from[i] > '~' || from[i] == '"' ? '?' : (char)from[i];
    }
    text[count] = '\0';
}
