#include "http_answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "outcome.h"

#define MOST_CHUNK_LINE 1024

static const char prefix[] = "HTTP/1.";

void http_answer_begin(struct http_answer *answer, bool is_head_asked, struct text_search *contains) {
    memset(answer, 0, sizeof *answer);
    answer->is_head_asked = is_head_asked;
    answer->contains = contains;
    text_search_again(contains);
}

bool http_answer_is_over(const struct http_answer *answer) {
    return answer->state == HTTP_COMPLETE || answer->state == HTTP_BROKEN;
}

static void breaks(struct http_answer *answer, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void breaks(struct http_answer *answer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(answer->fault, sizeof answer->fault, format, arguments);
    va_end(arguments);
    answer->state = HTTP_BROKEN;
}

/* Breaks it with the beginning of the line that is wrong. */
static void breaks_with_line(struct http_answer *answer, const char *what) {
    char shown[61];
    show_bytes(shown, sizeof shown, answer->line, answer->line_length);
    breaks(answer, "%s: \"%s\"", what, shown);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* HTTP/1.x SSS and, behind a blank, why. */
static void take_status_line(struct http_answer *answer) {
    const char *line = answer->line;
    size_t length = answer->line_length;
    bool is_status_line = length >= 12 && memcmp(line, prefix, sizeof prefix - 1) == 0 && is_digit(line[7]) &&
                          line[8] == ' ' && line[9] >= '1' && line[9] <= '9' && is_digit(line[10]) &&
                          is_digit(line[11]) && (length == 12 || line[12] == ' ');
    if (!is_status_line) {
        breaks_with_line(answer, "answered, but not in HTTP");
        return;
    }
    answer->status = 100 * (line[9] - '0') + 10 * (line[10] - '0') + (line[11] - '0');
    show_bytes(answer->reason, sizeof answer->reason, line + 13, length > 13 ? length - 13 : 0);
    answer->header_lines = 0;
    answer->has_codings = answer->is_chunked = answer->has_length = false;
    answer->state = HTTP_HEADER;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* A part of a line, without the blanks around it. */
struct word {
    const char *from;
    size_t length;
};

static struct word trimmed(const char *from, const char *to) {
    while (from < to && is_blank(*from)) {
        from++;
    }
    while (to > from && is_blank(to[-1])) {
        to--;
    }
    return (struct word){from, (size_t)(to - from)};
}

/* Takes the next value of a list that has commas between; false at its end. */
static bool next_value(struct word *list, struct word *value) {
    while (list->length > 0) {
        const char *comma = memchr(list->from, ',', list->length);
        const char *end = list->from + list->length;
        *value = trimmed(list->from, comma == NULL ? end : comma);
        const char *rest = comma == NULL ? end : comma + 1;
        *list = (struct word){rest, (size_t)(end - rest)};
        if (value->length > 0) {
            return true;
        }
    }
    return false;
}

/* Digits of decimal or hexadecimal, so many at most; -1 for anything else. */
static int64_t number(struct word word, int base, size_t most) {
    int64_t value = 0;
    if (word.length == 0 || word.length > most) {
        return -1;
    }
    for (size_t i = 0; i < word.length; i++) {
        char c = word.from[i];
        int digit = is_digit(c) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : base;
        if (digit >= base) {
            return -1;
        }
        value = value * base + digit;
    }
    return value;
}

static void take_coding(struct http_answer *answer, struct word value) {
    if (answer->has_codings || value.length != 7 || strncasecmp(value.from, "chunked", 7) != 0) {
        breaks(answer, "sent a body in a transfer coding that was not asked for");
    }
    answer->has_codings = answer->is_chunked = true;
}

static void take_length(struct http_answer *answer, struct word value) {
    int64_t length = number(value, 10, 18);
    if (length < 0 || (answer->has_length && length != answer->length)) {
        breaks(answer, "sent an impossible Content-Length");
    }
    answer->has_length = true;
    answer->length = length;
}

/* Name: value. */
static void take_field(struct http_answer *answer) {
    const char *line = answer->line, *end = line + answer->line_length;
    const char *colon = memchr(line, ':', answer->line_length);
    if (colon == NULL || colon == line || is_blank(*line)) {
        breaks_with_line(answer, "sent a header line that is none");
        return;
    }
    if (++answer->header_lines > MOST_HEADER_LINES) {
        breaks(answer, "sent more than %d header lines", MOST_HEADER_LINES);
        return;
    }
    size_t name = (size_t)(colon - line);
    void (*take)(struct http_answer *, struct word) = NULL;
    if (name == 17 && strncasecmp(line, "Transfer-Encoding", name) == 0) {
        take = take_coding;
    } else if (name == 14 && strncasecmp(line, "Content-Length", name) == 0) {
        take = take_length;
    } else {
        return;
    }
    if (answer->line_length == KEPT_OF_LINE) {
        breaks(answer, "sent an endless %.*s", (int)name, line);
        return;
    }
    struct word list = {colon + 1, (size_t)(end - colon - 1)}, value;
    while (answer->state != HTTP_BROKEN && next_value(&list, &value)) {
        take(answer, value);
    }
}

static void complete_or(struct http_answer *answer, enum http_state state) {
    answer->state = answer->left == 0 ? HTTP_COMPLETE : state;
}

/* The empty line: what comes behind it? */
static void take_end_of_header(struct http_answer *answer) {
    if (answer->status < 200 && answer->status != 101) {
        answer->status = 0;
        answer->state = HTTP_STATUS_LINE;
    } else if (answer->is_head_asked || answer->status < 200 || answer->status == 204 || answer->status == 304) {
        answer->state = HTTP_COMPLETE;
    } else if (answer->is_chunked) {
        answer->state = HTTP_CHUNK_SIZE;
    } else if (answer->has_length) {
        answer->left = answer->length;
        complete_or(answer, HTTP_BODY_OF_LENGTH);
    } else {
        answer->state = HTTP_BODY_UNTIL_CLOSED;
    }
}

static void take_chunk_size(struct http_answer *answer) {
    const char *line = answer->line, *end = line + answer->line_length;
    const char *extension = memchr(line, ';', answer->line_length);
    answer->left = number(trimmed(line, extension == NULL ? end : extension), 16, 15);
    if (answer->left < 0) {
        breaks_with_line(answer, "sent a chunk size that is none");
    } else {
        answer->state = answer->left == 0 ? HTTP_TRAILER : HTTP_CHUNK;
    }
}

/* A whole line, without its end, is in line; of one that is longer its beginning is. */
static void take_line(struct http_answer *answer) {
    bool is_empty = answer->line_length == 0;
    switch (answer->state) {
        case HTTP_STATUS_LINE:
            take_status_line(answer);
            break;
        case HTTP_HEADER:
            if (is_empty) {
                take_end_of_header(answer);
            } else {
                take_field(answer);
            }
            break;
        case HTTP_CHUNK_SIZE:
            take_chunk_size(answer);
            break;
        case HTTP_CHUNK_END:
            if (is_empty) {
                answer->state = HTTP_CHUNK_SIZE;
            } else {
                breaks(answer, "sent a chunk longer than its size");
            }
            break;
        case HTTP_TRAILER:
            if (is_empty) {
                answer->state = HTTP_COMPLETE;
            }
            break;
        case HTTP_BODY_OF_LENGTH:
        case HTTP_BODY_UNTIL_CLOSED:
        case HTTP_CHUNK:
        case HTTP_COMPLETE:
        case HTTP_BROKEN:
            break;
    }
}

/* Counts a byte of a line against the limit of where it stands. */
static void count_line_byte(struct http_answer *answer) {
    if (answer->state == HTTP_STATUS_LINE || answer->state == HTTP_HEADER) {
        if (++answer->header_bytes > MOST_HEADER_BYTES) {
            breaks(answer, "sent more than %d bytes of header", MOST_HEADER_BYTES);
        }
    } else if (answer->state == HTTP_TRAILER) {
        if (++answer->trailer_bytes > MOST_HEADER_BYTES) {
            breaks(answer, "sent more than %d bytes behind the last chunk", MOST_HEADER_BYTES);
        }
    } else if (answer->line_length >= MOST_CHUNK_LINE) {
        breaks(answer, "sent chunks without end of line");
    }
}

static void keep(struct http_answer *answer, unsigned char byte) {
    if (answer->line_length < KEPT_OF_LINE) {
        answer->line[answer->line_length++] = (char)byte;
    }
}

/* What is not HTTP may never send a line end, so it is told at once, with what has come of the line. */
static bool is_odd(struct http_answer *answer, const unsigned char *rest, size_t count) {
    size_t last = answer->line_length - 1;
    if (answer->state != HTTP_STATUS_LINE || last >= sizeof prefix - 1 || answer->line[last] == prefix[last]) {
        return false;
    }
    for (size_t i = 0; i < count && rest[i] != '\r' && rest[i] != '\n'; i++) {
        keep(answer, rest[i]);
    }
    return true;
}

/* Takes a byte of a line; count bytes come behind it for now. */
static void feed_line(struct http_answer *answer, unsigned char byte, const unsigned char *rest, size_t count) {
    if (byte == '\n') {
        if (answer->line_length > 0 && answer->line[answer->line_length - 1] == '\r') {
            answer->line_length--;
        }
        take_line(answer);
        answer->line_length = 0;
        return;
    }
    count_line_byte(answer);
    if (answer->state == HTTP_BROKEN) {
        return;
    }
    keep(answer, byte);
    if (is_odd(answer, rest, count)) {
        breaks_with_line(answer, "answered, but not in HTTP");
    }
}

/* Takes bytes of body, of which there are as many as the framing allows; returns how many were taken. */
static size_t feed_body(struct http_answer *answer, const unsigned char *bytes, size_t count) {
    int64_t most = MOST_BODY_BYTES - answer->body_bytes;
    if (answer->state != HTTP_BODY_UNTIL_CLOSED && answer->left < most) {
        most = answer->left;
    }
    size_t taken = (int64_t)count < most ? count : (size_t)most;
    bool is_found = text_search_feed(answer->contains, bytes, taken);
    answer->body_bytes += (int64_t)taken;
    if (answer->state != HTTP_BODY_UNTIL_CLOSED) {
        answer->left -= (int64_t)taken;
    }
    if (answer->state == HTTP_CHUNK && answer->left == 0) {
        answer->state = HTTP_CHUNK_END;
    } else if (answer->state == HTTP_BODY_OF_LENGTH && answer->left == 0) {
        answer->state = HTTP_COMPLETE;
    }
    if (!http_answer_is_over(answer) && (is_found || answer->body_bytes >= MOST_BODY_BYTES)) {
        answer->is_cut = true;
        answer->state = HTTP_COMPLETE;
    }
    return taken;
}

void http_answer_feed(struct http_answer *answer, const unsigned char *bytes, size_t count) {
    size_t at = 0;
    while (at < count && !http_answer_is_over(answer)) {
        answer->received++;
        if (answer->state == HTTP_BODY_OF_LENGTH || answer->state == HTTP_BODY_UNTIL_CLOSED ||
            answer->state == HTTP_CHUNK) {
            size_t taken = feed_body(answer, bytes + at, count - at);
            answer->received += (int64_t)taken - 1;
            at += taken;
        } else {
            feed_line(answer, bytes[at], bytes + at + 1, count - at - 1);
            at++;
        }
    }
}

void http_answer_close(struct http_answer *answer) {
    switch (answer->state) {
        case HTTP_BODY_UNTIL_CLOSED:
            answer->state = HTTP_COMPLETE;
            break;
        case HTTP_STATUS_LINE:
        case HTTP_HEADER:
            if (answer->received == 0) {
                breaks(answer, "accepted the connection and closed it without an answer");
            } else {
                breaks(answer, "closed the connection in the middle of the header (%lld bytes received)",
                       (long long)answer->received);
            }
            break;
        case HTTP_BODY_OF_LENGTH:
            breaks(answer, "closed the connection in the middle of the body (%lld of %lld bytes received)",
                   (long long)answer->body_bytes, (long long)answer->length);
            break;
        case HTTP_CHUNK_SIZE:
        case HTTP_CHUNK:
        case HTTP_CHUNK_END:
        case HTTP_TRAILER:
            breaks(answer, "closed the connection in the middle of the body (%lld bytes in chunks received)",
                   (long long)answer->body_bytes);
            break;
        case HTTP_COMPLETE:
        case HTTP_BROKEN:
            break;
    }
}
