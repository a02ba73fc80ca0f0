#include "status_ranges.h"

#include <stdio.h>

/* Reads a number at the place, and moves the place behind it; -1 where there is none. */
static int read_number(const char **place) {
    int number = 0;
    const char *digit = *place;
    while (*digit >= '0' && *digit <= '9' && digit - *place < 3) {
        number = 10 * number + (*digit++ - '0');
    }
    bool is_number = digit > *place;
    *place = digit;
    return is_number ? number : -1;
}

bool read_statuses(const char *text, struct status_ranges *ranges) {
    ranges->count = 0;
    const char *place = text;
    do {
        if (ranges->count == MOST_STATUS_RANGES) {
            return false;
        }
        int first = read_number(&place);
        int last = first;
        if (*place == '-') {
            place++;
            last = read_number(&place);
        }
        if (first < 0 || last < first) {
            return false;
        }
        ranges->each[ranges->count].first = first;
        ranges->each[ranges->count].last = last;
        ranges->count++;
    } while (*place++ == ',');
    return place[-1] == '\0';
}

bool status_passes(const struct status_ranges *ranges, int status) {
    for (size_t i = 0; i < ranges->count; i++) {
        if (status >= ranges->each[i].first && status <= ranges->each[i].last) {
            return true;
        }
    }
    return false;
}

const char *show_statuses(const struct status_ranges *ranges, char text[static STATUSES_TEXT]) {
    size_t length = 0;
    for (size_t i = 0; i < ranges->count && length < STATUSES_TEXT - 1; i++) {
        const char *between = i == 0 ? "" : " or ";
        int first = ranges->each[i].first, last = ranges->each[i].last;
        int more = first == last ? snprintf(text + length, STATUSES_TEXT - length, "%s%d", between, first)
                                 : snprintf(text + length, STATUSES_TEXT - length, "%s%d-%d", between, first, last);
        length += (size_t)more;
    }
    return text;
}
