package dev.parley.fuzz;

/** Where a coverage-guided fuzzer comes in; the property {@code fuzz} names the target. */
public final class Fuzz {
    private static final FuzzTarget TARGET = FuzzTarget.valueOf(System.getProperty("fuzz", "AT"));

    private Fuzz() {}

    /** Takes one input; whatever it throws is a bug. The fuzzer finds this method by its name. */
    @SuppressWarnings("unused")
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.read(input);
    }
}
