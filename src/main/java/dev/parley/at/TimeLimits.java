package dev.parley.at;

/** How long a modem may take to answer. */
final class TimeLimits {
    private TimeLimits() {}

    static long nanos(CommandLine line) {
        long millis = 300;
        for (CommandLine.Command command : line.commands()) {
            millis = Math.max(millis, switch (command.name()) {
                case "+QISEND", "+QSSLSEND", "+QIRD", "+QSSLRECV" -> 120_000;
                case "+QIOPEN", "+QIACT", "+QSSLOPEN" -> 150_000;
                case "+COPS" -> 180_000;
                default -> 300;
            });
        }
        return millis * 1_000_000;
    }
}
