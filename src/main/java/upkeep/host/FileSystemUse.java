package upkeep.host;

/**
 * How full a file system is, statvfs(3).
 *
 * @param total bytes, those for root alone included
 * @param free bytes that nobody uses
 * @param available bytes that a user who is not root can have; less than {@code free} where some are kept for root
 * @param inodes files it can hold; 0 where it sets no such limit
 */
public record FileSystemUse(long total, long free, long available, long inodes, long inodesFree) {

    public long used() {
        return Math.max(0, total - free);
    }

    public long inodesUsed() {
        return Math.max(0, inodes - inodesFree);
    }

    /** As df(1) has it: of what users can have in all, how much is used. 100 means that users can write no more. */
    public double percent() {
        double reach = (double) used() + available;
        return reach <= 0 ? 0 : 100.0 * used() / reach;
    }

    public double inodesPercent() {
        return inodes <= 0 ? 0 : 100.0 * inodesUsed() / inodes;
    }
}
