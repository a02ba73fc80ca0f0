/*
 * Feeds http_answer.c with answers that were made of good and bad ones by chance, and holds it to what must be true whatever a
 * server sends: how the bytes are cut into pieces changes nothing, nothing is taken beyond the limits, and the texts can be shown.
 * To be built with the sanitizers.
 *
 *   fuzz_http_answer SEED INPUTS
 *
 * The same seed makes the same inputs. Prints how many of them ended how; aborts at the first that breaks a rule, with the input on
 * standard error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_answer.h"

#define LONGEST 200000

static const char *const seeds[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nup and running",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;a=b\r\nyou\r\n0\r\nX: y\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
        "HTTP/1.1 503 Service Unavailable\nRetry-After: 1\n\nlater",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2p1\r\n",
        "HTTP/2 200\r\n\r\n",
        ": no name\r\n",
};

static const char *const words[] = {
        "\r\n", "\n", "\r\n\r\n", ":", ",", ";", "0\r\n", "HTTP/1.1 200 OK\r\n", "Content-Length: ",
        "Transfer-Encoding: chunked\r\n", "18446744073709551616", "-1", "7fffffffffffffff", "hellhello", " ", "\t",
};

static uint64_t state;

/* xorshift64*: the same everywhere. */
static uint64_t chance(uint64_t below) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (state * UINT64_C(2685821657736338717) >> 16) % below;
}

static unsigned char input[LONGEST];
static size_t length;

static void insert(size_t at, const void *bytes, size_t count) {
    if (length + count > LONGEST) {
        return;
    }
    memmove(input + at + count, input + at, length - at);
    memcpy(input + at, bytes, count);
    length += count;
}

static void change(void) {
    size_t at = (size_t)chance(length + 1);
    const char *word = words[chance(sizeof words / sizeof *words)];
    const char *seed = seeds[chance(sizeof seeds / sizeof *seeds)];
    unsigned char byte = (unsigned char)chance(256);
    switch (chance(7)) {
        case 0:
            if (at < length) {
                input[at] = byte;
            }
            break;
        case 1:
            insert(at, &byte, 1);
            break;
        case 2:
            insert(at, word, strlen(word));
            break;
        case 3:
            insert(at, seed, strlen(seed));
            break;
        case 4:
            length = at;
            break;
        case 5: {
            size_t count = (size_t)chance(length - at + 1);
            memmove(input + at, input + at + count, length - at - count);
            length -= count;
            break;
        }
        default:
            /* Long runs, for the limits. */
            for (uint64_t count = chance(20) == 0 ? chance(LONGEST) : chance(50); count > 0 && length < LONGEST; count--) {
                input[length++] = byte;
            }
    }
}

static void make(void) {
    const char *seed = seeds[chance(sizeof seeds / sizeof *seeds)];
    length = 0;
    insert(0, seed, strlen(seed));
    for (uint64_t changes = chance(8); changes > 0; changes--) {
        change();
    }
}

static void must(bool holds, const char *rule) {
    if (!holds) {
        fprintf(stderr, "broken: %s; the input:\n", rule);
        fwrite(input, 1, length, stderr);
        abort();
    }
}

/* Feeds all of it, in pieces of at most so many bytes, each in memory of its own, so that a read beyond it is seen. */
static void feed(struct http_answer *answer, struct text_search *search, bool is_head, uint64_t most) {
    http_answer_begin(answer, is_head, search);
    for (size_t at = 0; at < length;) {
        size_t count = most == 0 ? length : 1 + (size_t)chance(most);
        count = count < length - at ? count : length - at;
        unsigned char *piece = malloc(count);
        if (piece == NULL) {
            abort();
        }
        memcpy(piece, input + at, count);
        http_answer_feed(answer, piece, count);
        free(piece);
        at += count;
    }
    http_answer_close(answer);
}

static void hold(const struct http_answer *answer) {
    must(http_answer_is_over(answer), "a closed connection is the end");
    must(answer->received >= 0 && answer->received <= (int64_t)length, "no more is taken than came");
    must(answer->body_bytes >= 0 && answer->body_bytes <= MOST_BODY_BYTES, "the body has a limit");
    must(answer->header_bytes <= MOST_HEADER_BYTES + 1 && answer->header_lines <= MOST_HEADER_LINES + 1, "the header has limits");
    must(answer->state == HTTP_BROKEN || (answer->status >= 101 && answer->status <= 999), "a whole answer has a final status");
    must((answer->state == HTTP_BROKEN) == (answer->fault[0] != '\0'), "what is broken says why");
    for (const char *each = answer->fault; *each != '\0'; each++) {
        must(*each >= ' ' && *each <= '~', "a fault can be shown");
    }
    for (const char *each = answer->reason; *each != '\0'; each++) {
        must(*each >= ' ' && *each <= '~', "a reason can be shown");
    }
}

int main(int count, char *arguments[]) {
    if (count != 3) {
        fputs("fuzz_http_answer SEED INPUTS\n", stderr);
        return 2;
    }
    state = strtoull(arguments[1], NULL, 10) * UINT64_C(0x9e3779b97f4a7c15) | 1;
    unsigned long long inputs = strtoull(arguments[2], NULL, 10), complete = 0, broken = 0, found = 0;
    static struct http_answer whole, pieces;
    static struct text_search search, again;
    for (unsigned long long i = 0; i < inputs; i++) {
        make();
        const char *text = chance(3) == 0 ? NULL : chance(2) == 0 ? "hello" : "hellhello";
        bool is_head = chance(10) == 0;
        text_search_for(&search, text);
        text_search_for(&again, text);
        feed(&whole, &search, is_head, 0);
        feed(&pieces, &again, is_head, chance(2) == 0 ? 3 : 5000);
        hold(&whole);
        hold(&pieces);
        /* What has come so far is all that is shown of what is not HTTP. */
        bool is_shown_as_it_comes = strncmp(whole.fault, "answered, but not in HTTP", 25) == 0;
        must(whole.state == pieces.state && whole.status == pieces.status && search.is_found == again.is_found &&
                     (is_shown_as_it_comes || strcmp(whole.fault, pieces.fault) == 0),
             "pieces change nothing");
        *(whole.state == HTTP_COMPLETE ? &complete : &broken) += 1;
        found += search.is_found;
    }
    printf("%llu inputs: %llu complete, %llu broken, in %llu the text was found\n", inputs, complete, broken, found);
    return 0;
}
