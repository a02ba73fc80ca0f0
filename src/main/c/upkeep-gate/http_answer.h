/*
 * Reads the answer of an HTTP/1 server (RFC 9112) as it comes in, piece by piece, in a fixed amount of memory: a header of at most
 * 64 KiB and 200 lines, interim answers included, and a body of at most 1 MiB, which is chunked, has a length, or ends with the
 * connection. It is as strict as upkeepd's own reader, so that both say the same of a server.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "text_search.h"

#define MOST_HEADER_BYTES 65536
#define MOST_HEADER_LINES 200
#define MOST_BODY_BYTES (INT64_C(1) << 20)

/* Of a longer line only so much is kept; where what was lost matters the answer is broken. */
#define KEPT_OF_LINE 1024

enum http_state {
    HTTP_STATUS_LINE,
    HTTP_HEADER,
    HTTP_BODY_OF_LENGTH,
    HTTP_BODY_UNTIL_CLOSED,
    HTTP_CHUNK_SIZE,
    HTTP_CHUNK,
    HTTP_CHUNK_END,
    HTTP_TRAILER,
    /* All of it is there, or as much as is read. */
    HTTP_COMPLETE,
    /* It is no answer; fault says why. */
    HTTP_BROKEN,
};

struct http_answer {
    enum http_state state;

    /* Of the final answer; 0 before it. */
    int status;
    char reason[81];

    /* Bytes of body so far, without the framing, and whether more would have come. */
    int64_t body_bytes;
    bool is_cut;

    /* What the body must contain. */
    struct text_search *contains;

    /* What the server did, to stand behind its address. */
    char fault[160];

    bool is_head_asked;
    int64_t received;
    int header_bytes, header_lines, trailer_bytes;
    bool has_codings, is_chunked, has_length;
    int64_t length;
    int64_t left;
    char line[KEPT_OF_LINE];
    size_t line_length;
};

/*
 * Begins a new one.
 *
 * is_head_asked: whether HEAD was asked, to which no body comes
 */
void http_answer_begin(struct http_answer *answer, bool is_head_asked, struct text_search *contains);

/* Takes what came; nothing more need be read once it is complete or broken. */
void http_answer_feed(struct http_answer *answer, const unsigned char *bytes, size_t count);

/* Takes that the connection was closed. */
void http_answer_close(struct http_answer *answer);

/* Whether nothing more need be read. */
bool http_answer_is_over(const struct http_answer *answer);
