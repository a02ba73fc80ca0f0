/* What came of one try of a probe. */
#pragma once

#include <stddef.h>

enum result {
    PENDING, /* still under way */
    PASSED,
    FAILED,
    /* It could not be tried, for a reason that lies with us or the machine: says nothing about the service. */
    UNKNOWN,
};

struct outcome {
    enum result result;
    /* Why, as a sentence without a full stop; printable, on one line. */
    char text[400];
};

/* What is neither; the beginning of each try. */
void outcome_clear(struct outcome *outcome);

/* Sets result and text, and makes the text printable. */
void outcome_set(struct outcome *outcome, enum result result, const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Sets what an errno of a socket means.
 *
 * peer: its address, as the beginning of a sentence
 */
void outcome_of_errno(struct outcome *outcome, const char *peer, int error);

/*
 * Copies bytes that somebody else wrote, so that they can be shown: control characters, quotes and what is not ASCII become "?".
 * Writes a NUL, and at most size bytes with it; size must not be 0.
 */
void show_bytes(char *text, size_t size, const void *bytes, size_t length);
