"""
Puts a subject's tables into a document, in the place of those of an earlier run: between `<!-- bench: SUBJECT -->` and `<!-- end -->`. All else
in it is by hand. Arguments: the subject, the file with its tables, and the document.
"""
import sys
from pathlib import Path


def main():
    subject, tables, document = sys.argv[1], Path(sys.argv[2]).read_text().strip(), Path(sys.argv[3])
    begin, end = f"<!-- bench: {subject} -->\n", "<!-- end -->"
    before, found, after = document.read_text().partition(begin)
    if not found or end not in after:
        raise SystemExit(f"cannot write {document}: it has no line {begin.strip()} with an {end} after it")
    document.write_text(f"{before}{begin}{tables}\n{end}{after.partition(end)[2]}")


main()
