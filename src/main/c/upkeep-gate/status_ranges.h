/* Which statuses pass: "200-299,401". */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define MOST_STATUS_RANGES 32

/* The longest text that show_statuses writes, with its NUL. */
#define STATUSES_TEXT 80

struct status_ranges {
    struct {
        int first, last;
    } each[MOST_STATUS_RANGES];
    size_t count;
};

/* Reads numbers of 0 to 999 and ranges of them, separated by commas. */
bool read_statuses(const char *text, struct status_ranges *ranges);

bool status_passes(const struct status_ranges *ranges, int status);

/* For people: "200-299 or 401". */
const char *show_statuses(const struct status_ranges *ranges, char text[static STATUSES_TEXT]);
