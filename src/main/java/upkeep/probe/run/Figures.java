package upkeep.probe.run;

import java.util.Locale;

/** Figures for people. */
public final class Figures {

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Figures() {}

    /** A size with two significant places at most: {@code 512 bytes}, {@code 1.5 GiB}. */
    public static String size(double bytes) {
        double left = bytes;
        int unit = 0;
        while (Math.abs(left) >= 1023.5 && unit < UNITS.length - 1) {
            left /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || left >= 99.5 ? "%.0f %s" : "%.1f %s", left, UNITS[unit]);
    }

    public static String size(long bytes) {
        return size((double) bytes);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, share >= 9.95 || share == 0 ? "%.0f %%" : "%.1f %%", share);
    }

    public static String plain(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    public static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
