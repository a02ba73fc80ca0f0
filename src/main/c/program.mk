# Builds PROGRAM of all *.c of its folder into $(BUILD). CC, CPPFLAGS, CFLAGS and LDFLAGS are the caller's, as of any package; what the program cannot do
# without stands in REQUIRED.

CC ?= cc
BUILD ?= build
CFLAGS ?= -O2 -g -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2
LDFLAGS ?= -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
VERSION ?= unknown

REQUIRED = -std=c17 -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror -fPIE -D_GNU_SOURCE
LINKED = -pie -Wl,--as-needed -Wl,-z,separate-code

sources := $(sort $(wildcard *.c))
objects := $(sources:%.c=$(BUILD)/%.o)

$(BUILD)/$(PROGRAM): $(objects)
	$(CC) $(REQUIRED) $(CFLAGS) $(LDFLAGS) $(LINKED) -o $@ $^

$(BUILD)/%.o: %.c $(wildcard *.h) ../program.mk
	@mkdir -p $(BUILD)
	$(CC) $(REQUIRED) -DUPKEEP_VERSION='"$(VERSION)"' $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

clean:
	rm -rf $(BUILD)

.PHONY: clean
.DELETE_ON_ERROR:
