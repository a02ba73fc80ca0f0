package upkeep.probe.clock;

/** Numbers as chronyd(8) sends them: seven bits of exponent, 25 of coefficient, both signed (candm.h). */
final class ChronyFloat {

    private static final int COEFFICIENT_BITS = 25;

    private ChronyFloat() {}

    static double of(int bits) {
        int exponent = bits >> COEFFICIENT_BITS;
        int coefficient = (bits << (32 - COEFFICIENT_BITS)) >> (32 - COEFFICIENT_BITS);
        return Math.scalb((double) coefficient, exponent - COEFFICIENT_BITS);
    }
}
