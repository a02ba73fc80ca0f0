#include "moment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define LONGEST (INT64_C(366) * 24 * 3600 * SECOND)

moment now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

moment later(moment from, int64_t span) {
    return from == NEVER || span >= NEVER - from ? NEVER : from + span;
}

moment earlier(moment one, moment other) {
    return one < other ? one : other;
}

static int64_t unit_of(const char *suffix) {
    static const struct {
        const char *suffix;
        int64_t span;
    } units[] = {{"", SECOND}, {"ms", MILLISECOND}, {"s", SECOND}, {"min", 60 * SECOND}, {"h", 3600 * SECOND}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(suffix, units[i].suffix) == 0) {
            return units[i].span;
        }
    }
    return 0;
}

bool read_span(const char *text, int64_t *span) {
    if (strcmp(text, "infinity") == 0) {
        *span = NEVER;
        return true;
    }
    int64_t number = 0;
    const char *digit = text;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        number = 10 * number + (*digit - '0');
        if (number > LONGEST) {
            return false;
        }
    }
    int64_t unit = unit_of(digit);
    if (digit == text || unit == 0 || number > LONGEST / unit) {
        return false;
    }
    *span = number * unit;
    return true;
}

const char *show_span(int64_t span, char text[static SPAN_TEXT]) {
    if (span < SECOND) {
        snprintf(text, SPAN_TEXT, "%d ms", (int)(span / MILLISECOND));
    } else if (span % SECOND < 50 * MILLISECOND || span >= 100 * SECOND) {
        snprintf(text, SPAN_TEXT, "%lld s", (long long)(span / SECOND));
    } else {
        snprintf(text, SPAN_TEXT, "%.1f s", (double)span / (double)SECOND);
    }
    return text;
}
