"""Prints the mails in the mailboxes that are named, a file (mbox) or a folder (maildir) each: a line of JSON for each mail."""
import json
import mailbox
import pathlib
import sys

for name in sys.argv[1:]:
    path = pathlib.Path(name)
    if not path.exists():
        continue
    for mail in mailbox.Maildir(name, create=False) if path.is_dir() else mailbox.mbox(name, create=False):
        headers = {key.lower(): " ".join(value.split()) for key, value in mail.items()}
        print(json.dumps({
            "path": name,
            "id": headers["message-id"],
            "receiver": headers.get("x-upkeep-receiver", ""),
            "kind": headers.get("x-upkeep-kind", ""),
            "state": headers.get("x-upkeep-state", ""),
            "subjects": headers.get("x-upkeep-subject", "").split(", "),
            "incidents": [int(number) for number in headers.get("x-upkeep-incident", "").split(", ") if number],
            "title": headers.get("subject", ""),
        }))
