/*
 * Moments and spans of time, in nanoseconds of CLOCK_MONOTONIC: setting the wall clock moves none of them, and the time for which
 * the machine sleeps does not count, since nothing answers in it. systemd's own TimeoutStartSec= runs by the same clock.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int64_t moment;

#define MILLISECOND INT64_C(1000000)
#define SECOND (1000 * MILLISECOND)

/* A moment that never comes, and a span without end. */
#define NEVER INT64_MAX

/* Now. */
moment now(void);

/* The moment that lies so far behind another; NEVER where either is. */
moment later(moment from, int64_t span);

/* The earlier of two. */
moment earlier(moment one, moment other);

/* Reads "500ms", "10s", "2min", "1h", "infinity"; a number alone is seconds, as systemd has it. At most a year. */
bool read_span(const char *text, int64_t *span);

/* The longest text that show_span writes, with its NUL. */
#define SPAN_TEXT 24

/* Writes a span for people: "250 ms", "1.5 s". */
const char *show_span(int64_t span, char text[static SPAN_TEXT]);
